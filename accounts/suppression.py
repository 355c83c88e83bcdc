"""Mailboxes that were erased: nothing but their owner's own name brings them back."""

import datetime as dt
from collections.abc import Iterable

from accounts.models import Supporter, Suppressed
from accounts.visitor import keyed


def suppress(organisation_id: int, email_key: str, now: dt.datetime) -> None:
    """Remember as a hash that this mailbox was erased at `now`, in the caller's transaction."""
    Suppressed.objects.update_or_create(
        organisation_id=organisation_id,
        mailbox=mailbox_hash(organisation_id, email_key),
        defaults={"since": now},
    )


def remember(organisation_id: int, since: dict[str, dt.datetime]) -> None:
    """Erasures (hash: moment) that another copy of this database knew; a later moment wins."""
    known = dict(Suppressed.objects.filter(organisation_id=organisation_id).values_list("mailbox", "since"))
    news = {mailbox: at for mailbox, at in since.items() if mailbox not in known or known[mailbox] < at}
    Suppressed.objects.bulk_create(
        (
            Suppressed(organisation_id=organisation_id, mailbox=mailbox, since=at)
            for mailbox, at in news.items()
        ),
        update_conflicts=True,
        unique_fields=["organisation", "mailbox"],
        update_fields=["since"],
        batch_size=1000,
    )


def erased_at(organisation_id: int, email_key: str) -> dt.datetime | None:
    """When this mailbox was erased, also where its owner came back since; None when it never was."""
    known = Suppressed.objects.filter(
        organisation_id=organisation_id, mailbox=mailbox_hash(organisation_id, email_key)
    )
    return known.values_list("since", flat=True).first()


def is_suppressed(organisation_id: int, email_key: str) -> bool:
    """Whether imports and updates must leave this mailbox alone.

    Its owner may come back: a name they confirmed themselves after the erasure lifts it.
    """
    row = Suppressed.objects.filter(
        organisation_id=organisation_id, mailbox=mailbox_hash(organisation_id, email_key)
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
    hashes = {key: mailbox_hash(organisation_id, key) for key in email_keys}
    found = {key: since[mailbox] for key, mailbox in hashes.items() if mailbox in since}
    back = Supporter.objects.filter(organisation_id=organisation_id, email_key__in=found).values_list(
        "email_key", "first_confirmed_at"
    )
    returned = {key for key, confirmed in back if confirmed and confirmed > found[key]}
    return set(found) - returned


def mailbox_hash(organisation_id: int, email_key: str) -> str:
    """What stands for this mailbox in `Suppressed`: 16 bytes that only this house can compute."""
    return keyed("suppressed", f"{organisation_id}|{email_key}")
