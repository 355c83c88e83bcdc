"""Secrets at rest and in addresses.

`EncryptedTextField` keeps network tokens unreadable in the database; `seal` and `unseal` make the
opaque tokens of our own addresses. Both fail closed: what was not made by us is an error, never a value.
"""

import base64
import functools
import hashlib
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models


class BadToken(Exception):
    """The token is not ours, was altered, or is for another purpose."""


class Unreadable(Exception):
    """None of our keys opens what lies in the column."""


class EncryptedTextField(models.TextField):
    """Text that lies encrypted in its column; reading needs one of `FIELD_ENCRYPTION_KEYS`."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value and _fernet().decrypt(value.encode()).decode()

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value and _fernet().encrypt(value.encode()).decode()


def wrap(text: str) -> str:
    """`text` as it may lie in a column that is not ours to declare."""
    return _fernet().encrypt(text.encode()).decode()


def unwrap(kept: str) -> str:
    """What `wrap` was given; raises `Unreadable` when none of our keys opens it."""
    try:
        return _fernet().decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def renewed(kept: str) -> str | None:
    """What lies in a column, under the newest key; None when it lies under that key already.

    Raises `Unreadable` when none of our keys opens it.
    """
    try:
        Fernet(settings.FIELD_ENCRYPTION_KEYS[0]).decrypt(kept.encode())
    except InvalidToken:
        pass  # an older key's, or nobody's
    else:
        return None
    try:
        return _fernet().rotate(kept.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def seal(purpose: str, content: Any, *, at: float) -> str:
    """`content` (JSON-able) encrypted and dated for one purpose, as text for an address."""
    nonce = os.urandom(12)
    body = json.dumps([int(at), content], separators=(",", ":")).encode()
    return (
        base64.urlsafe_b64encode(nonce + _cipher().encrypt(nonce, body, purpose.encode()))
        .decode()
        .rstrip("=")
    )


def unseal(purpose: str, token: str, *, now: float) -> tuple[Any, float]:
    """The content of `token`, sealed for `purpose`, and its age in seconds; raises BadToken."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        sealed_at, content = json.loads(_cipher().decrypt(raw[:12], raw[12:], purpose.encode()))
    except (ValueError, InvalidTag) as error:
        raise BadToken from error
    return content, now - sealed_at


@functools.cache
def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_ENCRYPTION_KEYS])


@functools.cache
def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(b"groundswell address tokens" + settings.SECRET_KEY.encode()).digest())
