"""How a handover went, for everybody: the number of that day, a picture, places, reasons; no list."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.site import public_head
from causes import faces, front_cache
from causes.views.answering import render_public
from petitions import life
from petitions.faces import petition_face
from petitions.handover.facts import facts
from petitions.models import Petition


@require_safe
def handover(request: HttpRequest, slug: str) -> HttpResponse:
    """The same bytes for everybody; 404 until it was handed over."""

    def render() -> str:
        context = {**public_head(request.path), **_context(slug, clock.now())}
        return render_public("petitions/handover.html", request.path, context)

    return front_cache.answer(request, request.path, render)


def _context(slug: str, now: dt.datetime) -> dict[str, Any]:
    found = Petition.objects.public().select_related("organisation", "cause")
    petition = get_object_or_404(found, slug=slug)
    face = petition_face(petition, translation.get_language(), now)
    life.add_life(face, petition)
    if face.handover is None:
        raise Http404
    faces.add_growth(face, petition, now)
    return {"petition": face, "handover": face.handover, "facts": facts(petition, now)}
