"""Draws the picture for links: a street poster with headline, number and ripple, 1200 by 630."""

import functools
import io
from dataclasses import dataclass

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
LARGEST = 200_000  # bytes: WhatsApp shows no picture above 300 KB
DRAWING = "1"  # raise it when the drawing changes: then every card is drawn anew

_FONT = settings.BASE_DIR / "static" / "font" / "archivo-latin.woff2"
_POSTER, _RING, _PAPER, _SUN, _INK = "#B3175B", "#8A0F45", "#FFFDF8", "#FFC93C", "#1B1A2E"
_EDGE, _TEXT = 64, 800  # pixels: margin, and the width of the headline
_SIZES = (84, 76, 68, 60, 54, 48, 42)
_MOST_LINES = 4
_FINE = 2  # rings are drawn twice as large and shrunk: Pillow's have hard edges


class Unwritable(ValueError):
    """Our letters lack some of the headline's."""


@dataclass(frozen=True)
class Words:
    """What stands on it, ready to be read. `number` "" before the first step: then `below` invites."""

    headline: str
    number: str
    below: str
    by: str
    site: str


def draw(words: Words) -> bytes:
    """The poster as a JPEG below 200 KB. Raises Unwritable for a script our font does not have."""
    for text in (words.headline, words.number, words.below):
        _check(text)
    image = _ground().copy()
    pen = ImageDraw.Draw(image)
    _headline(pen, words.headline)
    _number(pen, words.number, words.below)
    _foot(pen, words)
    return _jpeg(image)


@functools.cache
def _ground() -> Image.Image:
    """The rings and the sun that they leave, at the lower right."""
    large = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), _POSTER)
    pen = ImageDraw.Draw(large)
    for radius, thickness in ((190, 46), (310, 36), (430, 27), (545, 18), (655, 11), (760, 6)):
        pen.ellipse(_around(radius + thickness / 2), outline=_RING, width=thickness * _FINE)
    pen.ellipse(_around(88), fill=_SUN)
    return large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _around(radius: float) -> tuple[float, float, float, float]:
    x, y = 1010 * _FINE, 480 * _FINE
    return (x - radius * _FINE, y - radius * _FINE, x + radius * _FINE, y + radius * _FINE)


def _headline(pen: ImageDraw.ImageDraw, text: str) -> None:
    """As large as fits in four lines; a title that is too long even then ends in an ellipsis."""
    for size in _SIZES:
        font = _font(size, 800)
        lines = _lines(text, font)
        if len(lines) <= _MOST_LINES and max(map(font.getlength, lines)) <= _TEXT:
            break
    else:
        lines = [
            _shortened(line, font) for line in [*lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])]
        ]
    for place, line in enumerate(lines):
        pen.text((_EDGE, _EDGE + place * size * 1.1), line, font=font, fill=_PAPER, anchor="la")


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= _TEXT or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(line: str, font: ImageFont.FreeTypeFont) -> str:
    if font.getlength(line) <= _TEXT:
        return line
    while line and font.getlength(f"{line}…") > _TEXT:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _number(pen: ImageDraw.ImageDraw, number: str, below: str) -> None:
    """The number on a stroke of the highlighter and what it counts; or, without one, the invitation on it."""
    if not number:
        _marked(pen, below, _EDGE, 500, 46)
        return
    below_font = _font(38, 700)
    for size in (88, 72, 56):
        wide = _font(size, 800).getlength(number) + below_font.getlength(below)
        if wide <= _TEXT - 46:
            break
    right = _marked(pen, number, _EDGE, 500, size)
    pen.text((right + 30, 500), below, font=below_font, fill=_PAPER, anchor="ls")


def _marked(pen: ImageDraw.ImageDraw, text: str, x: float, baseline: float, size: int) -> float:
    font = _font(size, 800)
    right = x + 16 + font.getlength(text)
    top, low = baseline - size * 0.86, baseline + size * 0.22
    pen.polygon([(x - 2, top + 5), (right + 18, top - 3), (right + 14, low - 4), (x + 2, low + 4)], fill=_SUN)
    pen.text((x + 16, baseline), text, font=font, fill=_INK, anchor="ls")
    return right


def _foot(pen: ImageDraw.ImageDraw, words: Words) -> None:
    """Who asks, and where. Names in a script we lack are left out rather than drawn as empty boxes."""
    names = [name for name in (words.by, words.site) if name and _writable(name)]
    pen.text((_EDGE, HEIGHT - 46), _shortened("  ·  ".join(names), _font(27, 600)), font=_font(27, 600),
             fill=_PAPER, anchor="ls")  # fmt: skip


@functools.cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(_FONT), size)
    font.set_variation_by_axes([weight])
    return font


def _writable(text: str) -> bool:
    missing = _glyph("\U0010ffff")
    return all(character.isspace() or _glyph(character) != missing for character in text)


@functools.lru_cache(maxsize=4096)
def _glyph(character: str) -> bytes:
    """The shape of a character; what the font lacks has the shape of the empty box."""
    return bytes(_font(48, 600).getmask(character))


def _check(text: str) -> None:
    if not _writable(text):
        raise Unwritable(text)


def _jpeg(image: Image.Image) -> bytes:
    for quality in (86, 80, 70, 60):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()
