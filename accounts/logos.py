"""An organisation's logo: whatever was uploaded, kept as a small PNG without anything but its pixels."""

import io
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

SIZE = (480, 240)  # shown at half of it, sharp on a phone
MOST_BYTES = 2_000_000
MOST_PIXELS = 20_000_000
_FORMATS = ("PNG", "JPEG", "WEBP")


def prepare(upload: "File[Any]") -> "ContentFile[bytes]":
    """A PNG of at most 480 x 240 under a random name; raises ValidationError for what is no picture."""
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(_("This file is too large for a logo: up to 2 MB."), code="large")
    try:
        image = Image.open(upload, formats=_FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise ValidationError(_("This picture has too many pixels for a logo."), code="large")
        image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("We cannot read this file as a picture. PNG, JPEG and WebP work."), code="no_picture"
        ) from error
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail(SIZE, Image.Resampling.LANCZOS)
    plain = Image.new("RGBA", upright.size)
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, "PNG", optimize=True)
    return ContentFile(out.getvalue(), name=f"{secrets.token_hex(10)}.png")
