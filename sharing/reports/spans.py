"""A period cut into days, weeks or months, none of which shows fewer than five people."""

import datetime as dt

from sharing.growth.journal import Journal
from sharing.growth.period import Period
from sharing.reports.small import LEAST

Span = tuple[dt.datetime, dt.datetime, int]
_DAYS, _WEEKS = dt.timedelta(days=45), dt.timedelta(days=366)


def spans(journal: Journal, period: Period) -> list[Span]:
    """(start, end, signatures), in order and without a gap. A span with too few is added to the next; the
    last of all to the one before."""
    edges = _edges(period)
    amounts = [0] * (len(edges) - 1)
    place = 0
    for hour in journal.hours:
        while hour.hour >= edges[place + 1]:
            place += 1
        amounts[place] += hour.signatures
    return _joined(list(zip(edges, edges[1:], amounts, strict=False)))


def _edges(period: Period) -> list[dt.datetime]:
    length = period.end - period.start
    edges = [period.start]
    while edges[-1] < period.end:
        if length <= _WEEKS:
            following = edges[-1] + dt.timedelta(days=1 if length <= _DAYS else 7)
        else:
            following = (edges[-1].replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        edges.append(min(following, period.end))
    return edges


def _joined(cut: list[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end, amount in cut:
        if found and 0 < found[-1][2] < LEAST:
            start, amount = found[-1][0], amount + found.pop()[2]
        found.append((start, end, amount))
    while len(found) > 1 and 0 < found[-1][2] < LEAST:
        (start, _middle, before), (_start, end, last) = found[-2], found[-1]
        found[-2:] = [(start, end, before + last)]
    return found
