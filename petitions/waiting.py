"""What waits for somebody at the desk: reviews, reports, held names, reasons and news, each since when.

Whoever moderates sees what waits for the site everywhere; organisers what waits for them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from accounts import access
from accounts.access import May, Visitor, moderates
from causes.models import Change, State, Status
from causes.models.signed import ReasonState
from petitions.life import quiet, stale_since
from petitions.models import Petition, Report, Signature
from petitions.reports import ANSWER_WITHIN_DAYS

AT_ONCE = 50
_FRIDAY = 4


@dataclass(frozen=True)
class Item:
    """One thing that waits since `since`; `due` is when it was promised, None where nothing was.

    `n`: how many names or reasons; `report`: what was reported; `said`: why it was rejected before.
    """

    petition: Petition
    since: dt.datetime
    due: dt.datetime | None = None
    late: bool = False
    n: int = 0
    report: Report | None = None
    said: str = ""


@dataclass(frozen=True)
class Waiting:
    """Everything that waits, the oldest first; `more` says which lists were cut off."""

    reviews: list[Item]
    reports: list[Item]
    held: list[Item]
    reasons: list[Item]
    news: list[Item]

    def late(self) -> int:
        return sum(item.late for item in (*self.reviews, *self.reports))

    def __bool__(self) -> bool:
        return any(vars(self).values())


def waiting(user: Visitor, now: dt.datetime) -> Waiting:
    """What waits for `user` at `now`."""
    return Waiting(_reviews(user, now), _reports(user, now), _held(user), _reasons(user), _news(user, now))


def promised(since: dt.datetime) -> dt.datetime:
    """The end of the working days within which somebody was told that it is read."""
    due, left = since, ANSWER_WITHIN_DAYS
    while left:
        due += dt.timedelta(days=1)
        left -= due.weekday() <= _FRIDAY
    return due


def _reviews(user: Visitor, now: dt.datetime) -> list[Item]:
    """Petitions in review: for who moderates everybody's, for organisers their own."""
    in_review = _run_by(user).filter(state=State.REVIEW).select_related("organisation")
    asked = in_review.annotate(asked_at=Max("changes__at")).order_by("asked_at", "pk")
    said = _rejected_before(asked)
    return [
        _promised(petition, petition.asked_at or petition.created_at, now, said=said.get(petition.pk, ""))
        for petition in asked[:AT_ONCE]
    ]


def _rejected_before(petitions: "QuerySet[Petition]") -> dict[int, str]:
    lines = Change.objects.filter(page__in=petitions.order_by().values("pk"), what="reject").order_by("at")
    return dict(lines.values_list("page", "reason"))


def _reports(user: Visitor, now: dt.datetime) -> list[Item]:
    """Organisers are not told who finds fault with them."""
    if not moderates(user):
        return []
    waits = Report.objects.filter(state=Report.State.OPEN).order_by("suspect", "at")
    found = waits.select_related("petition__organisation")[:AT_ONCE]
    return [_promised(report.petition, report.at, now, report=report) for report in found]


def _promised(petition: Petition, since: dt.datetime, now: dt.datetime, **more: Any) -> Item:
    due = promised(since)
    return Item(petition, since, due, late=due < now, **more)


def _held(user: Visitor) -> list[Item]:
    """Names that looked automatic, by petition, for whoever may read names."""
    return _of_names(user, May.READ_SIGNATURES, status=Status.HELD)


def _reasons(user: Visitor) -> list[Item]:
    return _of_names(user, May.RUN, status=Status.CONFIRMED, reason_state=ReasonState.NEW)


def _of_names(user: Visitor, what: May, **which: str) -> list[Item]:
    """Petitions that have such names: how many, and since when the first of them waits."""
    first = "confirmed_at" if "reason_state" in which else "signed_at"
    mine = Petition.objects.filter(organisation__in=access.organisations(user, what))
    found = Signature.objects.filter(petition__in=mine.filter(published_at__isnull=False), **which)
    sums = found.order_by().values("petition").annotate(n=Count("pk"), first=Min(first)).order_by("first")
    rows = list(sums[:AT_ONCE])
    pages = mine.select_related("organisation").in_bulk([row["petition"] for row in rows])
    return [Item(pages[row["petition"]], row["first"], n=row["n"]) for row in rows]


def _news(user: Visitor, now: dt.datetime) -> list[Item]:
    """Open petitions whose people have heard nothing for a month, and nobody signed."""
    found_quiet = quiet(_run_by(user).select_related("organisation"), now)
    since = [
        (petition, stale_since(petition, now)) for petition in found_quiet.order_by("published_at")[:200]
    ]
    found = [Item(petition, moment) for petition, moment in since if moment]
    return sorted(found, key=lambda item: item.since)[:AT_ONCE]


def _run_by(user: Visitor) -> Any:
    what = May.MODERATE if moderates(user) else May.RUN
    return Petition.objects.filter(organisation__in=access.organisations(user, what))
