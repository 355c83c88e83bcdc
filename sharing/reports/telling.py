"""A report in words: what its page, its PDF and its CSV file print, in the language that is active."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sharing import charts
from sharing.growth.figures import percent, whole
from sharing.models import Report
from sharing.reports import figures, pictures
from sharing.reports.counting import Counted
from sharing.reports.figures import Fact
from sharing.reports.results import Happening, Result, results, victories
from sharing.reports.small import LEAST

MOST_MARKS = 9


@dataclass(frozen=True)
class Picture:
    """One of the four: its finding as a heading, the drawings (a wide one first where there are two), the
    same as rows of (words, number), the bare `amounts` of these; `notes` say what its marks are."""

    name: str
    heading: str
    finding: str
    drawings: Sequence[SafeString]
    columns: tuple[str, str]
    rows: Sequence[tuple[str, str]]
    amounts: Sequence[int] = ()
    notes: Sequence[str] = ()


@dataclass
class Told:
    """All that is printed, in its order. Every fact carries how it is counted."""

    report: Report
    counted: Counted
    title: str
    period: str
    as_of: str
    results: list[Result]
    cover: list[Fact]
    connectivity: list[Fact]
    health: list[Fact]
    growth: Picture
    ripple: Picture
    channels: Picture
    regions: Picture
    links: list[tuple[str, str, str]]
    more_links: int
    marks: list[dt.datetime]
    places: list[Fact] = field(default_factory=list)

    @property
    def facts(self) -> list[Fact]:
        """Each once, in the order of the page: what the method has to explain."""
        every = [*self.cover, *self.connectivity, *self.health, *self.places]
        return list({fact.key: fact for fact in every}.values())

    @property
    def other_pages(self) -> str:
        """Signatures of the pages that have too few of them to be told alone; "" when there are none."""
        return whole(self.counted.other_pages) if self.counted.other_pages else ""

    @property
    def has_legislation(self) -> bool:
        return any(result.asks for result in self.results)


def told(report: Report) -> Told:
    """`report` must have been counted."""
    counted = Counted.of(report.counted or {})
    found = results(report, counted, get_language() or report.language)
    won, marked = victories(found), _marked(found)
    return Told(
        report=report,
        counted=counted,
        title=report.title or report.organisation.name,
        period=period_words(report.starts_on, report.ends_on),
        as_of=date_format(report.counted_at, "DATETIME_FORMAT") if report.counted_at else "",
        results=found,
        cover=figures.cover(counted, won),
        connectivity=figures.connectivity(counted),
        health=figures.health(counted),
        places=figures.places(counted),
        growth=_growth(counted, marked),
        ripple=_ripple(report, counted),
        channels=_channels(counted),
        regions=_regions(counted),
        links=[(label, few(direct), whole(n)) for label, direct, n in counted.links],
        more_links=counted.more_links,
        marks=[_noon(one.on) for one, _result in marked],
    )


def few(number: int | None) -> str:
    """1,241; "<5" for a few people."""
    return f"<{LEAST}" if number is None or 0 < number < LEAST else whole(number)


def period_words(first: dt.date, last: dt.date) -> str:
    """`November 1, 2026 – November 30, 2026`."""
    return f"{date_format(first)} – {date_format(last)}"


def _marked(found: Sequence[Result]) -> list[tuple[Happening, Result]]:
    """What stands on the time axis: the latest nine, in order."""
    every = [(one, result) for result in found for one in result.happenings]
    return sorted(every, key=lambda each: each[0].on)[-MOST_MARKS:]


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12, tzinfo=dt.UTC))


def _growth(told: Counted, marked: Sequence[tuple[Happening, Result]]) -> Picture:
    finding = _growth_words(told)
    reading = _("Line: confirmed signatures of the period, added up. Bars: what each stretch of it brought.")
    words = charts.Words("growth", finding, reading)
    return Picture(
        "growth",
        _("Signatures over time"),
        finding,
        pictures.growth(told, [_noon(one.on) for one, _result in marked], words),
        (_("From (UTC)"), _("Signatures")),
        [(_span_words(start), few(n)) for start, _end, n in told.spans],
        [n for _start, _end, n in told.spans],
        [
            f"{date_format(one.on, 'MONTH_DAY_FORMAT')}: {one.label} · {result.title}"
            for one, result in marked
        ],
    )


def _span_words(start: str) -> str:
    return date_format(dt.datetime.fromisoformat(start).date())


def _growth_words(told: Counted) -> str:
    if not told.signatures:
        return (
            _("Too few signatures for a picture")
            if told.signatures is None
            else _("No signature in this time")
        )
    words = ngettext("%(n)s confirmed signature", "%(n)s confirmed signatures", told.signatures)
    said = words % {"n": whole(told.signatures)}
    if not told.before or told.before >= told.signatures:
        return said
    return _("%(said)s, %(before)s in the same time before") % {"said": said, "before": whole(told.before)}


def _ripple(report: Report, told: Counted) -> Picture:
    rings = told.generations
    finding = _ripple_words(told)
    reading = _("Each ring is a generation, from the inside out; the thicker, the more signatures.")
    words = charts.Words("ripple", finding, reading)
    drawn = [pictures.ripple(told, report.organisation.name, words)] if len(rings) > 1 else []
    rows = [(figures.generation_words(place, told), few(n)) for place, n in enumerate(rings, start=1)]
    columns = (_("Generation"), _("Signatures"))
    return Picture("ripple", _("The ripple"), finding, drawn, columns, rows if drawn else [], rings)


def _ripple_words(told: Counted) -> str:
    if told.amplification is not None:
        return _("Each person reached directly became %(number)s signatures") % {
            "number": figures.ratio(told.amplification)
        }
    return _("Too few came through friends for a picture")


def _channels(told: Counted) -> Picture:
    rows = pictures.channel_rows(told)
    finding = (
        _largest(rows[0][0], rows[0][1], told.signatures) if told.channels else _("Too few to tell apart")
    )
    words = charts.Words("channels", finding, _("The button or the link that somebody came by."))
    return Picture(
        "channels",
        _("How people came"),
        finding,
        [pictures.channels(told, words)] if told.channels else [],
        (_("Came through"), _("Signatures")),
        [(label, whole(n)) for label, n, _colour in rows] if told.channels else [],
        [n for _label, n, _colour in rows],
    )


def _regions(told: Counted) -> Picture:
    named = [(code, n) for code, n in told.regions if code]
    rows = pictures.region_rows(told)
    unknown = dict(told.regions).get("", 0)
    known = (told.signatures or 0) - unknown
    finding = _largest(rows[0][0], rows[0][1], known) if named else _("Too few of one region to name it")
    reading = _("The region of the postcode that people gave.")
    if pictures.region_map(told).maps:
        reading = f"{reading} {_('Each square is a state, equal in size; the darker, the more signatures.')}"
    words = charts.Words("regions", finding, reading)
    return Picture(
        "regions",
        _("Places"),
        finding,
        [pictures.regions(told, words)] if named else [],
        (_("Region"), _("Signatures")),
        [(label, whole(n)) for label, n, _colour in rows] if named else [],
        [n for _label, n, _colour in rows],
    )


def _largest(label: str, part: int, all_: int | None) -> str:
    """`Direct: 62% of signatures`."""
    if not all_:
        return label
    return _("%(label)s: %(part)s of signatures") % {"label": label, "part": percent(part / all_)}
