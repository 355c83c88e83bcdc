"""People of the demo who left a list, and some who came back: a list that only grows would be no list."""

import datetime as dt
from collections.abc import Sequence
from random import Random

from accounts.models import Organisation, Supporter
from causes import counting, people_counting, undeliverable, wishes
from causes.models import ListPart

_DAYS = 30
_LEAVE, _COMPLAIN, _BOUNCE = 0.03, 0.001, 0.006  # of everybody on the list
_COME_BACK = 0.15  # of those who left


def write(organisations: Sequence[Organisation], now: dt.datetime, chance: Random) -> None:
    """After the counting, which says who is on a list."""
    for organisation in organisations:
        on = Supporter.objects.filter(organisation=organisation, list_state=people_counting.ON).order_by("pk")
        for person in on:
            _leave(person, now, chance)
    counting.count_all(now)


def _leave(person: Supporter, now: dt.datetime, chance: Random) -> None:
    """Never before they came."""
    since = now - dt.timedelta(days=_DAYS)
    draw, back = chance.random(), chance.random() < _COME_BACK
    at = max(since, person.first_confirmed_at or since)
    at += (now - at) * chance.random()
    if draw < _BOUNCE:
        undeliverable.mark(person.email_key, "550 5.1.1 no such mailbox", at)
    elif draw < _BOUNCE + _COMPLAIN:
        wishes.set_updates(person.pk, False, at, ListPart.COMPLAINED)
    elif draw < _BOUNCE + _COMPLAIN + _LEAVE:
        wishes.set_updates(person.pk, False, at)
        if back:
            people_counting.count_all(now)  # each look sees one change: both are booked
            wishes.set_updates(person.pk, True, at + (now - at) * chance.random())
