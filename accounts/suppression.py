"""Mailboxes that were erased: nothing but their owner's own name brings them back."""

import datetime as dt

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


def _hash(organisation_id: int, email_key: str) -> str:
    return keyed("suppressed", f"{organisation_id}|{email_key}")
