"""The letters we print with, as files that a print opens quickly.

They are shipped packed (1.1 MB), and our face holds every weight in one file. Unpacking them takes more than
a second of processor, each time; so a process does it once, into a folder that goes with it.
"""

import functools
import logging
import tempfile
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FALLBACKS = ("dejavu-sans", "unifont")
_PACKED = settings.BASE_DIR / "petitions" / "handover" / "fonts"
_FACE = settings.BASE_DIR / "static" / "font" / "archivo-latin.woff2"
_WEIGHTS = {"": 430, "B": 780}
# They tell at length which tables of a font they leave out.
for _chatty in ("fontTools", "fpdf"):
    logging.getLogger(_chatty).setLevel(logging.ERROR)


@functools.cache
def face(style: str) -> Path:
    """Our own face in one weight: "" for text, "B" for what is bold."""
    font = instancer.instantiateVariableFont(TTFont(_FACE), {"wght": _WEIGHTS[style]})
    return _plain(font, f"face{style}")


@functools.cache
def fallback(name: str) -> Path:
    """One of `FALLBACKS`: letters that our face has not."""
    return _plain(TTFont(_PACKED / f"{name}.woff2"), name)


def _plain(font: TTFont, name: str) -> Path:
    path = Path(_folder().name) / f"{name}.ttf"
    font.flavor = None
    font.save(path)
    return path


@functools.cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    """Removed when the process ends; a killed one leaves it to the system."""
    return tempfile.TemporaryDirectory(prefix="groundswell-letters-")
