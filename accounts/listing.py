"""How a mailbox stands on an old list: a salted hash that Postgres can make as well, in one statement."""

import hashlib

from accounts.visitor import keyed

_LENGTH = 32  # hexadecimal digits


def salt_of(organisation_id: int) -> str:
    """Made of our key, so that no table of hashes made elsewhere fits; each organisation has its own."""
    return keyed("listed", str(organisation_id))


def listed_hash(salt: str, email_key: str) -> str:
    return hashlib.sha256(f"{salt}{email_key}".encode()).hexdigest()[:_LENGTH]


# The same in SQL, of %(salt)s and an expression.
SQL_HASH = f"left(encode(sha256(convert_to(%(salt)s || {{}}, 'UTF8')), 'hex'), {_LENGTH})"
