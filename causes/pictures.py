"""Pictures that people upload: made small, plain and anonymous before anything keeps them."""

import io
import secrets
import struct
import zlib
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

LONGEST_SIDE = 1600  # pixels: sharp on a large screen, small on a phone
MOST_PIXELS = 60_000_000  # a good camera's; more is a mistake or an attack on our memory
GOOD_SIZE = 280_000  # bytes: above 300 KB WhatsApp shows no picture beside a link
_QUALITIES = (84, 76, 68, 60, 50)
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# What Pillow raises for files that are cut off, damaged or made to do harm.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)


class BadPicture(ValueError):
    """Not usable as a picture; the message says why, in the reader's language."""


def prepare(upload: "File[Any]") -> "ContentFile[bytes]":
    """The picture as a new JPEG under a random name: upright, at most 1600 px, without any metadata.

    A phone's picture knows where and when it was taken, and by whose phone; ours does not.
    """
    if (upload.size or 0) > settings.PICTURE_MAX_BYTES:
        limit = filesizeformat(settings.PICTURE_MAX_BYTES)
        raise BadPicture(_("This file is too large. A picture may have up to %(limit)s.") % {"limit": limit})
    return ContentFile(_encode(_plain(_open(upload))), name=f"{secrets.token_hex(10)}.jpg")


def _open(upload: Any) -> Image.Image:
    """The picture, decoded; its size is judged by its header, before a pixel is read."""
    try:
        image = Image.open(upload, formats=_FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise BadPicture(
                _("This picture has too many pixels. Please make it smaller than %(millions)s megapixels.")
                % {"millions": MOST_PIXELS // 1_000_000}
            )
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG can be read at half or quarter size
        image.load()
    except BadPicture:
        raise
    except _BROKEN as error:
        raise BadPicture(
            _("We cannot read this file as a picture. JPEG, PNG, WebP, AVIF and GIF work.")
        ) from error
    return image


def _plain(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, on white where it was transparent, small, and with nothing but its pixels."""
    upright = _in_srgb(ImageOps.exif_transpose(image))
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright if upright.mode == "RGBA" else None)
    return plain


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as other programs will show them once the camera's colour profile is gone."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image  # a damaged profile: the plain numbers are the best we know
    return converted or image


def _encode(image: Image.Image) -> bytes:
    """As good as fits into a size that every network shows; the smallest we can make if none does."""
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= GOOD_SIZE:
            break
    return out.getvalue()
