"""Erasures after a restored backup: who asked to be forgotten must not come back with it.

The list holds keyed hashes and moments, nothing that can be read back, so it can be kept longer than a
backup and elsewhere. Only a house with the same SECRET_KEY can use it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from accounts import suppression
from accounts.models import Organisation, Supporter, Suppressed
from sharing.erasure import erase


class Erased(NamedTuple):
    """One erased mailbox: its organisation's short name, its keyed hash, and when."""

    organisation: str
    mailbox: str
    since: dt.datetime


def erasures() -> Iterator[Erased]:
    """All that this house remembers, oldest first."""
    rows = Suppressed.objects.order_by("since", "pk").values_list("organisation__slug", "mailbox", "since")
    return (Erased(*row) for row in rows.iterator())


def erase_again(listed: Iterable[Erased]) -> tuple[int, int]:
    """Make the house remember these and erase who is back; returns (people erased, lines not usable).

    Whoever signed anew after their erasure came back by themselves and stays. No letter is sent: the
    receipt was. It may be run twice.
    """
    organisations = dict(Organisation.objects.values_list("slug", "pk"))
    known: dict[int, dict[str, dt.datetime]] = {}
    strangers = 0
    for one in listed:
        if one.organisation in organisations:
            known.setdefault(organisations[one.organisation], {})[one.mailbox] = one.since
        else:
            strangers += 1
    return sum(_in(organisation, since) for organisation, since in known.items()), strangers


def _in(organisation: int, since: dict[str, dt.datetime]) -> int:
    suppression.remember(organisation, since)
    erased = 0
    for person in Supporter.objects.filter(organisation=organisation).iterator():
        moment = since.get(suppression.mailbox_hash(organisation, person.email_key))
        if moment and not _came_back(person, moment):
            erased += erase(person, moment, receipt=False)
    return erased


def _came_back(person: Supporter, erased_at: dt.datetime) -> bool:
    confirmed = person.first_confirmed_at
    return person.created_at > erased_at or bool(confirmed and confirmed > erased_at)
