"""The kit as a PDF: a letter, the count and how it grew, places, reasons, and the names as promised."""

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from causes import speaking
from causes.models import Given
from petitions.handover.facts import Facts
from petitions.handover.sheet import EDGE, HAIR, INK_2, Sheet
from petitions.models import HandoverFile, Petition

_ROW = 5.2  # millimetres: one name
_COLUMNS = {Given.NAMES: 3, Given.POSTCODES: 2}


class Named(NamedTuple):
    """One line of the list; `postcode` is empty where it was not promised."""

    name: str
    postcode: str


class Part(NamedTuple):
    """What one file prints. `facts` only in the first; `first` is the place of its first name in the list."""

    petition: Petition
    file: HandoverFile
    facts: Facts | None
    names: Sequence[Named]
    first: int


def print_part(part: Part, now: dt.datetime) -> bytes:
    """The bytes of one PDF, in the language of its kit."""
    kit = part.file.kit
    with override(kit.language):
        words = speaking.said(part.petition, kit.language).text
        sheet = Sheet(kit.paper, words["title"], f"{words['title']} · {_day(part.petition, now)}")
        if part.facts:
            _cover(sheet, part, words, now)
            _numbers(sheet, part.petition, part.facts)
            _reasons(sheet, part.facts)
        if part.names:
            _names(sheet, part)
        if not sheet.pages:
            sheet.add_page()
        return bytes(sheet.output())


def cover_letter(petition: Petition, language: str) -> str:
    """What the letter says unless somebody writes another."""
    with override(language):
        words = speaking.said(petition, language).text
        count = ngettext("%(n)s person has", "%(n)s people have", petition.count) % {
            "n": localize(petition.count)
        }
        return _(
            "To %(who)s\n\n%(people)s put their name to this petition:\n\n%(ask)s\n\n"
            "We hand their signatures over to you and ask for your answer, in public and soon. "
            "Everybody who signed will read it.\n\n%(organisation)s"
        ) % {
            "who": words["decision_maker"],
            "people": count,
            "ask": words["summary"],
            "organisation": petition.organisation.name,
        }


def _day(petition: Petition, now: dt.datetime) -> str:
    return date_format(now.astimezone(zoneinfo.ZoneInfo(petition.time_zone)).date())


def _cover(sheet: Sheet, part: Part, words: dict[str, str], now: dt.datetime) -> None:
    sheet.add_page()
    sheet.write_in(10, ink=INK_2)
    sheet.line_of(f"{part.petition.organisation.name} · {_day(part.petition, now)}", 6)
    sheet.ln(8)
    sheet.write_in(25, bold=True)
    sheet.paragraphs(words["title"], 10.5)
    sheet.ln(2)
    assert part.facts
    sheet.number(str(localize(part.facts.count)), 44)
    sheet.write_in(12, bold=True)
    sheet.line_of(ngettext("person has signed", "people have signed", part.facts.count), 6)
    sheet.ln(8)
    sheet.write_in(11)
    sheet.paragraphs(part.file.kit.cover, 5.6)
    address = part.petition.organisation.postal_address
    if address:
        sheet.write_in(9, ink=INK_2)
        sheet.paragraphs(address, 4.5)


def _numbers(sheet: Sheet, petition: Petition, facts: Facts) -> None:
    if not facts.growth.rows and not facts.places:
        return
    sheet.add_page()
    if facts.growth.rows:
        _growth(sheet, petition, facts)
    if facts.places:
        _places(sheet, facts)


def _growth(sheet: Sheet, petition: Petition, facts: Facts) -> None:
    rows = facts.growth.rows
    sheet.heading(_("How it grew"))
    begin, end = rows[0].start, rows[-1].start
    span = max((end - begin).total_seconds(), 1)
    top = max(max(row.total for row in rows), 1)
    points, last = [(0.0, 0.0)], 0.0
    for row in rows:
        right = (row.start - begin).total_seconds() / span
        points += [(right, last), (right, row.total / top)]
        last = row.total / top
    y = sheet.get_y() + 2
    sheet.steps(points, (EDGE, y, sheet.epw, 55))
    sheet.set_y(y + 57)
    sheet.write_in(9, ink=INK_2)
    sheet.cell(sheet.epw / 2, 5, sheet.plain(_day(petition, begin)))
    sheet.cell(sheet.epw / 2, 5, sheet.plain(f"{_day(petition, end)}: {localize(rows[-1].total)}"), align="R")
    sheet.ln(8)


def _places(sheet: Sheet, facts: Facts) -> None:
    sheet.heading(_("Where they live"))
    sheet.write_in(9, ink=INK_2)
    sheet.paragraphs(
        _("Postcodes from which ten people or more signed. Smaller numbers could name somebody."), 4.5
    )
    sheet.write_in(10)
    most = facts.places[0][1]
    wide = sheet.epw - 60
    for postcode, names in facts.places:
        sheet.cell(30, 6, sheet.plain(postcode))
        sheet.set_fill_color(HAIR)
        y = sheet.get_y()
        sheet.rect(EDGE + 30, y + 1.2, max(wide * names / most, 0.5), 3.6, style="F")
        sheet.set_x(EDGE + 30 + wide)
        sheet.cell(30, 6, str(localize(names)), align="R")
        sheet.ln(6)
    if facts.elsewhere:
        sheet.line_of(_("Elsewhere or not told: %(n)s") % {"n": localize(facts.elsewhere)}, 7)


def _reasons(sheet: Sheet, facts: Facts) -> None:
    if not facts.reasons:
        return
    sheet.add_page()
    sheet.heading(_("Why people signed"))
    for reason in facts.reasons:
        sheet.write_in(10)
        sheet.paragraphs(f"“{reason.words}”", 5)
        sheet.write_in(9, bold=True, ink=INK_2)
        sheet.line_of(reason.first_name, 4)
        sheet.ln(3)


def _names(sheet: Sheet, part: Part) -> None:
    """In columns, in the order in which they signed, each with its place in the list."""
    with_postcode = any(row.postcode for row in part.names)
    columns = _COLUMNS[Given.POSTCODES if with_postcode else Given.NAMES]
    wide = sheet.epw / columns
    top = EDGE + 14
    high = int((sheet.h - top - EDGE - 4) / _ROW)
    sheet.set_auto_page_break(False)
    for start in range(0, len(part.names), high * columns):
        sheet.add_page()
        sheet.set_y(EDGE)
        sheet.write_in(14, bold=True)
        sheet.line_of(_("The names"), 8)
        sheet.write_in(9)
        for place, row in enumerate(part.names[start : start + high * columns]):
            column, line = divmod(place, high)
            sheet.set_xy(EDGE + column * wide, top + line * _ROW)
            _name(sheet, f"{part.first + start + place}. {row.name}", row.postcode, wide - 3)


def _name(sheet: Sheet, name: str, postcode: str, wide: float) -> None:
    sheet.fitted(name, wide - (26 if postcode else 0), _ROW)
    if postcode:
        sheet.cell(26, _ROW, sheet.plain(postcode), align="R")
