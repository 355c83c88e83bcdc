"""A map of equal squares, one for each state: fair to small places, and each number fits.

A square without a number keeps its name and its outline; the darker a square, the larger its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from sharing.charts import palette
from sharing.charts.canvas import Canvas, Words, number, shortened, width_of

WIDTH = 400
_SIDE = 36.0  # eleven abreast
_GAP = 2.0
_HEAD, _LINE = 26.0, 24.0
# From which part of the largest number on a square is how dark. On the darkest, letters are of paper.
SHADES = ((0.5, 1.0), (0.25, 0.45), (0.1, 0.3), (0.0, 0.15))


@dataclass(frozen=True)
class Square:
    """One state: `amount` decides how dark it is, `note` is that number as it is written; None and "" where
    there is no number to show."""

    label: str
    column: int
    row: int
    amount: int | None = None
    note: str = ""


@dataclass(frozen=True)
class TileMap:
    """One country; its name stands above it where it is not the only one."""

    name: str
    squares: Sequence[Square]

    @property
    def rows(self) -> int:
        return max(square.row for square in self.squares) + 1


def tiles(maps: Sequence[TileMap], others: Sequence[tuple[str, str]], words: Words) -> SafeString:
    """The maps below each other on one scale; `others` (label, number) have no square and stand below."""
    head = _HEAD if len(maps) > 1 else 0
    lines = (len(others) + 1) // 2
    high = sum(head + each.rows * _SIDE for each in maps) + (len(maps) - 1) * 14
    canvas = Canvas(WIDTH, high + (10 + lines * _LINE if lines else 0), words)
    most = max((square.amount or 0 for each in maps for square in each.squares), default=0)
    top = 0.0
    for each in maps:
        if head:
            canvas.text(0, top + 16, each.name, size=14, css="strong")
        _draw(canvas, each.squares, top + head, most)
        top += head + each.rows * _SIDE + 14
    _write_others(canvas, others, high + 10)
    return canvas.svg()


def shade_of(amount: int, most: int) -> float:
    """How much of the colour covers the paper: 0..1."""
    return next(shade for least, shade in SHADES if amount >= least * most)


def _draw(canvas: Canvas, squares: Sequence[Square], top: float, most: int) -> None:
    """Squares of one shade are one shape: a map has at most five."""
    paths: dict[float, str] = {}
    for square in squares:
        shade = shade_of(square.amount, most) if square.amount else 0.0
        x, y = square.column * _SIDE + _GAP / 2, top + square.row * _SIDE + _GAP / 2
        side = number(_SIDE - _GAP)
        paths[shade] = paths.get(shade, "") + f"M{number(x)} {number(y)}h{side}v{side}h-{side}z"
    for shade, path in sorted(paths.items()):
        if shade:
            canvas.area(path, palette.TEAL, shade)
        else:
            canvas.stroke(path, 1, palette.HAIR)
    for square in squares:
        _write_in(canvas, square, top, most)


def _write_in(canvas: Canvas, square: Square, top: float, most: int) -> None:
    x, y = square.column * _SIDE + _SIDE / 2, top + square.row * _SIDE
    if not square.amount:
        canvas.text(x, y + 23, square.label, size=13, colour=palette.QUIET, anchor="middle")
        return
    ink = palette.PAPER if shade_of(square.amount, most) == 1 else palette.INK
    size = 14 if width_of(square.note, 14) < _SIDE - _GAP else 12
    canvas.text(x, y + 14, square.label, size=12, colour=ink, anchor="middle")
    canvas.text(x, y + 29, square.note, size=size, colour=ink, anchor="middle", css="strong")


def _write_others(canvas: Canvas, others: Sequence[tuple[str, str]], top: float) -> None:
    for place, (label, note) in enumerate(others):
        left, base = 200 * (place % 2), top + 16 + _LINE * (place // 2)
        room = 186 - width_of(note, 14)
        canvas.text(left, base, shortened(label, 14, room - 10), size=14)
        canvas.text(left + 186, base, note, size=14, anchor="end", css="strong")
