"""Figures of how fast it grows: the first ten hours as columns, and numbers that need no picture."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sharing import charts
from sharing.growth import drawing, examples, findings
from sharing.growth.figures import Column, Figure, Headline, Table, hour_words, whole
from sharing.growth.numbers import ENOUGH
from sharing.growth.speed import FIRST, Speed
from sharing.growth.story import Story

# Where a start can be compared: petitions that went on to 100,000 signatures in the United Kingdom had
# 3,000 on average after ten hours.
_OF_THE_GREAT = 3000


def first_ten(story: Story) -> Figure:
    """The hours by which a start is judged, one column each."""
    told = story.speed
    is_example = story.is_empty and not (story.petition and story.petition.published_at)
    shown = examples.first_hours() if is_example else told.first_hours
    reading = _(
        "Confirmed signatures of each hour after opening; the yellow one is running. British petitions that "
        "reached 100,000 had about %(great)s after ten hours. Growth journal."
    ) % {"great": whole(_OF_THE_GREAT)}
    running = not is_example and story.now < told.first_hours[-1].end
    pillars = [
        charts.Pillar(
            str(place + 1),
            shown[place].signatures if place < len(shown) else None,
            whole(shown[place].signatures) if place < len(shown) else "",
            running and place == len(shown) - 1,
        )
        for place in range(FIRST)
    ]
    finding = findings.nothing_yet() if is_example else _first_words(told, running)
    table = Table(
        [
            Column("hour", _("Hour"), "number"),
            Column("from_utc", _("From (UTC)"), "hour"),
            Column("signatures", _("Signatures"), "number"),
        ],
        [
            (place, span.start, span.signatures)
            for place, span in enumerate([] if is_example else shown, start=1)
        ],
    )
    words = drawing.words_of("first_ten", finding, reading, is_example)
    pictures = [charts.columns(pillars, words)]
    return Figure("first_ten", _("The first ten hours"), finding, reading, table, pictures, is_example, True)


def _first_words(told: Speed, running: bool) -> str:
    """Counts only: no share, no rate, so that they are said from the first signature on."""
    hours = len(told.first_hours)
    values = {"number": whole(told.first_ten), "hour": hours}
    if running:
        words = ngettext(
            "%(number)s signature, and hour %(hour)s of ten is running",
            "%(number)s signatures, and hour %(hour)s of ten is running",
            told.first_ten,
        )
    else:
        words = ngettext(
            "%(number)s signature in the first ten hours",
            "%(number)s signatures in the first ten hours",
            told.first_ten,
        )
    return words % values


def speed(story: Story) -> Figure:
    """Hours to 100, 300 and 1,000; the best six; how long attention lasts; today and yesterday."""
    rows = _rows(story)
    finding = findings.too_few() if story.journal.total < ENOUGH else _speed_words(story.speed)
    return Figure(
        "speed",
        _("Speed"),
        finding,
        _("Confirmed signatures by whole hours (UTC), counted from opening. Growth journal."),
        Table(
            [
                Column("measure", _("Measure")),
                Column("value", _("Value"), "number"),
                Column("note", _("What it says")),
            ],
            rows if story.journal.total else [],
        ),
        facts=[Headline(label, "–" if value is None else whole(value), note) for label, value, note in rows],
        is_wide=True,
    )


def _speed_words(told: Speed) -> str:
    """The best six hours, whatever else there is."""
    if told.peak is None:
        return findings.too_few()
    return _("The best six hours brought %(number)s signatures") % {"number": whole(told.peak.signatures)}


def _rows(story: Story) -> list[tuple[str, int | None, str]]:
    told, numbers = story.speed, story.numbers
    reached = [
        (
            _("Hours to %(number)s") % {"number": whole(number)},
            hours,
            _("signatures") if hours else _("not yet"),
        )
        for number, hours in told.hours_to.items()
    ]
    peak = told.peak
    yesterday = _("%(number)s in the 24 before") % {"number": whole(numbers.day_before)}
    return [
        *reached,
        (
            _("Best six hours"),
            peak.signatures if peak else None,
            _("from %(hour)s") % {"hour": hour_words(peak.start)} if peak else "",
        ),
        (_("Half-life"), told.half_life, _("hours from the busiest to one with half of it")),
        (_("Last 24 hours"), numbers.last_day, yesterday),
    ]
