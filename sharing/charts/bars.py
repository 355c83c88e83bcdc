"""Horizontal bars: sorted rows, and generations that follow from one another."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from sharing.charts import palette
from sharing.charts.canvas import Canvas, Words, number, shortened, width_of

WIDTH = 480
_LABEL = 136
_END = 104
_ROW = 38
_BAR = 22
_TOP = 6


@dataclass(frozen=True)
class Bar:
    """One row: `amount` in full colour, `further` behind it in a lighter one, `note` at the bar's end."""

    label: str
    amount: int
    note: str
    colour: str = palette.TEAL
    further: int = 0


def bars(rows: Sequence[Bar], words: Words) -> SafeString:
    """Rows in the order given, longest bar as wide as there is room."""
    canvas = Canvas(WIDTH, _TOP * 2 + _ROW * len(rows), words)
    scale = _scale(rows)
    for place, row in enumerate(rows):
        _draw(canvas, row, _TOP + place * _ROW, scale)
    return canvas.svg()


def chain(rows: Sequence[Bar], between: Sequence[str], words: Words) -> SafeString:
    """Rows that follow from one another, with what leads from each to the next written between."""
    step = _ROW + 26
    canvas = Canvas(WIDTH, _TOP * 2 + step * len(rows) - 26, words)
    scale = _scale(rows)
    for place, row in enumerate(rows):
        _draw(canvas, row, _TOP + place * step, scale)
    for place, said in enumerate(between):
        _hook(canvas, _TOP + place * step + _BAR + 6, said)
    return canvas.svg()


def _scale(rows: Sequence[Bar]) -> float:
    longest = max((row.amount + row.further for row in rows), default=0)
    return (WIDTH - _LABEL - _END) / max(longest, 1)


def _draw(canvas: Canvas, row: Bar, top: float, scale: float) -> None:
    base = top + _BAR - 6
    canvas.text(_LABEL - 10, base, shortened(row.label, 14, _LABEL - 12), size=14, anchor="end")
    length = max(row.amount * scale, 2 if row.amount else 0)
    canvas.rect(_LABEL, top, length, _BAR, row.colour)
    if row.further:
        canvas.rect(_LABEL + length, top, row.further * scale, _BAR, row.colour, opacity=0.4)
        length += row.further * scale
    canvas.text(
        _LABEL + length + 8, base, shortened(row.note, 14, WIDTH - _LABEL - length - 8), size=14, css="strong"
    )


def _hook(canvas: Canvas, top: float, said: str) -> None:
    """A small arrow down to the next row, and its words."""
    x = _LABEL + 8.0
    path = f"M{number(x)} {number(top)}v18m-4 -5l4 5l4 -5"
    canvas.stroke(path, 1.5, palette.QUIET)
    canvas.text(x + 14, top + 15, shortened(said, 13, WIDTH - x - 20), size=13, colour=palette.QUIET)


def fits(label: str) -> bool:
    """Whether a label is drawn in full."""
    return width_of(label, 14) <= _LABEL - 12
