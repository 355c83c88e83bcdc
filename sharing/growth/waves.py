"""Figures of how it grows: over time, by generation, as rings."""

import datetime as dt

from django.utils.translation import gettext as _

from sharing.growth import drawing, examples, findings
from sharing.growth.figures import Column, Figure, Table, day_words
from sharing.growth.over_time import Span
from sharing.growth.story import Story


def days(story: Story) -> Figure:
    """Signatures over time, by the day."""
    empty = story.is_empty
    spans = examples.spans(dt.timedelta(days=1)) if empty else story.days
    finding = findings.nothing_yet() if empty else findings.days(story.journal, spans)
    reading = _(
        "Line: all confirmed signatures so far. Bars: those of each day, in UTC. The yellow strip is the "
        "last 24 hours. Read from the growth journal."
    )
    goal = story.petition.goal if story.petition and not empty else None
    words = drawing.words_of("days", finding, reading, empty)
    events = [] if empty else [event for event in story.events if spans[0].start <= event.at <= story.now]
    end = spans[-1].end if empty else story.now
    pictures = drawing.over_days(spans, end, goal, words, [event.at for event in events])
    table = _span_table([] if empty else spans, "day")
    notes = [f"{day_words(event.at)}: {event.words}" for event in events]
    return Figure("days", _("Day by day"), finding, reading, table, pictures, empty, True, notes=notes)


def hours(story: Story) -> Figure:
    """A petition's first three days by the hour; an organisation's latest three."""
    empty = story.is_empty
    spans = examples.spans(dt.timedelta(hours=3)) if empty else story.hours
    if story.petition:
        heading, latest = _("The first 72 hours"), None
        finding = findings.first_hours(story.journal, spans, story.start)
        reading = _(
            "Line: all confirmed signatures so far. Bars: those of each hour after publishing. "
            "Growth journal."
        )
    else:
        heading, latest = _("The last 72 hours"), spans[-1].end if empty else story.now
        finding = findings.last_hours(sum(span.signatures for span in spans))
        reading = _(
            "Line: confirmed signatures of these hours, added up. Bars: each hour, in UTC. Growth journal."
        )
    finding = findings.nothing_yet() if empty else finding
    pictures = drawing.over_hours(spans, drawing.words_of("hours", finding, reading, empty), latest)
    return Figure(
        "hours", heading, finding, reading, _span_table([] if empty else spans, "hour"), pictures, empty, True
    )


def _span_table(spans: list[Span], kind: str) -> Table:
    columns = [
        Column("from_utc", _("From (UTC)"), kind),
        Column("signatures", _("Signatures"), "number"),
        Column("total", _("All so far"), "number"),
    ]
    return Table(columns, [(span.start, span.signatures, span.total) for span in spans])


def generations(story: Story) -> Figure:
    """Bars by generation, with K from each to the next."""
    empty = story.is_empty
    sizes = examples.generations() if empty else story.generations
    finding = findings.nothing_yet() if empty else findings.spread(story.journal, sizes)
    reading = _(
        "Generation 1 came without a friend's link; each later one through somebody of the one before. "
        "K: confirmed signatures of the next generation for each of this one. Growth journal."
    )
    table = Table(
        [
            Column("generation", _("Generation"), "number"),
            Column("signatures", _("Signatures"), "number"),
            Column("k", _("Each brought (K)"), "ratio"),
        ],
        [] if empty else [(size.number, size.signatures, size.brings) for size in sizes],
    )
    picture = drawing.generations(sizes, drawing.words_of("generations", finding, reading, empty))
    return Figure("generations", _("Generations"), finding, reading, table, [picture], empty)
