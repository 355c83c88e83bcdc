"""What happens to an uploaded picture before anything keeps it."""

import io
import re
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from causes import pictures

SECRET = b"GPSLatitude 32.2226 taken by Ana"


def picture(size: tuple[int, int] = (400, 300), mode: str = "RGB", kind: str = "JPEG", **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "#b3175b" if mode != "L" else 90).save(out, kind, **save)
    return out.getvalue()


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def prepared(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(pictures.prepare(upload(content)).read()))


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = SECRET.decode()
    return tags


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("colours", [{}, {"icc_profile": SRGB}], ids=["plain", "with a profile"])
def test_nothing_but_pixels_is_left(colours: dict[str, Any]) -> None:
    original = picture(exif=exif(), comment=SECRET, xmp=SECRET, **colours)
    assert SECRET in original
    result = pictures.prepare(upload(original)).read()
    assert SECRET not in result
    image = Image.open(io.BytesIO(result))
    assert set(image.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    assert not image.getexif()


def test_a_phone_held_upright_gives_an_upright_picture() -> None:
    assert prepared(picture((400, 300), exif=exif(orientation=6))).size == (300, 400)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_every_usual_kind_becomes_a_jpeg(kind: str) -> None:
    image = prepared(picture(kind=kind))
    assert image.format == "JPEG"
    assert image.mode == "RGB"


def test_large_becomes_1600_and_small_stays() -> None:
    assert prepared(picture((4000, 1000))).size == (1600, 400)
    assert prepared(picture((320, 200))).size == (320, 200)


def test_a_restless_picture_still_fits_beside_a_link() -> None:
    noise = Image.effect_noise((1600, 1200), 60).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    smallest = io.BytesIO()
    noise.save(smallest, "JPEG", quality=50, optimize=True, progressive=True)
    assert pictures.prepare(upload(out.getvalue())).size <= max(pictures.GOOD_SIZE, smallest.tell())


def test_transparent_parts_become_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert prepared(out.getvalue()).getpixel((20, 20)) == (255, 255, 255)


def test_printers_colours_become_screen_colours() -> None:
    assert prepared(picture(mode="CMYK")).mode == "RGB"


def test_the_name_says_nothing() -> None:
    first, second = (pictures.prepare(upload(picture(), "Ana en casa.jpg")).name for _ in range(2))
    assert first != second
    assert re.fullmatch(r"[0-9a-f]{20}\.jpg", first or "")


def bomb() -> bytes:
    """A PNG of 30,000 x 30,000 pixels in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def edge_of_bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (10_000, 6_001)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "cannot read"),
        (b"%PDF-1.7 not a picture", "cannot read"),
        (b"", "cannot read"),
        (picture()[:400], "cannot read"),
        (bomb(), "cannot read"),
        (edge_of_bomb(), "too many pixels"),
    ],
    ids=["svg", "pdf", "empty", "cut off", "bomb", "too many pixels"],
)
def test_what_is_no_picture_is_refused_and_said(content: bytes, said: str) -> None:
    with pytest.raises(pictures.BadPicture, match=said):
        pictures.prepare(upload(content))


def test_too_large_a_file_is_refused_unread(settings: Any) -> None:
    settings.PICTURE_MAX_BYTES = 100
    with pytest.raises(pictures.BadPicture, match="too large"):
        pictures.prepare(upload(picture()))
