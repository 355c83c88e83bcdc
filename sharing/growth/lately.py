"""The last thirty days of an organisation, for whoever has ten seconds: the same figures as a report's."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from causes.models import Page, State
from petitions.models import Outcome
from sharing.growth.journal import read
from sharing.growth.period import Period
from sharing.growth.rates import Rate
from sharing.growth.spread import through_friends

DAYS = dt.timedelta(days=30)


@dataclass(frozen=True)
class Lately:
    """Confirmed signatures of `period`, and of the equally long time `before` it; people new to the list;
    the part that friends brought. `open_petitions` take names now; `won` were granted in the period."""

    period: Period
    signatures: int
    before: int
    new_people: int
    friends: Rate
    open_petitions: int
    won: int


def last_days(now: dt.datetime) -> Period:
    """Thirty whole days in UTC, until yesterday: what is over does not move while it is looked at."""
    yesterday = now.astimezone(dt.UTC).date() - dt.timedelta(days=1)
    return Period.of_days(yesterday - DAYS + dt.timedelta(days=1), yesterday)


def lately(pages: QuerySet[Page], now: dt.datetime) -> Lately:
    """Of `pages`, in eight short queries."""
    period = last_days(now)
    journal, before = read(pages, period), read(pages, period.before)
    won = Outcome.objects.filter(period.days("on"), petition__in=pages.values("pk"), state=State.WON)
    return Lately(
        period=period,
        signatures=journal.total,
        before=before.total,
        new_people=sum(hour.new_people for hour in journal.hours),
        friends=Rate(*through_friends(journal)),
        open_petitions=pages.open(now).filter(kind=Page.Kind.PETITION).count(),  # type: ignore[attr-defined]
        won=won.count(),
    )
