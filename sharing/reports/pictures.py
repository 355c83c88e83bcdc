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
from sharing.growth.mapping import Mapped, mapped
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
    """A map where a country has one; else bars."""
    found = region_map(told)
    if found.maps:
        return charts.tiles(found.maps, [(label, whole(n)) for label, n in beside_map(told)], words)
    return charts.bars(
        [charts.Bar(label, n, whole(n), colour) for label, n, colour in region_rows(told)], words
    )


def region_map(told: Counted) -> Mapped:
    return mapped({code: n for code, n in told.regions if code})


def beside_map(told: Counted) -> list[tuple[str, int]]:
    """(label, signatures) of what has no square: other countries, small ones together, no region."""
    sizes = dict(told.regions)
    named = [(name_of(code), sizes[code], palette.TEAL) for code in region_map(told).elsewhere]
    rows = _with_rest(named, told.other_regions, _("Elsewhere"))
    return [(label, n) for label, n, _colour in [*rows, *_unknown(told)]]


def channel_rows(told: Counted) -> list[tuple[str, int, str]]:
    """(label, signatures, colour) of each bar."""
    rows = [(label_of(channel), n, palette.group_of(channel)) for channel, n in told.channels]
    return _with_rest(rows, told.other_channels, _("Other ways"))


def region_rows(told: Counted) -> list[tuple[str, int, str]]:
    """Regions that are named, all of them where a map shows them, then what is not named."""
    most = len(told.regions) if region_map(told).maps else MOST_BARS
    return [*_with_rest(_named(told), told.other_regions, _("Elsewhere"), most), *_unknown(told)]


def _named(told: Counted) -> list[tuple[str, int, str]]:
    return [(name_of(code), n, palette.TEAL) for code, n in told.regions if code]


def _unknown(told: Counted) -> list[tuple[str, int, str]]:
    unknown = dict(told.regions).get("", 0)
    return [(_("Not known"), unknown, palette.QUIET)] if unknown else []


def _with_rest(
    rows: list[tuple[str, int, str]], others: int, label: str, most: int = MOST_BARS
) -> list[tuple[str, int, str]]:
    """At most so many; what is too small to stand alone is one together."""
    rest = others + sum(n for _label, n, _colour in rows[most:])
    return [*rows[:most], (label, rest, palette.QUIET)] if rest else rows
