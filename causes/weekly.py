"""The week of an organisation by letter: each Monday, once, to everybody in it who wants such letters.

The notice's row makes it once (see `causes.telling_organisers`). It hangs on the organisation's oldest public
page: the same one all week, whoever asks.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min, Sum

from accounts.models import Organisation
from causes import telling_organisers
from causes.models import GrowthHour, Letter, Notice, Page

WEEK = dt.timedelta(days=7)
# Not at midnight; and what could not leave for three days is no news any more.
_FROM, _UNTIL = dt.timedelta(hours=12), dt.timedelta(days=3)
_MOST = 3


@dataclass(frozen=True)
class Week:
    """Confirmed names of the seven days before a Monday (UTC), and of the week `before`; `friends` of them
    were brought by somebody. `busiest`: (page, names), at most three, the most first."""

    names: int
    before: int
    new_people: int
    friends: int
    busiest: list[tuple[Page, int]]
    open_petitions: int


def monday_of(now: dt.datetime) -> dt.datetime:
    """The midnight (UTC) in which the running week began."""
    today = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - dt.timedelta(days=today.weekday())


def week(organisation: Organisation, monday: dt.datetime) -> Week:
    """What happened in the seven days before `monday`, from the growth journal."""
    rows = GrowthHour.objects.filter(page__organisation=organisation.pk)
    own = rows.filter(hour__gte=monday - WEEK, hour__lt=monday)
    sums = own.aggregate(
        names=Sum("signatures", default=0),
        new_people=Sum("new_to_list", default=0),
        brought=Sum("friends", default=0),
    )
    before = rows.filter(hour__gte=monday - 2 * WEEK, hour__lt=monday - WEEK)
    return Week(
        names=sums["names"],
        before=before.aggregate(n=Sum("signatures", default=0))["n"],
        new_people=sums["new_people"],
        friends=sums["brought"],
        busiest=_busiest(dict(own.values_list("page").annotate(n=Sum("signatures")))),
        open_petitions=_open(organisation, monday),
    )


def _busiest(names: dict[int, int]) -> list[tuple[Page, int]]:
    """Pages that are still to be seen."""
    shown = Page.objects.public().filter(pk__in=[pk for pk, n in names.items() if n > 0])
    ranked = sorted(shown, key=lambda page: (-names[page.pk], page.pk))
    return [(page, names[page.pk]) for page in ranked[:_MOST]]


def _open(organisation: Organisation, monday: dt.datetime) -> int:
    own = Page.objects.filter(organisation=organisation, kind=Page.Kind.PETITION)
    return own.open(monday).count()


def tell_due(now: dt.datetime) -> int:
    """Write the letters of the week that is over, also with two workers once; returns of how many
    organisations. Nothing is told where nobody signed for two weeks."""
    monday = monday_of(now)
    if not _FROM <= now - monday < _UNTIL:
        return 0
    about = monday.date().isoformat()
    first = Page.objects.filter(published_at__lt=monday).values("organisation").annotate(page=Min("pk"))
    oldest = {row["page"] for row in first}
    told = Notice.objects.filter(kind=Letter.Kind.WEEK, about=about, page__in=oldest).values("page")
    due = Page.objects.filter(pk__in=oldest).exclude(pk__in=told).select_related("organisation")
    return sum(_tell(page, monday, about, now) for page in due.order_by("pk"))


def _tell(page: Page, monday: dt.datetime, about: str, now: dt.datetime) -> bool:
    found = week(page.organisation, monday)
    if not found.names and not found.before:
        return False
    return telling_organisers.once(Letter.Kind.WEEK, page, about, now)
