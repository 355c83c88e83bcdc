"""Tokens of letters: `<link code>.<time>.<proof>`.

The code in front is public and lets us find the page even when a mail program cut the end off. The
proof binds purpose, mailbox and time, so a corrected address kills the letters to the old one.
"""

import base64
import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from causes.models.link import is_code


@dataclass(frozen=True)
class Token:
    """A token taken apart; nothing is proven yet."""

    code: str
    issued: str
    proof: str

    def age(self, now: dt.datetime) -> dt.timedelta:
        return now - dt.datetime.fromtimestamp(int(self.issued, 36), dt.UTC)

    def proves(self, purpose: str, email_key: str) -> bool:
        return hmac.compare_digest(self.proof, _proof(purpose, self.code, self.issued, email_key))


def make(purpose: str, code: str, email_key: str, now: dt.datetime) -> str:
    """A token for one purpose, one link and one mailbox, dated `now`."""
    issued = _base36(int(now.timestamp()))
    return f"{code}.{issued}.{_proof(purpose, code, issued, email_key)}"


def take_apart(text: str) -> Token:
    """Whatever was in the address; missing parts are empty and prove nothing."""
    code, issued, proof, *_ = [*text.split("."), "", "", ""]
    if not (issued.isascii() and issued.isalnum() and len(issued) < 10 and proof.isascii()):
        issued, proof = "0", ""
    return Token(code if is_code(code) else "", issued, proof)


def _proof(purpose: str, code: str, issued: str, email_key: str) -> str:
    message = f"{purpose}\n{code}\n{issued}\n{email_key}".encode()
    digest = hmac.new(b"letter tokens" + settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:20]).decode().rstrip("=")


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"
