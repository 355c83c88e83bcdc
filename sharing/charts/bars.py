"""Horizontal bars: sorted rows, and generations that follow from one another."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from sharing.charts import palette
from sharing.charts.canvas import Canvas, Words, number, shortened, width_of

WIDTH = 400
_NARROWEST, _WIDEST = 84, 172
_END = 92
_ROW = 32
_BAR = 20
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
    plot = _Plot.of(rows)
    for place, row in enumerate(rows):
        _draw(canvas, row, _TOP + place * _ROW, plot)
    return canvas.svg()


def chain(rows: Sequence[Bar], between: Sequence[str], words: Words) -> SafeString:
    """Rows that follow from one another, with what leads from each to the next written between."""
    step = _ROW + 26
    canvas = Canvas(WIDTH, _TOP * 2 + step * len(rows) - 26, words)
    plot = _Plot.of(rows)
    for place, row in enumerate(rows):
        _draw(canvas, row, _TOP + place * step, plot)
    for place, said in enumerate(between):
        _hook(canvas, plot.left + 8, _TOP + place * step + _BAR + 6, said)
    return canvas.svg()


@dataclass(frozen=True)
class _Plot:
    """Where the bars begin, and how long one signature is."""

    left: float
    scale: float

    @classmethod
    def of(cls, rows: Sequence[Bar]) -> "_Plot":
        label = max((width_of(row.label, 14) for row in rows), default=0) + 14
        left = min(max(label, _NARROWEST), _WIDEST)
        longest = max((row.amount + row.further for row in rows), default=0)
        return cls(left, (WIDTH - left - _END) / max(longest, 1))


def _draw(canvas: Canvas, row: Bar, top: float, plot: _Plot) -> None:
    base, left, scale = top + _BAR - 6, plot.left, plot.scale
    canvas.text(left - 10, base, shortened(row.label, 14, left - 12), size=14, anchor="end")
    length = max(row.amount * scale, 2 if row.amount else 0)
    canvas.rect(left, top, length, _BAR, row.colour)
    if row.further:
        canvas.rect(left + length, top, row.further * scale, _BAR, row.colour, opacity=0.4)
        length += row.further * scale
    canvas.text(
        left + length + 8, base, shortened(row.note, 14, WIDTH - left - length - 8), size=14, css="strong"
    )


def _hook(canvas: Canvas, x: float, top: float, said: str) -> None:
    """A small arrow down to the next row, and its words."""
    path = f"M{number(x)} {number(top)}v18m-4 -5l4 5l4 -5"
    canvas.stroke(path, 1.5, palette.QUIET)
    canvas.text(x + 14, top + 15, shortened(said, 13, WIDTH - x - 20), size=13, colour=palette.QUIET)
