"""A grown network to ask questions about, and the slow way to answer them: from rows, one by one."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from causes.confirming import invalidate, withdraw
from causes.counting import count_all
from causes.models import Link, Page, Signed, Status, Support
from petitions.models import Petition, Signature
from tests.makers import NOW, Make

CHANNELS = ("whatsapp", "x", "facebook", "copy", "email", "bluesky")
HOUR = dt.timedelta(hours=1)


@dataclass
class World:
    """Two organisations; the first has a cause with two petitions and a partner link each."""

    cause: Page
    first: Petition
    second: Petition
    foreign: Petition


def grow(make: Make, names: int = 60, seed: int = 5) -> World:
    """A random forest over ten days, some names pending, withdrawn or struck; counted."""
    chance = Random(seed)
    cause = make.cause()
    world = World(cause, make.petition(cause), make.petition(cause), make.petition())
    for page, share in ((world.first, 1.0), (world.second, 0.5), (world.cause, 0.2), (world.foreign, 0.3)):
        _grow_page(make, page, int(names * share), chance)
    count_all(NOW)
    return world


def _grow_page(make: Make, page: Page, names: int, chance: Random) -> None:
    partner = make.partner(page, "Community kitchen")
    Link.objects.filter(pk=partner.pk).update(created_at=NOW - 300 * HOUR)
    known: list[Signed] = []
    for place in range(names):
        now = NOW - dt.timedelta(days=9) + place * dt.timedelta(days=9) / max(names, 1)
        parent = chance.choice([None, partner, *known[-12:], *known[-12:]])
        channel = "partner" if parent is partner else chance.choice(CHANNELS) if parent else "direct"
        person = chance.randrange(names * 2)
        email = f"same{person}@example.net" if chance.random() < 0.3 else f"p{page.pk}x{place}@example.net"
        if any(each.email == email for each in known):
            continue
        made = make.signature if chance.random() < 0.9 else make.pending
        updates = chance.random() < 0.6
        known.append(made(page, parent, channel, now, email=email, updates=updates, name=f"Ana Peña {place}"))
        if chance.random() < 0.08:
            chance.choice([withdraw, invalidate])(known[-1], now + HOUR)


class Slow:
    """Figures of some pages, recomputed from signatures and links alone."""

    def __init__(self, *pages: Page) -> None:
        keys = [page.pk for page in pages]
        self.links = {link.pk: link for link in Link.objects.all()}
        signatures: list[Signed] = list(Signature.objects.filter(petition__in=keys))
        self.everybody = [*signatures, *Support.objects.filter(cause__in=keys)]
        self.rows = [row for row in self.everybody if row.status == Status.CONFIRMED]
        self.owner = {row.link_id: row for row in self.everybody}

    def line(self, row: Signed) -> list[Link]:
        """The links above a name, nearest first."""
        found, link = [], self.links[row.link_id]
        while link.parent_id:
            link = self.links[link.parent_id]
            found.append(link)
        return found

    def generation(self, row: Signed) -> int:
        return 1 + sum(1 for link in self.line(row) if link.kind == Link.Kind.PERSON)

    def generations(self) -> dict[int, int]:
        return dict(Counter(self.generation(row) for row in self.rows))

    def channels(self) -> dict[str, int]:
        return dict(Counter(row.channel for row in self.rows))

    def friends(self) -> int:
        return sum(1 for row in self.rows if self.generation(row) > 1)

    def since(self, start: dt.datetime) -> list[Signed]:
        return [row for row in self.rows if hour(row) >= start]

    def within(self, edges: list[dt.datetime]) -> list[int]:
        """Names confirmed between each two edges."""
        moments = [row.confirmed_at for row in self.rows if row.confirmed_at]
        return [sum(1 for moment in moments if start <= moment < end) for start, end in pairwise(edges)]

    def brought(self) -> dict[int, tuple[int, int]]:
        """Supporter -> (direct, downstream) of confirmed owners who brought somebody."""
        direct: Counter[int] = Counter()
        downstream: Counter[int] = Counter()
        for row in self.rows:
            owners = [self.owner[link.pk] for link in self.line(row) if link.pk in self.owner]
            for step, owner in enumerate(owners):
                if owner.status == Status.CONFIRMED:
                    person = owner.supporter.pk
                    direct[person] += step == 0
                    downstream[person] += 1
        return {person: (direct[person], downstream[person]) for person in direct if direct[person]}

    def partner(self) -> tuple[int, int, int]:
        """(direct, downstream, new people) of all own links together."""
        lines = [(row, self.line(row)) for row in self.rows]
        own = [(row, line) for row, line in lines if line and line[-1].kind != Link.Kind.PERSON]
        return sum(len(line) == 1 for _, line in own), len(own), sum(bool(row.new_to_list) for row, _ in own)

    def matured(self, now: dt.datetime, hours: int) -> tuple[int, int]:
        """(cohort, whom it brought within `hours`), over whole hours that are `hours` old."""
        youngest = now - (hours + 1) * HOUR
        cohort = sum(1 for row in self.rows if hour(row) <= youngest)
        brought = 0
        for row in self.rows:
            if row.parent_hour and row.parent_hour <= youngest:
                parent = self.owner[self.line(row)[0].pk]
                assert row.confirmed_at and parent.confirmed_at
                brought += row.confirmed_at - parent.confirmed_at <= hours * HOUR
        return cohort, brought


def hour(row: Signed) -> dt.datetime:
    assert row.confirmed_at
    return row.confirmed_at.replace(minute=0, second=0, microsecond=0)
