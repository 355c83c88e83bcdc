"""Mailboxes that were erased: nothing but their owner's own name brings them back."""

import datetime as dt
from collections.abc import Iterable

from accounts.models import Supporter, Suppressed
from accounts.visitor import keyed


def suppress(organisation_id: int, email_key: str, now: dt.datetime) -> None:
    """Remember as a hash that this mailbox was erased at `now`, in the caller's transaction."""
    Suppressed.objects.update_or_create(
        organisation_id=organisation_id, mailbox=_hash(organisation_id, email_key), defaults={"since": now}
    )


def is_suppressed(organisation_id: int, email_key: str) -> bool:
    """Whether imports and updates must leave this mailbox alone.

    Its owner may come back: a name they confirmed themselves after the erasure lifts it.
    """
    row = Suppressed.objects.filter(
        organisation_id=organisation_id, mailbox=_hash(organisation_id, email_key)
    ).first()
    if row is None:
        return False
    return not Supporter.objects.filter(
        organisation_id=organisation_id, email_key=email_key, first_confirmed_at__gt=row.since
    ).exists()


def suppressed_among(organisation_id: int, email_keys: Iterable[str]) -> set[str]:
    """Those of `email_keys` that updates must leave alone: `is_suppressed` for many, in two questions."""
    since = dict(Suppressed.objects.filter(organisation_id=organisation_id).values_list("mailbox", "since"))
    if not since:
        return set()
    hashes = {key: _hash(organisation_id, key) for key in email_keys}
    found = {key: since[mailbox] for key, mailbox in hashes.items() if mailbox in since}
    back = Supporter.objects.filter(organisation_id=organisation_id, email_key__in=found).values_list(
        "email_key", "first_confirmed_at"
    )
    returned = {key for key, confirmed in back if confirmed and confirmed > found[key]}
    return set(found) - returned


def _hash(organisation_id: int, email_key: str) -> str:
    return keyed("suppressed", f"{organisation_id}|{email_key}")
