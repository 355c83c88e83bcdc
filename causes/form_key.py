"""The hidden key of a public form: proof that we made this form, lately, with these words in and above it.

It stands in for a CSRF cookie, which would make the page different for every visitor. It changes once
an hour, so the page's bytes stay the same within one.
"""

import datetime as dt
import hashlib
import hmac
from typing import NamedTuple

from django.conf import settings

ACCEPTED_FOR = dt.timedelta(hours=48)


class Shown(NamedTuple):
    """What stood around the form: the ids of its consent text and of the page's wording, None if unknown."""

    consent: int
    wording: int | None


def make(page_id: int, shown: Shown, now: dt.datetime) -> str:
    """`<consent text>.<wording>.<hour>.<proof>` for the form of one page."""
    return _key(page_id, shown.consent, shown.wording or 0, int(now.timestamp()) // 3600)


def shown_by(key: str, page_id: int, now: dt.datetime) -> Shown | None:
    """What this form showed, or None when the key is not ours or too old."""
    consent, wording, hour, *_ = [*key.split("."), "", "", ""]
    if not (key.isascii() and all(_is_number(part) for part in (consent, wording, hour))):
        return None
    if not hmac.compare_digest(key, _key(page_id, int(consent), int(wording), int(hour))):
        return None
    made = dt.datetime.fromtimestamp(int(hour) * 3600, dt.UTC)
    if now - made >= ACCEPTED_FOR + dt.timedelta(hours=1):
        return None
    return Shown(int(consent), int(wording) or None)


def _key(page_id: int, consent: int, wording: int, hour: int) -> str:
    message = f"{page_id}.{consent}.{wording}.{hour}".encode()
    proof = hmac.new(b"public form" + settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:24]
    return f"{consent}.{wording}.{hour}.{proof}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
