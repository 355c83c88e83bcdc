"""What a journalist needs of a petition, on one page: numbers with their date, words, picture, counter."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.site import public_head
from causes import faces, front_cache
from causes.views.answering import render_public
from petitions import embedding
from petitions.faces import petition_face
from petitions.models import Petition


@require_safe
def press(request: HttpRequest, slug: str) -> HttpResponse:
    """The same bytes for everybody; nothing on it that the petition's own page does not know."""
    return front_cache.answer(
        request,
        request.path,
        lambda: render_public(
            "petitions/press.html",
            request.path,
            {**public_head(request.path), **_context(slug, clock.now())},
        ),
    )


def _context(slug: str, now: dt.datetime) -> dict[str, Any]:
    found = Petition.objects.public().select_related("organisation", "cause")
    petition = get_object_or_404(found, slug=slug)
    face = petition_face(petition, translation.get_language(), now)
    faces.add_growth(face, petition, now)
    counter = embedding.script(petition, embedding.COUNT, translation.get_language())
    return {"petition": face, "today": now, "counter": counter}
