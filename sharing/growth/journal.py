"""The growth and cohort journals of some pages, read once and asked many times."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from causes.models import CohortHour, GrowthHour, Page, WayDay
from sharing.growth.period import Period


class Hour(NamedTuple):
    """Confirmed signatures of one hour (UTC). `friends` of them were brought by somebody: generation 2 on;
    `opted_in` said yes to updates when they confirmed, `new_subscribers` were new to the list, too."""

    hour: dt.datetime
    signatures: int
    new_people: int
    friends: int
    opted_in: int = 0
    new_subscribers: int = 0


class Cell(NamedTuple):
    """Confirmed signatures of one generation that came through one channel."""

    generation: int
    channel: str
    signatures: int


class Cohort(NamedTuple):
    """Signatures brought by people confirmed in `parent_hour`, by lag: 1h, 6h, 24h, 72h, later."""

    parent_hour: dt.datetime
    lag: str
    brought: int


@dataclass(frozen=True)
class Journal:
    """What the journals say of some pages; hours in order.

    `cohorts_of` are the rows of whom they brought. They are many, one for each hour and lag, and not every
    reader wants them: `cohorts` asks for them when the first does.
    """

    hours: list[Hour]
    cells: list[Cell]
    cohorts_of: "QuerySet[CohortHour]"

    @cached_property
    def cohorts(self) -> list[Cohort]:
        return _cohorts(self.cohorts_of)

    @cached_property
    def total(self) -> int:
        return sum(hour.signatures for hour in self.hours)


def read(pages: QuerySet[Page], period: Period | None = None) -> Journal:
    """The journals of `pages`, in two or three queries however many pages and signatures there are.

    Of a period: who was confirmed in it, and whom those brought, whenever that was.
    """
    own = pages.order_by().values("pk")
    growth, ways = GrowthHour.objects.filter(page__in=own), WayDay.objects.filter(page__in=own)
    cohorts = CohortHour.objects.filter(page__in=own)
    if period:
        growth, ways = growth.filter(period.hours("hour")), ways.filter(period.days("day"))
        cohorts = cohorts.filter(period.hours("parent_hour"))
    return Journal(_hours(growth), _cells(ways), cohorts)


def _hours(growth: QuerySet[GrowthHour]) -> list[Hour]:
    said_yes = {"yes": Sum("opted_in"), "subscribers": Sum("new_subscribers")}
    rows = growth.values_list("hour").annotate(
        all=Sum("signatures"), new=Sum("new_to_list"), brought=Sum("friends"), **said_yes
    )
    return list(map(Hour._make, rows.order_by("hour")))


def _cells(ways: QuerySet[WayDay]) -> list[Cell]:
    rows = ways.values_list("generation", "channel").annotate(all=Sum("signatures")).exclude(all=0)
    return list(map(Cell._make, rows.order_by("generation", "channel")))


def _cohorts(cohorts: QuerySet[CohortHour]) -> list[Cohort]:
    rows = cohorts.values_list("parent_hour", "lag").annotate(all=Sum("brought")).exclude(all=0)
    return list(map(Cohort._make, rows.order_by("parent_hour", "lag")))
