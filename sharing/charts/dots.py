"""Dots on lines: a measured mean and how sure it is, one row for each thing that is compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from sharing.charts import palette
from sharing.charts.canvas import Canvas, Words, shortened, width_of

WIDTH = 400
_ROW = 48
_TOP = 8
_LEFT = 12.0


@dataclass(frozen=True)
class Dot:
    """One row: the dot at `mean`, a line from `low` to `high`, `label` above it and `note` at its end."""

    label: str
    mean: float
    low: float
    high: float
    note: str
    colour: str = palette.TEAL


def dots(rows: Sequence[Dot], words: Words) -> SafeString:
    """Rows in the order given, all on one scale that begins at 0."""
    canvas = Canvas(WIDTH, 2 * _TOP + _ROW * len(rows), words)
    room = WIDTH - _LEFT - max((width_of(row.note, 14) for row in rows), default=0) - 14
    scale = (room - _LEFT) / max([row.high for row in rows] + [1e-9])
    for place, row in enumerate(rows):
        _draw(canvas, row, _TOP + place * _ROW, scale)
    return canvas.svg()


def _draw(canvas: Canvas, row: Dot, top: float, scale: float) -> None:
    y = top + 32
    canvas.text(_LEFT, top + 14, shortened(row.label, 14, WIDTH - 2 * _LEFT), size=14)
    canvas.line(_LEFT, y - 8, _LEFT, y + 8, palette.HAIR)
    canvas.line(_LEFT + row.low * scale, y, _LEFT + row.high * scale, y, row.colour)
    for end in (row.low, row.high):
        canvas.line(_LEFT + end * scale, y - 5, _LEFT + end * scale, y + 5, row.colour)
    canvas.circle(_LEFT + row.mean * scale, y, 6, row.colour)
    canvas.text(_LEFT + row.high * scale + 10, y + 5, row.note, size=14, css="strong")
