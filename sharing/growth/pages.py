"""The petitions and causes of an organisation side by side, from the growth journal."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from causes.models import GrowthHour, Page
from sharing.growth.numbers import DAY, since


@dataclass(frozen=True)
class PageRow:
    """One page: confirmed signatures, those of the last 24 hours, those friends brought, and the hour
    (UTC) of the last one; None when there is none."""

    page: Page
    signatures: int
    last_day: int
    friends: int
    last_hour: dt.datetime | None


def page_rows(shown: QuerySet[Page], now: dt.datetime) -> list[PageRow]:
    """Those with most signatures in the last 24 hours first, then with most of all. Two queries."""
    found: dict[int, dict[str, Any]] = {row["page"]: row for row in _sums(shown, now)}
    none: dict[str, Any] = {"all": 0, "day": 0, "friends": 0, "last": None}
    rows = [_row(page, found.get(page.pk, none)) for page in shown.order_by("pk")]
    return sorted(rows, key=lambda row: (-row.last_day, -row.signatures, row.page.pk))


def _sums(shown: QuerySet[Page], now: dt.datetime) -> QuerySet[GrowthHour, Any]:
    rows = GrowthHour.objects.filter(page__in=shown.order_by().values("pk")).values("page")
    return rows.annotate(
        all=Sum("signatures"),
        day=Coalesce(Sum("signatures", filter=Q(hour__gte=since(now, DAY))), 0),
        friends=Coalesce(Sum("signatures", filter=Q(generation__gte=2)), 0),
        last=Max("hour", filter=Q(signatures__gt=0)),
    )


def _row(page: Page, sums: dict[str, Any]) -> PageRow:
    return PageRow(page, sums["all"], sums["day"], sums["friends"], sums["last"])
