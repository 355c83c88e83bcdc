"""How signatures bring signatures: generations, amplification and K, from growth and cohort journals."""

import datetime as dt
from dataclasses import dataclass

from causes.models.signed import Lag
from sharing.growth.journal import Journal

# A cohort is judged when everybody in it has had this long; the lag buckets end at these hours.
WINDOW = dt.timedelta(hours=72)
_BUCKETS = {Lag.HOUR: 1, Lag.SIX_HOURS: 6, Lag.DAY: 24, Lag.THREE_DAYS: 72}


@dataclass(frozen=True)
class Generation:
    """Generation 1 came without a friend's link. `brings` is K of this generation: how many confirmed
    signatures of the next one there are per signature of this; None for the last, which is unfinished."""

    number: int
    signatures: int
    brings: float | None


@dataclass(frozen=True)
class MaturedK:
    """Of a cohort that has had `WINDOW` to bring friends: its size, and whom it brought within that time."""

    cohort: int
    brought: int

    @property
    def k(self) -> float | None:
        return self.brought / self.cohort if self.cohort else None


def generations(journal: Journal) -> list[Generation]:
    """From 1 to the last that has a signature; empty when there is none."""
    sizes: dict[int, int] = {}
    for cell in journal.cells:
        sizes[cell.generation] = sizes.get(cell.generation, 0) + cell.signatures
    last = max((number for number, size in sizes.items() if size > 0), default=0)
    return [_generation(sizes, number, last) for number in range(1, last + 1)]


def _generation(sizes: dict[int, int], number: int, last: int) -> Generation:
    size = sizes.get(number, 0)
    brings = sizes.get(number + 1, 0) / size if number < last and size > 0 else None
    return Generation(number, size, brings)


def through_friends(journal: Journal, before: dt.datetime | None = None) -> tuple[int, int]:
    """(signatures of generation 2 and later, all signatures), of hours that began before `before`."""
    hours = [hour for hour in journal.hours if before is None or hour.hour < before]
    return sum(hour.friends for hour in hours), sum(hour.signatures for hour in hours)


def amplification(journal: Journal) -> float | None:
    """All signatures per signature of generation 1: what each person reached directly became."""
    sizes = generations(journal)
    return journal.total / sizes[0].signatures if sizes and sizes[0].signatures > 0 else None


def matured_k(journal: Journal, now: dt.datetime, window: dt.timedelta = WINDOW) -> MaturedK:
    """K of everybody confirmed in hours that were over `window` before `now`.

    `window` is 1, 6, 24 or 72 hours: the journal keeps lags in those buckets.
    """
    counted, youngest = counted_lags(window), youngest_hour(now, window)
    cohort = sum(hour.signatures for hour in journal.hours if hour.hour <= youngest)
    brought = sum(
        row.brought for row in journal.cohorts if row.parent_hour <= youngest and row.lag in counted
    )
    return MaturedK(cohort, brought)


def counted_lags(window: dt.timedelta = WINDOW) -> set[str]:
    """The buckets of lags that lie within `window`: 1, 6, 24 or 72 hours, else ValueError."""
    hours = int(window / dt.timedelta(hours=1))
    if hours not in _BUCKETS.values():
        raise ValueError(f"lags are kept up to 1, 6, 24 and 72 hours, not {hours}")
    return {str(lag) for lag, end in _BUCKETS.items() if end <= hours}


def youngest_hour(now: dt.datetime, window: dt.timedelta = WINDOW) -> dt.datetime:
    """The last journal hour whose everybody has had `window` by `now`."""
    return now - window - dt.timedelta(hours=1)


def median_lag(journal: Journal) -> str | None:
    """The bucket (`Lag`) in which the median of all times from a parent's confirmation to a friend's lies;
    None while nobody was brought."""
    sums: dict[str, int] = {}
    for row in journal.cohorts:
        sums[row.lag] = sums.get(row.lag, 0) + row.brought
    half, below = sum(sums.values()) / 2, 0
    for lag in Lag.values:
        below += sums.get(lag, 0)
        if below and below >= half:
            return str(lag)
    return None
