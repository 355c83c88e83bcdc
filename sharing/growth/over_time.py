"""Signatures over time, from the growth journal: by the hour at first, by the day afterwards."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.clock import hour_of
from sharing.growth.journal import Journal

FIRST_HOURS = 72
MOST_DAYS = 120  # a longer story is told in weeks: a bar must stay wide enough to be seen
_HOUR = dt.timedelta(hours=1)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Confirmed signatures from `start` until before `end` (UTC), and all there were by then."""

    start: dt.datetime
    end: dt.datetime
    signatures: int
    total: int


def by_hour(journal: Journal, start: dt.datetime, now: dt.datetime, hours: int = FIRST_HOURS) -> list[Span]:
    """The first `hours` whole hours from the one that `start` lies in, as far as they have begun."""
    first = hour_of(start)
    last = min(first + hours * _HOUR, hour_of(now) + _HOUR)
    edges = [first + place * _HOUR for place in range(int((last - first) / _HOUR) + 1)]
    return _spans(journal, edges)


def by_day(journal: Journal, start: dt.datetime, now: dt.datetime) -> list[Span]:
    """Each day in UTC from `start` to today; weeks when there are more than 120 days."""
    first = hour_of(start).replace(hour=0)
    step = _DAY if now - first <= MOST_DAYS * _DAY else 7 * _DAY
    edges = [first]
    while edges[-1] <= now:
        edges.append(edges[-1] + step)
    return _spans(journal, edges)


def hours_to(journal: Journal, start: dt.datetime, goal: int) -> int | None:
    """Hours from `start` to the end of the hour in which signature number `goal` came; None: not yet."""
    total = 0
    for hour in journal.hours:
        total += hour.signatures
        if total >= goal:
            return max(int((hour.hour - hour_of(start)) / _HOUR) + 1, 1)
    return None


def busiest(spans: Sequence[Span]) -> Span | None:
    """The span with most signatures, the earliest of equals; None when there were none at all."""
    most = max(spans, key=lambda span: span.signatures, default=None)
    return most if most and most.signatures > 0 else None


def _spans(journal: Journal, edges: Sequence[dt.datetime]) -> list[Span]:
    """The journal's hours laid into the spans between `edges`; what came before them is in the totals."""
    amounts = [0] * (len(edges) - 1)
    total = 0
    for hour in journal.hours:
        place = bisect_right(edges, hour.hour) - 1
        if place < 0:
            total += hour.signatures
        elif place < len(amounts):
            amounts[place] += hour.signatures
    spans = []
    for start, end, amount in zip(edges, edges[1:], amounts, strict=False):
        total += amount
        spans.append(Span(start, end, amount, total))
    return spans
