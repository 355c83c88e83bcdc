"""The ripple: one ring per generation around the organisation, its arcs the ways people came.

A ring's thickness is the number of its signatures; no more than 60 shapes however large the petition.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from sharing.charts import palette
from sharing.charts.canvas import Canvas, Words, arc, on_circle, shortened, width_of

MOST_RINGS = 6  # times six colours: 36 arcs; the rest of the sheet has room for its words
WIDTH = 400
_CENTRE = 200.0
_POINT = 24.0
_FIRST = 50.0
_REACH = 144.0
_READABLE = 12.0  # the smallest letters on an arc
_GAP = 0.004  # of a turn, between two arcs: colours alone never separate them


@dataclass(frozen=True)
class Arc:
    """A part of a ring: signatures that came through one group of channels."""

    colour: str
    amount: int


@dataclass(frozen=True)
class Ring:
    """A generation: `note` is written on the ring."""

    note: str
    arcs: Sequence[Arc]

    @property
    def amount(self) -> int:
        return sum(arc.amount for arc in self.arcs)


def ripple(rings: Sequence[Ring], key: Sequence[tuple[str, str]], centre: str, words: Words) -> SafeString:
    """The rings from the inside out, `centre` in the middle, and `key` (colour, label) below."""
    drawn = rings[:MOST_RINGS]
    lines = (len(key) + 1) // 2
    canvas = Canvas(WIDTH, 2 * _CENTRE + 14 + 24 * lines, words)
    step = _REACH / max(len(drawn), 3)
    most = max((ring.amount for ring in drawn), default=0) or 1
    numbers = {colour: str(place) for place, (colour, _) in enumerate(key, start=1)}
    for place, ring in enumerate(drawn):
        radius = _FIRST + step * place + step / 2
        thickness = max(ring.amount / most * step * 0.8, 2)
        _draw_ring(canvas, ring, radius, thickness)
        _number(canvas, ring, radius, thickness, numbers)
        _write_on(canvas, ring.note, radius, step)
    canvas.circle(_CENTRE, _CENTRE, _POINT, palette.SUN)
    canvas.text(
        _CENTRE,
        _CENTRE + 5,
        shortened(centre, 14, 2 * _POINT + 18),
        size=14,
        anchor="middle",
        css="strong on-sun",
    )
    _write_key(canvas, key)
    return canvas.svg()


def _draw_ring(canvas: Canvas, ring: Ring, radius: float, thickness: float) -> None:
    present = [part for part in ring.arcs if part.amount > 0]
    if len(present) == 1:
        canvas.ring(_CENTRE, _CENTRE, radius, thickness, present[0].colour)
        return
    turn = 0.0
    for part in present:
        share = part.amount / ring.amount
        gap = min(_GAP, share / 3)
        canvas.stroke(
            arc(_CENTRE, _CENTRE, radius, turn + gap / 2, turn + share - gap / 2), thickness, part.colour
        )
        turn += share


def _number(canvas: Canvas, ring: Ring, radius: float, thickness: float, numbers: dict[str, str]) -> None:
    """The key's numbers on arcs that are large enough: nobody must tell them by colour alone."""
    if thickness < _READABLE:
        return
    turn = 0.0
    for part in (part for part in ring.arcs if part.amount > 0):
        share = part.amount / ring.amount
        x, y = on_circle(_CENTRE, _CENTRE, radius, turn + share / 2)
        if share * radius * math.tau > 2 * _READABLE and part.colour in numbers:
            canvas.text(
                x,
                y + 4,
                numbers[part.colour],
                size=_READABLE,
                colour=palette.PAPER,
                anchor="middle",
                css="strong",
            )
        turn += share


def _write_on(canvas: Canvas, note: str, radius: float, step: float) -> None:
    """The ring's number, on a scrap of paper so that it is read on any colour."""
    x, y = on_circle(_CENTRE, _CENTRE, radius, 0)
    size = min(14, step * 0.6)
    width = width_of(note, size) + 10
    canvas.rect(x - width / 2, y - size * 0.75, width, size * 1.5, palette.PAPER, css="scrap")
    canvas.text(x, y + size * 0.36, note, size=size, anchor="middle", css="strong")


def _write_key(canvas: Canvas, key: Sequence[tuple[str, str]]) -> None:
    for place, (colour, label) in enumerate(key):
        x = 4 + (place % 2) * 200
        y = 2 * _CENTRE + 14 + 24 * (place // 2)
        canvas.rect(x, y - 11, 14, 14, colour)
        canvas.text(x + 22, y + 1, shortened(f"{place + 1} {label}", 14, 176), size=14)
