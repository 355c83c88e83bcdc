"""The four pictures of a report, drawn from what it shows: no bar tells more than its number."""

import datetime as dt
from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from causes.regions import name_of
from sharing import charts
from sharing.charts import palette
from sharing.growth import drawing, rippling
from sharing.growth.channels import label_of
from sharing.growth.figures import whole
from sharing.growth.over_time import Span
from sharing.reports.counting import Counted

MOST_BARS = 10


def growth(told: Counted, marks: Sequence[dt.datetime], words: charts.Words) -> list[SafeString]:
    """For a desk and for a phone; `marks` are numbered in their order."""
    found, total = [], 0
    for start, end, amount in told.spans:
        total += amount
        found.append(Span(dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end), amount, total))
    if not total:
        return []
    a_day_later = found[-1].end + dt.timedelta(days=1)  # no "last 24 hours": it is over
    return drawing.over_days(found, a_day_later, None, words, marks)


def ripple(told: Counted, organisation: str, words: charts.Words) -> SafeString:
    """Ink is who was reached directly, teal whom people brought."""
    rings: list[int] = list(told.generations)
    if len(rings) > charts.MOST_RINGS:
        rings = [*rings[: charts.MOST_RINGS - 1], sum(rings[charts.MOST_RINGS - 1 :])]
    drawn = [
        charts.Ring(whole(n), [charts.Arc("direct" if place == 0 else palette.TEAL, n)])
        for place, n in enumerate(rings)
    ]
    key = [
        ("direct", f"{_('Directly')} · {whole(rings[0])}"),
        (palette.TEAL, f"{_('By friends')} · {whole(sum(rings[1:]))}"),
    ]
    return charts.ripple(drawn, key, rippling.initials(organisation), words)


def channels(told: Counted, words: charts.Words) -> SafeString:
    return charts.bars(
        [charts.Bar(label, n, whole(n), colour) for label, n, colour in channel_rows(told)], words
    )


def regions(told: Counted, words: charts.Words) -> SafeString:
    return charts.bars(
        [charts.Bar(label, n, whole(n), colour) for label, n, colour in region_rows(told)], words
    )


def channel_rows(told: Counted) -> list[tuple[str, int, str]]:
    """(label, signatures, colour) of each bar."""
    rows = [(label_of(channel), n, palette.group_of(channel)) for channel, n in told.channels]
    return _with_rest(rows, told.other_channels, _("Other ways"))


def region_rows(told: Counted) -> list[tuple[str, int, str]]:
    known = [(name_of(code), n, palette.TEAL) for code, n in told.regions if code]
    rows = _with_rest(known, told.other_regions, _("Elsewhere"))
    unknown = dict(told.regions).get("", 0)
    return [*rows, (_("Not known"), unknown, palette.QUIET)] if unknown else rows


def _with_rest(rows: list[tuple[str, int, str]], others: int, label: str) -> list[tuple[str, int, str]]:
    """At most ten bars; what is too small for a bar of its own is one together."""
    rest = others + sum(n for _label, n, _colour in rows[MOST_BARS:])
    return [*rows[:MOST_BARS], (label, rest, palette.QUIET)] if rest else rows
