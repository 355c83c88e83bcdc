"""How an organisation's list grew (list journal): everybody who came on it less everybody who left it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from accounts.models import Organisation
from causes.models import ADDS, ListDay, ListPart
from sharing.growth.lately import last_days
from sharing.growth.period import Period

GAINS = (ListPart.JOINED, ListPart.RETURNED)
LOSSES = (ListPart.LEFT, ListPart.BOUNCED, ListPart.COMPLAINED, ListPart.ERASED, ListPart.FORGOTTEN,
          ListPart.STRUCK)  # fmt: skip


@dataclass(frozen=True)
class NetList:
    """People by how they came or left, each booked on the day it happened: what came later moves no day
    that is over."""

    parts: dict[str, int]

    def of(self, part: ListPart) -> int:
        return self.parts.get(part, 0)

    @property
    def gained(self) -> int:
        return sum(self.of(part) for part in GAINS)

    @property
    def lost(self) -> int:
        return sum(self.of(part) for part in LOSSES)

    @property
    def net(self) -> int:
        """New subscribers and returns less unsubscribes, bounces, complaints, erasures; who was struck as
        false or forgotten as promised is less, too."""
        return self.gained - self.lost


@dataclass(frozen=True)
class Lists:
    """One list at a glance: the last 30 whole days, the 30 before, the last 365, and all days.

    `people` are on it now. `since` is when complete counting began, None: with the organisation.
    """

    lately: NetList
    before: NetList
    year: NetList
    of_all: NetList
    people: int
    since: dt.date | None


def net_list(organisation: Organisation, period: Period | None = None) -> NetList:
    """How the list of `organisation` grew, of all times or in a period; one query."""
    return _net(organisation, [period])[0]


def lists(organisation: Organisation, now: dt.datetime) -> Lists:
    """In three queries, over as many rows as there are days and parts."""
    lately = last_days(now)
    year = Period(lately.end - dt.timedelta(days=365), lately.end)
    recent, before, whole_year, of_all = _net(organisation, [lately, lately.before, year, None])
    since = counted_since(organisation)
    return Lists(recent, before, whole_year, of_all, people_on_list(organisation), since)


def _net(organisation: Organisation, periods: list[Period | None]) -> list[NetList]:
    rows = ListDay.objects.filter(organisation=organisation).exclude(part=ListPart.BEFORE).order_by()
    sums = {
        f"n{place}": Sum("people", filter=period.days("day") if period else None, default=0)
        for place, period in enumerate(periods)
    }
    found: list[Any] = list(rows.values("part").annotate(**sums))
    return [NetList({row["part"]: row[f"n{place}"] for row in found}) for place in range(len(periods))]


def people_on_list(organisation: Organisation) -> int:
    """Whom an update reaches today: the sum of the whole journal."""
    sums = ListDay.objects.filter(organisation=organisation).order_by().values_list("part")
    return sum(n if part in ADDS else -n for part, n in sums.annotate(n=Sum("people")))


def counted_since(organisation: Organisation) -> dt.date | None:
    """Since when everybody who comes and leaves is booked; None: since the organisation began."""
    first = ListDay.objects.filter(organisation=organisation, part=ListPart.BEFORE)
    return first.values_list("day", flat=True).first()
