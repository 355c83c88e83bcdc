"""What a mail server's "no" is about: the mailbox, the letter, this moment, or us.

RFC 5321 tells permanent (5yz) from temporary (4yz); RFC 3463's second number says what it is about.
Neither says whether a refusal would meet every other letter too, and that decides what to do:

MAILBOX  5.1.1 and kin, 5.2.1: nobody is there. The letter has failed, updates leave the mailbox alone.
LETTER   any other permanent no to a recipient or to the content. The letter has failed.
LATER    a temporary no, or a permanent one out of policy (5.7.x): tried again, at most seven times.
OFFICE   no line, no TLS, no log-in, 421, or a no to our own sender: every letter would meet it. The office
         closes for a while, and no letter loses a try.
"""

import re
import smtplib
from dataclasses import dataclass
from enum import StrEnum

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused

REFUSALS = (smtplib.SMTPException, AnymailError, OSError)
_ENHANCED = re.compile(r"\s*[245]\.(\d{1,3})\.(\d{1,3})\b")
_LOG_IN = {530, 534, 535, 538}
_NOBODY = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)}
_OUR_SENDER = {(1, 7), (1, 8)}
_OVER_SIZE = (3, 4)


class About(StrEnum):
    MAILBOX = "mailbox"
    LETTER = "letter"
    LATER = "later"
    OFFICE = "office"


@dataclass(frozen=True)
class Refusal:
    """`error` is for the desk: numbers and kinds, never what a server wrote (it repeats addresses).

    `in_doubt`: the line broke in the conversation, and nobody knows whether the letter was taken.
    `policy`: a no that may well be meant for all of us.
    """

    about: About
    error: str
    in_doubt: bool = False
    policy: bool = False


def judge(error: Exception) -> Refusal:
    """Read an exception of sending one letter over an open line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _reply(code, text)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _sender(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    if isinstance(error, AnymailRecipientsRefused):
        return Refusal(About.MAILBOX, "the provider refused the recipient")
    if isinstance(error, AnymailAPIError):
        return _api(getattr(error, "status_code", None))
    if isinstance(error, (AnymailError, smtplib.SMTPNotSupportedError)):
        return Refusal(About.LETTER, type(error).__name__)
    return Refusal(About.LATER, type(error).__name__, in_doubt=True)


def _reply(code: int, text: bytes | str) -> Refusal:
    """An answer to RCPT or DATA."""
    subject = _subject(text)
    error = f"refused with {code}" + (f" {code // 100}.{subject[0]}.{subject[1]}" if subject else "")
    if code == 421 or code in _LOG_IN or subject in _OUR_SENDER:
        return Refusal(About.OFFICE, error)
    if code < 500:
        return Refusal(About.LATER, error)
    if subject and subject[0] == 7:
        return Refusal(About.LATER, error, policy=True)
    if subject in _NOBODY:
        return Refusal(About.MAILBOX, error)
    return Refusal(About.LETTER, error, policy=subject is None)


def _sender(code: int, text: bytes | str) -> Refusal:
    """An answer to MAIL FROM: about us, unless it is this letter's size."""
    if code == 552 or _subject(text) == _OVER_SIZE:
        return Refusal(About.LETTER, f"too large ({code})")
    return Refusal(About.OFFICE, f"the server refuses our sender with {code}")


def _api(status: int | None) -> Refusal:
    """A provider's answer over HTTP; without a status the line broke."""
    if status is None:
        return Refusal(About.LATER, "no answer from the provider", in_doubt=True)
    error = f"the provider answered {status}"
    if status >= 500:
        return Refusal(About.LATER, error, in_doubt=True)
    return Refusal(About.OFFICE if status in (401, 402, 403, 429) else About.LETTER, error)


def _subject(text: bytes | str) -> tuple[int, int] | None:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    found = _ENHANCED.match(words)
    return (int(found[1]), int(found[2])) if found else None
