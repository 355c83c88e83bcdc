"""Smaller and lighter files of each page's picture: AVIF and WebP in the widths that screens ask for.

A page whose `sized_picture` is not its picture is the queue; a worker makes what is missing. Until then, and
for browsers that know neither kind, the JPEG is there. Files are named after it, so that nothing else needs
to remember them.
"""

import io
import logging
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F
from PIL import Image

from causes.models import Page

BATCH = 5
WIDTHS = (480, 960)  # pixels, beside the picture's own: a card, a phone, a wide screen
_KINDS: dict[str, dict[str, int]] = {
    "avif": {"quality": 52, "speed": 8},
    "webp": {"quality": 74, "method": 4},
}
_BROKEN = " cannot be read"  # behind the name of a picture that no size can be made of
log = logging.getLogger(__name__)


def make_due() -> int:
    """Make the sizes of up to 5 pictures; returns how many pages were looked at. Whoever is killed in
    between begins that page anew, under the same names."""
    due = Page.objects.exclude(picture="").exclude(sized_picture__startswith=F("picture"))
    pages = list(due.only("pk", "picture")[:BATCH])
    for page in pages:
        name = str(page.picture.name)
        try:
            width, height = _make(name)
        except OSError:
            log.warning("The picture of page %s cannot be read", page.pk)
            Page.objects.filter(pk=page.pk, picture=name).update(sized_picture=name + _BROKEN)
        else:
            made = {"sized_picture": name, "picture_width": width, "picture_height": height}
            Page.objects.filter(pk=page.pk, picture=name).update(**made)
    return len(pages)


def sources(page: Page) -> list[tuple[str, str]]:
    """(media type, srcset) for <source>, the lightest kind first; nothing while there are none."""
    name, width = str(page.picture.name or ""), page.picture_width or 0
    if not name or page.sized_picture != name:
        return []
    return [
        (
            f"image/{kind}",
            ", ".join(f"{default_storage.url(_named(name, w, kind))} {w}w" for w in _widths(width)),
        )
        for kind in _KINDS
    ]


def remove(name: str, width: int) -> None:
    """Takes the sizes of picture `name` away, once `width` pixels wide; what is not there is no error."""
    for w in _widths(width):
        for kind in _KINDS:
            default_storage.delete(_named(name, w, kind))


def _widths(width: int) -> Iterator[int]:
    yield from (each for each in WIDTHS if each < width)
    yield width


def _named(name: str, width: int, kind: str) -> str:
    return f"{name.rpartition('.')[0]}-{width}.{kind}"


def _make(name: str) -> tuple[int, int]:
    """Width and height of the picture whose sizes are there now."""
    with default_storage.open(name) as file, Image.open(file) as opened:
        picture = opened.convert("RGB")
    for width in _widths(picture.width):
        size = (width, max(1, round(picture.height * width / picture.width)))
        small = picture if width == picture.width else picture.resize(size, Image.Resampling.LANCZOS)
        for kind, how in _KINDS.items():
            where = _named(name, width, kind)
            if not default_storage.exists(where):
                out = io.BytesIO()
                small.save(out, kind.upper(), **how)
                default_storage.save(where, ContentFile(out.getvalue()))
    return picture.size
