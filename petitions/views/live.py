"""The number alone, as large as a wall: for the day of the handover, a hall, a shop window."""

import datetime as dt
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.formats import localize
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from accounts import clock
from causes import front_cache
from causes.views.answering import render_public
from petitions.faces import petition_face
from petitions.models import Petition


@require_safe
def live(request: HttpRequest, slug: str) -> HttpResponse:
    """The same bytes for everybody; kept fresh from the public JSON, or by loading it anew without script."""
    response = front_cache.answer(
        request,
        request.path,
        lambda: render_public("petitions/live.html", request.path, _context(slug, clock.now())),
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _context(slug: str, now: dt.datetime) -> dict[str, Any]:
    found = Petition.objects.public().select_related("organisation", "cause")
    petition = get_object_or_404(found, slug=slug)
    face = petition_face(petition, translation.get_language(), now)
    return {
        "petition": face,
        "number": str(localize(face.count)),
        "code": _picture_code(face.public_url),
        "address": face.public_url.split("://", 1)[-1],
    }


def _picture_code(address: str) -> str:
    """A QR code that a phone reads from the last row: dark on light in both themes."""
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(omitsize=True, border=2, dark="#1b1a2e", light="#ffffff"))
