"""A report as a PDF: the same words and numbers as its page, in the same order, for a board's table."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from fpdf.enums import XPos, YPos

from petitions.handover.sheet import EDGE, HAIR, INK, INK_2, MAGENTA, SUN, Sheet
from sharing.models import Report
from sharing.reports import paper_charts, paper_map, pictures
from sharing.reports.figures import Fact
from sharing.reports.results import Result
from sharing.reports.telling import Picture, Told, told

PAPERS = ("letter", "a4")


def print_report(report: Report, paper: str) -> bytes:
    """The bytes, in the active language; `paper` is one of PAPERS, else the first."""
    found = told(report)
    foot = f"{report.organisation} · {found.period} · {_('data as of %(when)s UTC') % {'when': found.as_of}}"
    sheet = Sheet(paper if paper in PAPERS else PAPERS[0], found.title, foot)
    sheet.add_page()
    _cover(sheet, found)
    _results(sheet, found)
    _connectivity(sheet, found)
    _section(sheet, _("Health"), _("Whether it is alive, and whether people stay."))
    _facts(sheet, found.health, 3)
    _places(sheet, found)
    for heading, words in ((_("What we learned"), report.learned), (_("What comes next"), report.next)):
        if words:
            _section(sheet, heading)
            _text(sheet, words)
    _method(sheet, found)
    return bytes(sheet.output())


def _cover(sheet: Sheet, found: Told) -> None:
    report = found.report
    sheet.write_in(10, ink=INK_2)
    sheet.line_of(str(report.organisation) + (f" · {report.title}" if report.title else ""), 6)
    if report.organisation.is_demo:
        sheet.line_of(_("Demo: made-up people and numbers"), 5)
    sheet.ln(3)
    sheet.write_in(23 if len(report.outcome) < 120 else 17, bold=True)
    sheet.paragraphs(report.outcome, 9.4 if len(report.outcome) < 120 else 7.2)
    sheet.set_fill_color(SUN)
    sheet.rect(EDGE, sheet.get_y() - 2, 34, 2.2, style="F")
    sheet.ln(4)
    sheet.write_in(10)
    sheet.line_of(found.period, 6)
    sheet.ln(3)
    _facts(sheet, found.cover, 4, size=22)


def _section(sheet: Sheet, heading: str, lead: str = "", room: float = 45) -> None:
    """A heading that never stands alone at the foot of a page."""
    sheet.ln(4)
    _keep(sheet, room)
    sheet.set_draw_color(INK)
    sheet.set_line_width(0.6)
    sheet.line(EDGE, sheet.get_y(), sheet.w - EDGE, sheet.get_y())
    sheet.ln(2)
    sheet.write_in(16, bold=True)
    sheet.line_of(heading, 8)
    if lead:
        _text(sheet, lead, 10, INK_2)
    sheet.ln(1)


def _facts(sheet: Sheet, facts: Sequence[Fact], columns: int, size: float = 17) -> None:
    """Side by side: label, value, note. A row is as high as its longest note."""
    wide = sheet.epw / columns
    for row in (facts[place : place + columns] for place in range(0, len(facts), columns)):
        _keep(sheet, 24)
        top, lowest = sheet.get_y(), 0.0
        for place, fact in enumerate(row):
            left = EDGE + place * wide
            sheet.set_xy(left, top)
            sheet.write_in(9, ink=INK_2)
            _lines(sheet, fact.label, 4, wide - 4)
            sheet.set_x(left)
            sheet.write_in(_fitting(sheet, fact.value, size, wide - 4), bold=True)
            sheet.cell(wide - 4, size * 0.45, sheet.plain(fact.value), new_x=XPos.LEFT, new_y=YPos.NEXT)
            sheet.write_in(8.5, ink=INK_2)
            if fact.note:
                _lines(sheet, fact.note, 3.8, wide - 4)
            lowest = max(lowest, sheet.get_y())
        sheet.set_y(lowest + 3)


def _fitting(sheet: Sheet, words: str, size: float, wide: float) -> float:
    """`size`, or smaller where the words would not fit."""
    sheet.write_in(size, bold=True)
    return min(size, size * (wide - 2) / max(sheet.get_string_width(sheet.plain(words)), 1))


def _results(sheet: Sheet, found: Told) -> None:
    _section(sheet, _("Results"))
    for result in found.results:
        _result(sheet, result)
    if found.other_pages:
        _quiet(sheet, f"{_('Pages with few signatures are counted together:')} {found.other_pages}")
    if found.counted.signatures:
        _titled(sheet, found.growth, 66)
        paper_charts.growth(sheet, found)
        for number, note in enumerate(found.growth.notes, start=1):
            _quiet(sheet, f"{number}. {note}")


def _result(sheet: Sheet, result: Result) -> None:
    _keep(sheet, 16)
    top = sheet.get_y()
    sheet.write_in(10, ink=INK_2)
    sheet.cell(0, 5.4, sheet.plain(result.signatures_words), align="R")
    sheet.set_xy(EDGE, top)
    sheet.write_in(11, bold=True)
    _lines(sheet, result.title, 5.4, sheet.epw - 38)
    _quiet(sheet, result.about)
    for one in result.happenings:
        _keep(sheet, 14)
        sheet.write_in(9.5, bold=True, ink=MAGENTA)
        sheet.line_of(f"{one.label} · {date_format(one.on)}", 5)
        _text(sheet, _shortened(one.words, 600), 9.5)
        if one.source:
            sheet.write_in(8, ink=INK_2)
            sheet.fitted(one.source, sheet.epw, 4)
            sheet.ln(5)
    sheet.ln(1.5)


def _shortened(words: str, letters: int) -> str:
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def _connectivity(sheet: Sheet, found: Told) -> None:
    lead = _("How the network grew: who was reached directly, and whom those people brought.")
    _section(sheet, _("Connectivity"), lead)
    _facts(sheet, found.connectivity, 4)
    if found.ripple.rows:
        _titled(sheet, found.ripple, 60)
        paper_charts.ripple(sheet, found)
    if found.channels.rows:
        _titled(sheet, found.channels, 12 + 6 * len(found.channels.rows))
        paper_charts.bars(sheet, found.channels)
    if found.links:
        _links(sheet, found)


def _links(sheet: Sheet, found: Told) -> None:
    sheet.ln(3)
    _keep(sheet, 24)
    sheet.write_in(11, bold=True)
    sheet.line_of(_("Partners and own links"), 6)
    sheet.write_in(8.5, ink=INK_2)
    sheet.cell(sheet.epw - 80, 5, sheet.plain(_("Link")))
    sheet.cell(30, 5, sheet.plain(_("Signed by it")), align="R")
    sheet.cell(50, 5, sheet.plain(_("With all whom they brought")), align="R")
    sheet.ln(5)
    sheet.set_draw_color(HAIR)
    sheet.set_line_width(0.2)
    for label, direct, downstream in found.links:
        _keep(sheet, 8)
        sheet.write_in(9.5)
        sheet.fitted(label, sheet.epw - 80, 5.6)
        sheet.cell(30, 5.6, direct, align="R")
        sheet.cell(50, 5.6, downstream, align="R")
        sheet.ln(5.6)
        sheet.line(EDGE, sheet.get_y(), sheet.w - EDGE, sheet.get_y())
    sheet.ln(1)
    _quiet(sheet, _("Since each link was made, not only in this time."))


def _places(sheet: Sheet, found: Told) -> None:
    _section(sheet, _("Places"))
    if found.regions.rows and pictures.region_map(found.counted).maps:
        _titled(sheet, found.regions, paper_map.height(found.counted))
        paper_map.draw(sheet, found.counted)
        sheet.ln(2)
    elif found.regions.rows:
        _titled(sheet, found.regions, 12 + 6 * len(found.regions.rows))
        paper_charts.bars(sheet, found.regions)
        sheet.ln(2)
    else:
        _text(sheet, found.regions.finding)
    _facts(sheet, found.places, 2)


def _method(sheet: Sheet, found: Told) -> None:
    _section(sheet, _("Method"))
    _text(
        sheet,
        _(
            "Counted once, %(when)s UTC, by the same functions as the organisation’s own dashboards; days "
            "are whole days in UTC. Only confirmed signatures that nobody took back."
        )
        % {"when": found.as_of},
    )
    _text(
        sheet,
        _(
            "No personal data is in this report. Groups of fewer than five people are shown as “<5”, regions "
            "of fewer than ten not by name, and what could be subtracted from a total is added to others."
        ),
    )
    for fact in found.facts:
        _keep(sheet, 10)
        top = sheet.get_y()
        sheet.write_in(8.5, bold=True)
        _lines(sheet, fact.label, 4, 42)
        below = sheet.get_y()
        sheet.set_xy(EDGE + 44, top)
        sheet.write_in(8.5, ink=INK_2)
        _lines(sheet, fact.how, 4, sheet.epw - 44)
        sheet.set_y(max(below, sheet.get_y()) + 1.6)
    if found.has_legislation:
        _legislation(sheet, found)


def _legislation(sheet: Sheet, found: Told) -> None:
    _keep(sheet, 20)
    sheet.ln(2)
    sheet.write_in(10, bold=True)
    sheet.line_of(_("Does it ask for a specific law?"), 6)
    for result in found.results:
        if result.is_petition:
            _text(sheet, f"{result.title}: {result.asks_words}", 9)
    _quiet(sheet, _("As the organisation sees it: a label, no legal advice."))


def _titled(sheet: Sheet, picture: Picture, room: float) -> None:
    """A picture's finding, on the same page as the picture."""
    sheet.ln(3)
    _keep(sheet, room + 12)
    sheet.write_in(9, ink=INK_2)
    sheet.line_of(picture.heading, 4.5)
    sheet.write_in(11.5, bold=True)
    _lines(sheet, picture.finding, 5.6, sheet.epw)
    sheet.ln(1)


def _quiet(sheet: Sheet, words: str) -> None:
    _text(sheet, words, 9, INK_2)


def _text(sheet: Sheet, words: str, size: float = 10, ink: str = INK) -> None:
    sheet.write_in(size, ink=ink)
    sheet.paragraphs(words, size * 0.47)


def _lines(sheet: Sheet, words: str, height: float, wide: float) -> None:
    """Words in as many lines as they need, from where the pen is."""
    sheet.multi_cell(wide, height, sheet.plain(words), align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)


def _keep(sheet: Sheet, room: float) -> None:
    """A new page where less than `room` millimetres are left."""
    if sheet.get_y() + room > sheet.h - EDGE - 4:
        sheet.add_page()
