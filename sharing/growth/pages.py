"""The petitions and causes of an organisation side by side (growth, cohort and view journals)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from causes.models import CohortHour, GrowthHour, Page, Status
from petitions.life import stale_since
from petitions.models import Petition, Signature
from sharing.growth.numbers import DAY, since
from sharing.growth.spread import MaturedK, counted_lags, youngest_hour
from sharing.models import ClickHour, ViewHour


@dataclass(frozen=True)
class PageRow:
    """One page: confirmed signatures, those of the last 24 hours, those friends brought, and the hour
    (UTC) of the last one, None when there is none.

    `views` are visitors, once a day, told by the page's script; `waiting` have not confirmed yet;
    `quiet_since` is the last sign of life of a petition that had none for 30 days.
    """

    page: Page
    signatures: int
    last_day: int
    friends: int
    last_hour: dt.datetime | None
    k: MaturedK
    views: int = 0
    waiting: int = 0
    quiet_since: dt.datetime | None = None


def page_rows(shown: QuerySet[Page], now: dt.datetime) -> list[PageRow]:
    """Those with most signatures in the last 24 hours first, then with most of all.

    Five questions, and two more for each petition that may have gone quiet.
    """
    found: dict[int, dict[str, Any]] = {row["page"]: row for row in _sums(shown, now)}
    brought, views, waiting = _brought(shown, now), _views(shown), _waiting(shown)
    quiet = _quiet(shown, found, now)
    rows = []
    for page in shown.order_by("pk"):
        sums = found.get(page.pk, _NOTHING)
        rows.append(
            PageRow(
                page=page,
                signatures=sums["all"],
                last_day=sums["day"],
                friends=sums["friends"],
                last_hour=sums["last"],
                k=MaturedK(sums["cohort"], brought.get(page.pk, 0)),
                views=views.get(page.pk, 0),
                waiting=waiting.get(page.pk, 0),
                quiet_since=quiet.get(page.pk),
            )
        )
    return sorted(rows, key=lambda row: (-row.last_day, -row.signatures, row.page.pk))


_NOTHING: dict[str, Any] = {"all": 0, "day": 0, "friends": 0, "cohort": 0, "last": None}


def _sums(shown: QuerySet[Page], now: dt.datetime) -> QuerySet[GrowthHour, Any]:
    rows = GrowthHour.objects.filter(page__in=shown.order_by().values("pk")).values("page")
    return rows.annotate(
        all=Sum("signatures"),
        day=Coalesce(Sum("signatures", filter=Q(hour__gte=since(now, DAY))), 0),
        friends=Sum("friends"),
        cohort=Coalesce(Sum("signatures", filter=Q(hour__lte=youngest_hour(now))), 0),
        last=Max("hour", filter=Q(signatures__gt=0)),
    )


def _brought(shown: QuerySet[Page], now: dt.datetime) -> dict[int, int]:
    """Page -> whom its matured cohort brought within the window: the numerator of K."""
    rows = CohortHour.objects.filter(
        page__in=shown.order_by().values("pk"),
        parent_hour__lte=youngest_hour(now),
        lag__in=counted_lags(),
    )
    return dict(rows.values_list("page").annotate(n=Sum("brought")))


def _views(shown: QuerySet[Page]) -> dict[int, int]:
    rows = ViewHour.objects.filter(page__in=shown.order_by().values("pk"), outcome=ClickHour.Outcome.COUNTED)
    return dict(rows.values_list("page").annotate(n=Sum("views")))


def _waiting(shown: QuerySet[Page]) -> dict[int, int]:
    rows = Signature.objects.filter(petition__in=shown.order_by().values("pk"), status=Status.PENDING)
    return dict(rows.order_by().values_list("petition").annotate(n=Count("pk")))


def _quiet(
    shown: QuerySet[Page], found: dict[int, dict[str, Any]], now: dt.datetime
) -> dict[int, dt.datetime]:
    """Petitions without a sign of life for 30 days; those that had a name lately need no closer look."""
    may_be = [
        petition
        for petition in Petition.objects.filter(pk__in=shown.order_by().values("pk"))
        if (last := found.get(petition.pk, _NOTHING)["last"]) is None or now - last > DAY * 29
    ]
    return {petition.pk: since for petition in may_be if (since := stale_since(petition, now))}
