"""From answers to pictures: which chart an answer becomes, with its words and colours."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sharing import charts
from sharing.charts import palette
from sharing.growth.channels import ChannelShare
from sharing.growth.connectors import Connectors
from sharing.growth.figures import day_tick, day_words, hour_words, percent, ratio, whole
from sharing.growth.links import LinkRow
from sharing.growth.numbers import ENOUGH
from sharing.growth.over_time import Span, busiest
from sharing.growth.spread import Generation

_HOUR = dt.timedelta(hours=1)
_TICKS = 8
_MOST_BARS = 8
Words = charts.Words


def words_of(ident: str, finding: str, reading: str, example: bool) -> Words:
    """What a picture says: the finding as its title, how to read it as its description."""
    return Words(ident, finding, reading, _("example") if example else "")


def over_days(
    spans: Sequence[Span],
    now: dt.datetime,
    goal: int | None,
    words: Words,
    marks: Sequence[dt.datetime] = (),
) -> list[SafeString]:
    """Bars and step line by day, for a desk and for a phone; `marks` are numbered in their order."""
    each = max(-(-len(spans) // _TICKS), 1)
    ticks = [charts.Tick(_at(spans, span.start), day_tick(span.start)) for span in spans[::each]]
    drawn = replace(_steps(spans, ticks, day_words, goal, now), marks=[_at(spans, at) for at in marks])
    return _both(drawn, words)


def over_hours(spans: Sequence[Span], words: Words, now: dt.datetime | None = None) -> list[SafeString]:
    """The same by hour: `now` when these are the latest hours; else they count from publishing."""
    if now:
        spans = _from_zero(spans)
        ticks = [charts.Tick(_at(spans, span.start), hour_words(span.start)) for span in spans[::12]]
        return _both(_steps(spans, ticks, hour_words, None, now), words)
    ticks = [charts.Tick(hours, _("%(hours)s h") % {"hours": hours}) for hours in range(0, 73, 12)]
    return _both(_steps(spans, ticks, hour_words, None, reach=72), words)


def _steps(
    spans: Sequence[Span],
    ticks: Sequence[charts.Tick],
    name: Callable[[dt.datetime], str],
    goal: int | None,
    now: dt.datetime | None = None,
    reach: float = 0,
) -> charts.Steps:
    peak = busiest(spans)
    end = min(spans[-1].end, now) if now else spans[-1].end
    edges = [_at(spans, span.start) for span in spans] + [_at(spans, end)]
    return charts.Steps(
        edges=edges,
        amounts=[span.signatures for span in spans],
        before=spans[0].total - spans[0].signatures,
        end=max(edges[-1], reach),
        ticks=ticks,
        total_words=whole(spans[-1].total),
        peak_words=f"{whole(peak.signatures)} · {name(peak.start)}" if peak else "",
        recent_from=_at(spans, now - 24 * _HOUR) if now else None,
        goal=(goal, _("goal %(number)s") % {"number": whole(goal)}) if goal else None,
    )


def _from_zero(spans: Sequence[Span]) -> list[Span]:
    """The same with totals that begin here: what came in these hours, not on top of years."""
    before = spans[0].total - spans[0].signatures
    return [replace(span, total=span.total - before) for span in spans]


def _at(spans: Sequence[Span], moment: dt.datetime) -> float:
    """Hours since the picture's left edge."""
    return (moment - spans[0].start) / _HOUR


def _both(steps: charts.Steps, words: Words) -> list[SafeString]:
    narrow = Words(f"{words.ident}-narrow", words.title, words.description, words.example)
    return [charts.steps(steps, words, wide=True), charts.steps(steps, narrow, wide=False)]


def generation_name(number: int) -> str:
    return _("Generation %(number)s") % {"number": number}


def generations(sizes: Sequence[Generation], words: Words) -> SafeString:
    everybody = sum(size.signatures for size in sizes)
    drawn, later = sizes[:_MOST_BARS], sum(size.signatures for size in sizes[_MOST_BARS:])
    rows = [
        charts.Bar(generation_name(size.number), size.signatures, _amount(size.signatures, everybody))
        for size in drawn
    ]
    between = [_brings(size) for size in drawn[:-1]]
    if later:
        rows.append(charts.Bar(_("All later ones"), later, _amount(later, everybody)))
    return charts.chain(rows, between, words)


def _brings(size: Generation) -> str:
    if size.signatures < ENOUGH or size.brings is None:
        return _("K: too few to say (needs %(number)s)") % {"number": ENOUGH}
    return _("each brought %(k)s (K)") % {"k": ratio(size.brings)}


def _amount(part: int, everybody: int) -> str:
    """`412 · 38%`; the share only where there are enough for one."""
    return f"{whole(part)} · {percent(part / everybody)}" if everybody >= ENOUGH else whole(part)


def channels(mix: Sequence[ChannelShare], words: Words) -> SafeString:
    everybody = sum(channel.signatures for channel in mix)
    rows = [
        charts.Bar(
            channel.label,
            channel.signatures,
            _amount(channel.signatures, everybody),
            palette.group_of(channel.channel),
        )
        for channel in mix
    ]
    return charts.bars(rows, words)


def connectors(found: Connectors, words: Words) -> SafeString:
    rows = [_stacked(person.name, person.direct, person.downstream) for person in found.named]
    return charts.bars(rows, words)


def links(rows: Sequence[LinkRow], words: Words) -> SafeString:
    return charts.bars(
        [_stacked(link_name(row), row.direct, row.downstream, palette.MAGENTA) for row in rows], words
    )


def link_name(row: LinkRow) -> str:
    if row.kind:
        return row.label
    return ngettext("%(number)s more link", "%(number)s more links", row.links) % {"number": row.links}


def _stacked(label: str, direct: int, downstream: int, colour: str = palette.TEAL) -> charts.Bar:
    """The full colour is direct; the lighter part are those who came through them, further down."""
    further = max(downstream - direct, 0)
    note = f"{whole(direct)} + {whole(further)}" if further else whole(direct)
    return charts.Bar(label, direct, note, colour, further)
