"""A sheet to paint posters on: flat shapes in six inks, 1600 by 900 units, smooth edges, one small JPEG."""

import math
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
_FINE = 2  # drawn twice as large and shrunk: Pillow's shapes have hard edges

INK = "#1B1A2E"
PAPER = "#FFFDF8"
SAND = "#F4EFE6"
MAGENTA = "#B3175B"
TEAL = "#0B6B66"
SUN = "#FFC93C"

Point = tuple[float, float]


class Paper:
    """Painted from back to front; every length is in units of the finished picture."""

    def __init__(self, ground: str) -> None:
        self.ground = ground
        self._image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), ground)
        self._pen = ImageDraw.Draw(self._image)

    def rect(self, x: float, y: float, width: float, height: float, ink: str, corner: float = 0) -> None:
        box = (x * _FINE, y * _FINE, (x + width) * _FINE - 1, (y + height) * _FINE - 1)
        self._pen.rounded_rectangle(box, corner * _FINE, fill=ink)

    def disc(self, x: float, y: float, radius: float, ink: str) -> None:
        self._pen.ellipse(self._around(x, y, radius), fill=ink)

    def ring(self, x: float, y: float, radius: float, thickness: float, ink: str) -> None:
        box = self._around(x, y, radius + thickness / 2)
        self._pen.ellipse(box, outline=ink, width=round(thickness * _FINE))

    def slice(self, x: float, y: float, radius: float, start: float, end: float, ink: str) -> None:
        """A piece of a disc, from `start` to `end` degrees clockwise; 0 is right."""
        self._pen.pieslice(self._around(x, y, radius), start, end, fill=ink)

    def arc(
        self, x: float, y: float, radius: float, start: float, end: float, thickness: float, ink: str
    ) -> None:
        box = self._around(x, y, radius + thickness / 2)
        self._pen.arc(box, start, end, fill=ink, width=round(thickness * _FINE))

    def shape(self, points: Sequence[Point], ink: str) -> None:
        self._pen.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=ink)

    def line(self, points: Sequence[Point], thickness: float, ink: str) -> None:
        """Straight strokes with round ends and joints."""
        self._pen.line([(x * _FINE, y * _FINE) for x, y in points], fill=ink, width=round(thickness * _FINE))
        for x, y in points:
            self.disc(x, y, thickness / 2, ink)

    def ripple(self, x: float, y: float, ink: str, first: float = 120, rings: int = 9) -> None:
        """Rings that spread from a point and grow thinner."""
        for place in range(rings):
            radius = first * (1 + place * 0.95)
            self.ring(x, y, radius, max(first * 0.3 - place * 3.2, 5), ink)

    def rays(self, x: float, y: float, inner: float, outer: float, number: int, ink: str) -> None:
        """Wedges around a sun."""
        for place in range(number):
            turn = place * math.tau / number
            half = math.tau / number * 0.2
            self.shape(
                [_at(x, y, inner, turn - half), _at(x, y, inner, turn + half), _at(x, y, outer, turn)], ink
            )

    def jpeg(self) -> bytes:
        """The finished picture, 1600 x 900."""
        small = self._image.reduce(_FINE)
        buffer = BytesIO()
        small.save(buffer, "JPEG", quality=82, optimize=True, progressive=True)
        return buffer.getvalue()

    def _around(self, x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        return (x - radius) * _FINE, (y - radius) * _FINE, (x + radius) * _FINE - 1, (y + radius) * _FINE - 1


def _at(x: float, y: float, radius: float, turn: float) -> Point:
    return x + radius * math.cos(turn), y + radius * math.sin(turn)
