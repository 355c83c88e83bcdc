"""How fast names come, from the growth journal: to the whole hour, because that is what it keeps."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.clock import hour_of
from sharing.growth.journal import Hour, Journal
from sharing.growth.over_time import Span, by_hour, hours_to

MILESTONES = (100, 300, 1000)
FIRST = 10  # hours: what a start is judged by
PEAK = dt.timedelta(hours=6)
_HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Peak:
    """The six hours in a row, from `start` (UTC), that brought most: `signatures` of them."""

    start: dt.datetime
    signatures: int


@dataclass(frozen=True)
class Speed:
    """Of one page since it opened. `hours_to` holds 100, 300 and 1,000 confirmed signatures, None: not yet.

    `first_hours` are the first ten, as far as they have begun. `half_life` is the hours from the busiest
    one to the first that brought half of it or less; None while none did.
    """

    hours_to: dict[int, int | None]
    first_hours: list[Span]
    peak: Peak | None
    half_life: int | None

    @property
    def first_ten(self) -> int:
        return sum(span.signatures for span in self.first_hours)


def speed(journal: Journal, start: dt.datetime, now: dt.datetime) -> Speed:
    """`start` is when the page opened, or its first counted hour."""
    return Speed(
        hours_to={number: hours_to(journal, start, number) for number in MILESTONES},
        first_hours=by_hour(journal, start, now, FIRST),
        peak=peak_window(journal.hours),
        half_life=half_life(journal.hours, now),
    )


def peak_window(hours: Sequence[Hour], length: dt.timedelta = PEAK) -> Peak | None:
    """The hours in a row that brought most, the earliest of equals; None when there was nothing."""
    best, total, first = None, 0, 0
    for hour in hours:
        total += hour.signatures
        while hours[first].hour <= hour.hour - length:
            total -= hours[first].signatures
            first += 1
        if total > (best.signatures if best else 0):
            best = Peak(hours[first].hour, total)
    return best


def half_life(hours: Sequence[Hour], now: dt.datetime) -> int | None:
    """Hours from the busiest one to the first whole hour after it with half as many or fewer."""
    busiest = max(hours, key=lambda hour: hour.signatures, default=None)
    if busiest is None or busiest.signatures <= 0:
        return None
    amounts = {hour.hour: hour.signatures for hour in hours}
    moment = busiest.hour + _HOUR
    while moment < hour_of(now):
        if 2 * amounts.get(moment, 0) <= busiest.signatures:
            return int((moment - busiest.hour) / _HOUR)
        moment += _HOUR
    return None
