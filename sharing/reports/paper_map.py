"""The map of a report on paper: the same squares as on its page."""

from fpdf.enums import XPos, YPos

from petitions.handover.sheet import EDGE, HAIR, INK, INK_2, TEAL, Sheet
from sharing.charts import Square, TileMap
from sharing.charts.tiles import shade_of
from sharing.growth.figures import whole
from sharing.reports import pictures
from sharing.reports.counting import Counted

_SIDE, _GAP = 10.5, 0.6  # millimetres
_LINE, _HEAD = 5.6, 7.0
_COLUMN = 78.0


def height(told: Counted) -> float:
    """The room that `draw` takes."""
    maps = pictures.region_map(told).maps
    heads = _HEAD * len(maps) if len(maps) > 1 else 0
    lines = (len(pictures.beside_map(told)) + 1) // 2
    return heads + sum(each.rows * _SIDE + 3 for each in maps) + lines * _LINE


def draw(sheet: Sheet, told: Counted) -> None:
    """The maps below each other, then what has no square."""
    maps = pictures.region_map(told).maps
    most = max(square.amount or 0 for each in maps for square in each.squares)
    for each in maps:
        if len(maps) > 1:
            sheet.write_in(10, bold=True)
            sheet.line_of(each.name, _HEAD)
        _map(sheet, each, most)
    for place, (label, n) in enumerate(pictures.beside_map(told)):
        sheet.set_x(EDGE + place % 2 * (_COLUMN + 8))
        sheet.write_in(9.5)
        sheet.fitted(label, _COLUMN - 20, _LINE)
        sheet.write_in(9.5, bold=True)
        sheet.cell(20, _LINE, whole(n), align="R", new_x=XPos.RIGHT, new_y=YPos.TOP)
        if place % 2:
            sheet.ln(_LINE)
    if len(pictures.beside_map(told)) % 2:
        sheet.ln(_LINE)


def _map(sheet: Sheet, each: TileMap, most: int) -> None:
    top = sheet.get_y()
    sheet.set_line_width(0.2)
    sheet.set_draw_color(HAIR)
    for square in each.squares:
        _square(sheet, square, EDGE + square.column * _SIDE, top + square.row * _SIDE, most)
    sheet.set_y(top + each.rows * _SIDE + 3)


def _square(sheet: Sheet, square: Square, x: float, y: float, most: int) -> None:
    side = _SIDE - _GAP
    if not square.amount:
        sheet.rect(x, y, side, side, style="D")
        sheet.write_in(7.5, ink=INK_2)
        _in_the_middle(sheet, square.label, x, y + side / 2 - 1.9)
        return
    shade = shade_of(square.amount, most)
    ink = "#FFFFFF" if shade == 1 else INK
    sheet.set_fill_color(_on_white(TEAL, shade))
    sheet.rect(x, y, side, side, style="F")
    sheet.write_in(7.5, ink=ink)
    _in_the_middle(sheet, square.label, x, y + 1)
    sheet.write_in(9, bold=True, ink=ink)
    _in_the_middle(sheet, square.note, x, y + 4.8)


def _in_the_middle(sheet: Sheet, words: str, x: float, y: float) -> None:
    sheet.set_xy(x, y)
    sheet.cell(_SIDE - _GAP, 3.8, words, align="C")


def _on_white(colour: str, part: float) -> str:
    """`colour` (#RRGGBB) as it looks when it covers white paper by `part`."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - each) * part):02X}" for each in parts)
