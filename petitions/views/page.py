"""The petition's page and its signing: the product."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.site import public_head
from causes import faces, front_cache, updates
from causes.forms import SignForm
from causes.views.answering import render_public
from causes.views.taking import form_context, take_name
from petitions import cards, embedding, feeds, life, numbers, reasons, recent, responses, structured
from petitions.faces import WORDS, petition_face
from petitions.models import Petition


@csrf_exempt  # it carries no authority; see causes.origin and causes.form_key
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the same bytes for every visitor, keyed by path alone. POST: sign."""
    petition = public_petition(slug)
    if request.method == "POST":
        return take_name(
            request, petition, lambda form, **more: _render(petition, request.path, form, **more)
        )
    return front_cache.answer(
        request, request.path, lambda: _render(petition, request.path, None), at_the_front=True
    )


@require_safe
def public_numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """Title, state, count, goal and how they came, for anybody's program."""
    petition = public_petition(slug)
    response = front_cache.answer(
        request,
        f"numbers of {slug}",
        lambda: numbers.as_json(petition, clock.now()),
        "application/json",
        at_the_front=True,
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


def page_context(
    petition: Petition, now: dt.datetime, form: SignForm | None = None, **more: Any
) -> dict[str, Any]:
    """What templates/petitions/page.html shows; the desk's preview uses the same."""
    language = translation.get_language()
    face = petition_face(petition, language, now)
    card = cards.face(face, language)
    faces.add_growth(face, petition, now)
    life.add_life(face, petition)
    updates.add_updates(face, petition, language)
    return {
        "petition": face,
        "card": card,
        "oembed": embedding.discoveries(petition.public_path(language)),
        "structured": structured.petition(face, language, card.picture or face.picture_url),
        "feeds": feeds.links(petition.cause, petition.organisation),
        "recent": recent.first_names(petition),
        "reasons": reasons.shown(petition),
        "responses": responses.shown(petition),
        **public_head(petition.public_path(language)),
        **form_context(petition, now, form),
        "note": "",
        "form_failed": False,
        **more,
    }


def _render(petition: Petition, path: str, form: SignForm | None, **more: Any) -> str:
    return render_public("petitions/page.html", path, page_context(petition, clock.now(), form, **more))


def public_petition(slug: str) -> Petition:
    petition: Petition = front_cache.kept(f"petition {slug}", lambda: _find(slug))
    return petition


def _find(slug: str) -> Petition:
    try:
        found = Petition.objects.public().select_related("organisation", "cause")
        return found.prefetch_related(*WORDS).get(slug=slug)
    except Petition.DoesNotExist as missing:
        raise Http404 from missing
