"""The pictures of a report on paper: the same as on its page, from the same numbers."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from petitions.handover.sheet import EDGE, HAIR, INK, INK_2, MAGENTA, SUN, TEAL, Sheet
from sharing.charts import MOST_RINGS
from sharing.growth.figures import whole
from sharing.reports.telling import Picture, Told

_BAR = 3.8
_RIPPLE = 27.0  # the outermost radius
_CENTRE = 4.0


def growth(sheet: Sheet, found: Told) -> None:
    """The step line above, the bars below, on one time axis."""
    spans = [
        (dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end), n)
        for start, end, n in found.counted.spans
    ]
    begin, reach = spans[0][0], (spans[-1][1] - spans[0][0]).total_seconds()
    total, most = sum(n for _s, _e, n in spans), max(n for _s, _e, n in spans)
    top, points, so_far = sheet.get_y() + 3, [(0.0, 0.0)], 0
    for _start, end, n in spans:
        right = (end - begin).total_seconds() / reach
        points.append((right, so_far / total))
        so_far += n
        points.append((right, so_far / total))
    sheet.steps(points, (EDGE, top, sheet.epw, 30))
    sheet.write_in(9, bold=True, ink=TEAL)
    sheet.set_xy(EDGE, top - 5)
    sheet.cell(0, 4, whole(total), align="R")
    floor = top + 52
    sheet.set_fill_color(MAGENTA)
    for start, end, n in spans:
        if n > 0:
            left, high = (start - begin).total_seconds() / reach * sheet.epw, max(n / most * 16, 0.4)
            wide = (end - start).total_seconds() / reach * sheet.epw
            sheet.rect(EDGE + left + wide * 0.08, floor - high, wide * 0.84, high, style="F")
    _marks(sheet, found, begin, reach, (top - 2, floor))
    sheet.set_draw_color(INK_2)
    sheet.set_line_width(0.3)
    sheet.line(EDGE, floor, sheet.w - EDGE, floor)
    sheet.set_y(floor + 1)
    sheet.write_in(8.5, ink=INK_2)
    sheet.cell(sheet.epw / 2, 5, sheet.plain(date_format(found.report.starts_on)))
    sheet.cell(sheet.epw / 2, 5, sheet.plain(date_format(found.report.ends_on)), align="R")
    sheet.ln(6)


def _marks(sheet: Sheet, found: Told, begin: dt.datetime, reach: float, between: tuple[float, float]) -> None:
    """The numbered days on which something happened."""
    top, floor = between
    for number, at in enumerate(found.marks, start=1):
        x = EDGE + (at - begin).total_seconds() / reach * sheet.epw
        sheet.set_draw_color(HAIR)
        sheet.set_line_width(0.25)
        sheet.line(x, top, x, floor)
        sheet.set_fill_color(INK)
        sheet.circle(x, top, 2.3, style="F")
        sheet.write_in(7.5, bold=True, ink="#FFFFFF")
        sheet.set_xy(x - 4, top - 2)
        sheet.cell(8, 4, str(number), align="C")


def ripple(sheet: Sheet, found: Told) -> None:
    """Rings of generations, the thicker the more; their numbers beside them."""
    rings = found.counted.generations
    if len(rings) > MOST_RINGS:
        rings = [*rings[: MOST_RINGS - 1], sum(rings[MOST_RINGS - 1 :])]
    step, most = (_RIPPLE - _CENTRE - 2) / max(len(rings), 3), max(rings)
    x, y = EDGE + _RIPPLE + 4, sheet.get_y() + _RIPPLE + 1
    for place, n in enumerate(rings):
        radius = _CENTRE + 2 + step * (place + 0.5)
        sheet.set_draw_color(INK if place == 0 else TEAL)
        sheet.set_line_width(max(n / most * step * 0.8, 0.4))
        sheet.circle(x, y, radius, style="D")
    sheet.set_fill_color(SUN)
    sheet.circle(x, y, _CENTRE, style="F")
    _ripple_key(sheet, found, x + _RIPPLE + 14, y - 3.2 * len(found.ripple.rows))
    sheet.set_y(y + _RIPPLE + 3)


def _ripple_key(sheet: Sheet, found: Told, left: float, top: float) -> None:
    wide = sheet.w - EDGE - left
    sheet.set_xy(left, top)
    for place, (generation, number) in enumerate(found.ripple.rows):
        sheet.set_fill_color(INK if place == 0 else TEAL)
        sheet.rect(left, sheet.get_y() + 1.2, 3.2, 3.2, style="F")
        sheet.set_x(left + 6)
        sheet.write_in(10)
        label = _("Generation %(number)s") % {"number": generation}
        more = _("reached directly") if place == 0 else _("brought by friends") if place == 1 else ""
        sheet.cell(wide - 28, 5.8, sheet.plain(f"{label} · {more}" if more else label))
        sheet.write_in(10, bold=True)
        sheet.cell(20, 5.8, number, align="R")
        sheet.set_xy(left, sheet.get_y() + 6.4)


def bars(sheet: Sheet, picture: Picture) -> None:
    """A row for each: its words, a bar as long as its number, the number."""
    most, label = max(picture.amounts), 46.0
    room = sheet.epw - label - 22
    for (words, number), amount in zip(picture.rows, picture.amounts, strict=True):
        top = sheet.get_y()
        sheet.write_in(9.5)
        sheet.fitted(words, label - 2, 5.8)
        sheet.set_fill_color(TEAL)
        wide = max(room * amount / most, 0.4)
        sheet.rect(EDGE + label, top + 1, wide, _BAR, style="F")
        sheet.set_xy(EDGE + label + wide + 1.5, top)
        sheet.write_in(9.5, bold=True)
        sheet.cell(20, 5.8, number)
        sheet.ln(6)
