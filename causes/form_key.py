"""The hidden key of a public form: proof that we made this form, lately, with these words in it.

It stands in for a CSRF cookie, which would make the page different for every visitor. It changes once
an hour, so the page's bytes stay the same within one.
"""

import datetime as dt
import hashlib
import hmac

from django.conf import settings

ACCEPTED_FOR = dt.timedelta(hours=48)


def make(page_id: int, consent_id: int, now: dt.datetime) -> str:
    """`<consent text>.<hour>.<proof>` for the form of one page."""
    return _key(page_id, consent_id, int(now.timestamp()) // 3600)


def consent_shown(key: str, page_id: int, now: dt.datetime) -> int | None:
    """The id of the consent text that this form showed, or None when the key is not ours or too old."""
    consent, _, rest = key.partition(".")
    hour = rest.partition(".")[0]
    if not (key.isascii() and _is_number(consent) and _is_number(hour)):
        return None
    if not hmac.compare_digest(key, _key(page_id, int(consent), int(hour))):
        return None
    made = dt.datetime.fromtimestamp(int(hour) * 3600, dt.UTC)
    return int(consent) if now - made < ACCEPTED_FOR + dt.timedelta(hours=1) else None


def _key(page_id: int, consent_id: int, hour: int) -> str:
    message = f"{page_id}.{consent_id}.{hour}".encode()
    proof = hmac.new(b"public form" + settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:24]
    return f"{consent_id}.{hour}.{proof}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
