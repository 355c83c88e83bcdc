"""Upright columns: a handful of hours side by side, those to come as empty outlines."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from sharing.charts import palette
from sharing.charts.canvas import Canvas, Words

WIDTH = 400
_HEIGHT = 200
_TOP, _FLOOR = 26.0, 172.0
_GAP = 6.0


@dataclass(frozen=True)
class Pillar:
    """One column: `amount` is None while its hour has not begun; the sun stands behind the running one."""

    label: str
    amount: int | None
    note: str
    is_now: bool = False


def columns(pillars: Sequence[Pillar], words: Words) -> SafeString:
    """In the order given, the highest as high as there is room."""
    canvas = Canvas(WIDTH, _HEIGHT, words)
    step = WIDTH / max(len(pillars), 1)
    most = max([pillar.amount or 0 for pillar in pillars] + [1])
    for place, pillar in enumerate(pillars):
        _draw(canvas, pillar, place * step + _GAP / 2, step - _GAP, (_FLOOR - _TOP) / most)
    canvas.line(0, _FLOOR, WIDTH, _FLOOR, palette.QUIET)
    return canvas.svg()


def _draw(canvas: Canvas, pillar: Pillar, left: float, wide: float, scale: float) -> None:
    middle = left + wide / 2
    if pillar.is_now:
        canvas.rect(left, _TOP, wide, _FLOOR - _TOP, palette.SUN, opacity=0.5, css="recent")
    if pillar.amount is None:
        canvas.line(left + 4, _FLOOR - 4, left + wide - 4, _FLOOR - 4, palette.HAIR)
    else:
        high = max(pillar.amount * scale, 2 if pillar.amount else 0)
        canvas.rect(left, _FLOOR - high, wide, high, palette.MAGENTA)
        canvas.text(middle, _FLOOR - high - 7, pillar.note, size=14, anchor="middle", css="strong")
    canvas.text(middle, _FLOOR + 19, pillar.label, colour=palette.QUIET, anchor="middle")
