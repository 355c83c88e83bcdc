"""E-mail addresses: which ones are one mailbox, and how much of one may be shown."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

# Providers whose rules are published: dots mean nothing, what follows a plus is a note to oneself.
_DOTS_FOLD = {"gmail.com"}
_PLUS_FOLDS = {
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "icloud.com",
    "fastmail.com",
    "proton.me",
}
_SAME_AS = {
    "googlemail.com": "gmail.com",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "pm.me": "proton.me",
}
_SAME_AS["protonmail.com"] = "proton.me"


class BadAddress(ValueError):
    """Not something a letter can be sent to."""


def clean(typed: str) -> str:
    """The address as it will be written to: trimmed, normalised, its domain in lower case.

    The part before the @ is ASCII: SMTP without SMTPUTF8 would send the letter somewhere else.
    """
    try:
        found = validate_email(
            typed.strip(), check_deliverability=False, test_environment=True, allow_smtputf8=False
        )
    except EmailNotValidError as error:
        raise BadAddress(str(error)) from error
    return found.normalized


def key(address: str) -> str:
    """The canonical address: equal keys are one mailbox. Unknown providers only lose their capitals."""
    local, _, domain = unicodedata.normalize("NFC", address.strip()).lower().rpartition("@")
    domain = _SAME_AS.get(domain, domain)
    if domain in _PLUS_FOLDS:
        local = local.split("+", 1)[0]
    if domain in _DOTS_FOLD:
        local = local.replace(".", "")
    return f"{local}@{domain}"


def mask(address: str) -> str:
    """`dolores@gmail.com` -> `d•••@g•••`: enough to recognise one's own, useless to anybody else. A name that
    came on paper may have none."""
    if not address:
        return ""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain[:1]}•••"
