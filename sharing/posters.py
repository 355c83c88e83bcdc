"""A poster to hang up: the headline, and a code that a camera reads. One page, for an office printer."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from causes import speaking
from causes.models import Page
from petitions.handover.sheet import EDGE, INK_2, MAGENTA, SUN, Sheet

PAPERS = {"a4": "A4", "letter": "Letter"}
LANGUAGES = settings.LANGUAGES
_PAPER = "#FFFDF8"
_SIZES = (60, 52, 46, 40, 35, 30, 26, 22)  # points
_POINT = 0.3528  # millimetres
_LINE = 1.12  # of the size
_HEAD = 0.5  # of the height: the coloured ground


def draw(page: Page, address: str, paper: str, language: str) -> bytes:
    """The PDF for `page`; `address` is what the code says, `paper` one of PAPERS."""
    with override(language):
        words = speaking.said(page, language).text
        sheet = Sheet(paper, words["title"], page.organisation.name)
        sheet.set_auto_page_break(False)
        sheet.add_page()
        ground = sheet.h * _HEAD
        _headline(sheet, words["title"], _whom(words), ground)
        _below(sheet, page, address, ground)
        return bytes(sheet.output())


def _whom(words: dict[str, str]) -> str:
    """To whom a petition goes; a cause asks nobody in particular."""
    who = words.get("decision_maker", "")
    return _("To: %(who)s") % {"who": who} if who else ""


def _headline(sheet: Sheet, title: str, whom: str, ground: float) -> None:
    """As large as it fits; the strip below it is the highlighter of the site."""
    sheet.set_fill_color(MAGENTA)
    sheet.rect(0, 0, sheet.w, ground, style="F")
    sheet.set_fill_color(SUN)
    sheet.rect(0, ground, sheet.w, 3, style="F")
    sheet.set_xy(EDGE, EDGE)
    sheet.write_in(_fitting(sheet, title, ground - 2 * EDGE - 12), bold=True, ink=_PAPER)
    sheet.multi_cell(0, sheet.font_size * _LINE, sheet.plain(title), align="L")
    if whom:
        sheet.set_xy(EDGE, ground - EDGE)
        sheet.write_in(_narrow(sheet, whom, 18), ink=_PAPER)
        sheet.cell(0, 8, sheet.plain(whom))


def _fitting(sheet: Sheet, title: str, room: float) -> float:
    """The largest size in which no word is cut and all lines have room."""
    for size in _SIZES:
        sheet.write_in(size, bold=True)
        widest = max(sheet.get_string_width(sheet.plain(word)) for word in title.split() or [""])
        lines: Any = sheet.multi_cell(
            0, size * _POINT * _LINE, sheet.plain(title), align="L", dry_run=True, output="LINES"
        )
        if widest <= sheet.epw and len(lines) * size * _POINT * _LINE <= room:
            return size
    return _SIZES[-1]


def _narrow(sheet: Sheet, text: str, size: float) -> float:
    """`size`, or smaller where one line would be too long."""
    sheet.write_in(size)
    return min(size, size * sheet.epw / max(sheet.get_string_width(sheet.plain(text)), 1))


def _below(sheet: Sheet, page: Page, address: str, ground: float) -> None:
    """The code on the left; beside it what to do with it, for whoever has a camera and whoever has none."""
    size = min(sheet.epw * 0.5, sheet.h - ground - 2 * EDGE - 14)
    top = ground + EDGE - 4
    sheet.picture_code(address, EDGE - 3, top, size)
    left = EDGE + size + 5
    width = sheet.w - EDGE - left
    sheet.set_xy(left, top + 6)
    sheet.write_in(30, bold=True, ink=MAGENTA)
    sheet.multi_cell(width, 12, sheet.plain(_("Add your name")), align="L", new_x="LEFT", new_y="NEXT")
    sheet.ln(4)
    sheet.set_x(left)
    sheet.write_in(14)
    said = _("Point your phone’s camera at the code. It takes a minute, without an account.")
    sheet.multi_cell(width, 6.6, sheet.plain(said), align="L", new_x="LEFT", new_y="NEXT")
    sheet.set_xy(EDGE, top + size + 3)
    sheet.write_in(11, ink=INK_2)
    printed = settings.SITE_URL.partition("://")[2] + page.public_path(get_language())
    sheet.multi_cell(0, 5.5, sheet.plain(printed), align="L")
