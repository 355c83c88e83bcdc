"""Colours that can be read: contrast by WCAG's formula, and an organisation's colour made fit."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

READABLE = 4.5  # WCAG 2.2 AA for text
_HEX = re.compile(r"#[0-9a-f]{6}")
# What a colour stands on or under: see the tokens in static/css/groundswell.css.
WHITE = "#ffffff"
_LIGHT_GROUNDS = ("#fffdf8", "#f4efe6", "#fff1c9")  # paper, sand, sun-soft
_DARK_GROUNDS = ("#14131f", "#1f1d2e", "#3a3012")

Rgb = tuple[int, int, int]


def contrast(one: str, other: str) -> float:
    """1 to 21, of two colours written `#rrggbb`."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str) -> None:
    """Raises ValidationError unless white on it, and it on our grounds, can be read."""
    if not _HEX.fullmatch(colour):
        raise ValidationError(_("Write a colour as # and six digits, like #b3175b."), code="no_colour")
    worst = _worst(colour)
    if worst < READABLE:
        raise ValidationError(
            _("Too light to read: contrast %(contrast).1f, and 4.5 is needed. This one works: %(near)s.")
            % {"contrast": worst, "near": near(colour)},
            code="contrast",
        )


def near(colour: str) -> str:
    """The nearest darker shade that can be read; the colour itself when it can."""
    while _worst(colour) < READABLE:
        colour = mix(colour, "#000000", 0.04)
    return colour


def for_the_dark(colour: str) -> str:
    """The same hue, light enough to be read on our dark grounds."""
    while min(contrast(colour, ground) for ground in _DARK_GROUNDS) < READABLE:
        colour = mix(colour, WHITE, 0.04)
    return colour


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with a `share` (0 to 1) of the other in it."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _worst(colour: str) -> float:
    return min(contrast(colour, ground) for ground in (WHITE, *_LIGHT_GROUNDS))


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    shares = [part / 255 for part in _rgb(colour)]
    red, green, blue = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
