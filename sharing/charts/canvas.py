"""A sheet to draw on: shapes with escaped words and rounded numbers, handed out as one `<svg>`."""

import math
from dataclasses import dataclass, field
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString

from sharing.charts import palette

# Mean width of a letter of our face, in parts of its size: enough to know whether words fit.
_LETTER = 0.52


@dataclass(frozen=True)
class Words:
    """What a picture says to those who hear it: `title` is the finding, `description` the figures.

    `ident` names the picture on its page; two drawings of one page need two.
    """

    ident: str
    title: str
    description: str
    example: str = ""  # the word "example", when the figures are made up


@dataclass
class Canvas:
    """Shapes in the order they are painted. Lengths are in units of the viewBox."""

    width: float
    height: float
    words: Words
    shapes: list[SafeString] = field(default_factory=list)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        *,
        opacity: float = 1,
        css: str = "",
    ) -> None:
        shape = '<rect class="{}" color="{}" fill="currentColor" x="{}" y="{}" width="{}" height="{}"'
        self._add(shape + ' opacity="{}"/>', colour, css, x, y, max(width, 0), max(height, 0), str(opacity))

    def circle(self, x: float, y: float, radius: float, colour: str, css: str = "") -> None:
        self._add(
            '<circle class="{}" color="{}" fill="currentColor" cx="{}" cy="{}" r="{}"/>',
            colour,
            css,
            x,
            y,
            radius,
        )

    def ring(self, x: float, y: float, radius: float, thickness: float, colour: str) -> None:
        self._add(
            '<circle class="{}" color="{}" fill="none" stroke="currentColor" cx="{}" cy="{}" r="{}"'
            ' stroke-width="{}"/>',
            colour, "", x, y, radius, thickness,
        )  # fmt: skip

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, dashes: str = "none") -> None:
        shape = '<line class="{}" color="{}" stroke="currentColor" x1="{}" y1="{}" x2="{}" y2="{}"'
        self._add(shape + ' stroke-dasharray="{}"/>', colour, "", x1, y1, x2, y2, dashes)

    def stroke(self, path: str, thickness: float, colour: str) -> None:
        """An open line along `path`."""
        shape = '<path class="{}" color="{}" fill="none" stroke="currentColor" d="{}" stroke-width="{}"/>'
        self._add(shape, colour, "", path, thickness)

    def area(self, path: str, colour: str, opacity: float = 1) -> None:
        """A filled shape along `path`."""
        shape = '<path class="{}" color="{}" fill="currentColor" d="{}" opacity="{}"/>'
        self._add(shape, colour, "", path, str(opacity))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13,
        colour: str = palette.INK,
        anchor: str = "start",
        css: str = "",
    ) -> None:
        """One line of words whose baseline lies at `y`; `anchor` is start, middle or end."""
        shape = '<text class="{}" color="{}" fill="currentColor" x="{}" y="{}" font-size="{}"'
        self._add(shape + ' text-anchor="{}">{}</text>', colour, css, x, y, size, anchor, words)

    def svg(self) -> SafeString:
        """The finished picture, readable without its page's style sheet."""
        words = self.words
        if words.example:
            self.text(0, -8, words.example, size=14, css="strong")
        top = -24 if words.example else 0
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" class="chart{}" role="img" viewBox="0 {} {} {}"'
            ' width="{}" height="{}" font-family="Archivo, system-ui, sans-serif"'
            ' aria-labelledby="{}-title {}-desc">'
            '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>',
            " is-example" if words.example else "",
            *(number(side) for side in (top, self.width, self.height - top, self.width, self.height - top)),
            *(words.ident, words.ident, words.ident, words.title, words.ident, words.description),
            SafeString("".join(self.shapes)),
        )

    def _add(self, shape: str, colour: str, css: str, *values: float | str) -> None:
        classes = f"c-{colour} {css}".strip()
        readable = (escape(value) if isinstance(value, str) else number(value) for value in values)
        # As `format_html` would, at a third of its time: a page draws hundreds of shapes.
        self.shapes.append(SafeString(shape.format(classes, palette.VALUES[colour], *readable)))


def number(value: float) -> str:
    """A coordinate: at most one decimal, never in a local notation."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")  # + 0.0: there is no -0


def on_circle(x: float, y: float, radius: float, turn: float) -> tuple[float, float]:
    """The point at `turn` (0 is up, 0.25 is right) of a circle round x, y."""
    angle = (turn - 0.25) * math.tau
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


def arc(x: float, y: float, radius: float, start: float, end: float) -> str:
    """A path along a circle from `start` to `end` turns, clockwise; less than one whole turn."""
    x1, y1 = on_circle(x, y, radius, start)
    x2, y2 = on_circle(x, y, radius, end)
    large = int(end - start > 0.5)
    return (
        f"M{number(x1)} {number(y1)}A{number(radius)} {number(radius)} 0 {large} 1 {number(x2)} {number(y2)}"
    )


def width_of(words: str, size: float) -> float:
    """About how wide a line of words will be."""
    return len(words) * size * _LETTER


def shortened(words: str, size: float, room: float) -> str:
    """The words, ended by an ellipsis where they would not fit."""
    letters = int(room / (size * _LETTER))
    return words if len(words) <= letters else words[: max(letters - 1, 1)].rstrip() + "…"


def grid(highest: float) -> list[int]:
    """Two to four round heights up to `highest`: 1, 2 or 5 times a power of ten apart."""
    power = 10 ** math.floor(math.log10(max(highest, 1)))
    steps = (size * power // 10 for size in (1, 2, 5, 10, 20, 50))
    step = next(step for step in steps if step >= 1 and highest / step < 5)
    return list(range(step, int(highest) + 1, step))
