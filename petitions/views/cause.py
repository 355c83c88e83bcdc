"""A cause's page: why, who stands with it, and the petitions it holds. It takes names like a petition."""

import datetime as dt
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.site import public_head
from causes import faces, front_cache, updates
from causes.forms import SignForm
from causes.models import Cause, State, Status
from causes.views.answering import render_public
from causes.views.taking import form_context, take_name
from petitions import cards, feeds, finding, numbers, structured
from petitions.faces import petition_faces
from petitions.finding import Question, Standing
from petitions.models import Signature
from petitions.views.find import ranking

ENDED = (State.CLOSED, State.DELIVERED, State.WON, State.LOST, State.NO_ANSWER)
_PEOPLE_SECONDS = 60.0  # counting heads reads every signature of the cause: once a minute is enough


@csrf_exempt  # it carries no authority; see causes.origin and causes.form_key
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the same bytes for every visitor, keyed by path alone. POST: stand with this cause."""
    cause = _public(slug)
    if request.method == "POST":
        return take_name(request, cause, lambda form, **more: _render(cause, request.path, form, **more))
    return front_cache.answer(
        request, request.path, lambda: _render(cause, request.path, None), at_the_front=True
    )


@require_safe
def public_numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """The same document as a petition's, of those who stand with this cause."""
    cause = _public(slug)
    response = front_cache.answer(
        request, f"numbers of cause {slug}", lambda: numbers.as_json(cause, clock.now()), "application/json"
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


def page_context(cause: Cause, now: dt.datetime, form: SignForm | None = None, **more: Any) -> dict[str, Any]:
    """What templates/causes/page.html shows; the desk's preview uses the same."""
    language = translation.get_language()
    face = faces.page_face(cause, language, now)
    card = cards.face(face, language)
    faces.add_growth(face, cause, now)
    updates.add_updates(face, cause, language)
    petitions = cause.petitions.public()
    moving = Question(cause=cause.slug, standing=Standing.OPEN)
    return {
        "cause": face,
        "page": face,
        "card": card,
        "structured": structured.cause(face, language, card.picture or face.picture_url),
        "feeds": feeds.links(cause, cause.organisation),
        "petitions": petition_faces(finding.fetch(ranking(moving, now)).petitions, now),
        "ended": petition_faces(petitions.filter(state__in=ENDED).order_by("-published_at"), now),
        "signatories": front_cache.kept(
            f"signatories of {cause.pk}", lambda: signatories(cause), _PEOPLE_SECONDS
        ),
        **public_head(cause.public_path(language)),
        **form_context(cause, now, form),
        "note": "",
        "form_failed": False,
        **more,
    }


def signatories(cause: Cause) -> int:
    """People who have a confirmed signature on a public petition of this cause, each counted once."""
    signed = Signature.objects.filter(petition__in=cause.petitions.public(), status=Status.CONFIRMED)
    # A name that was forgotten is still somebody, each one somebody else.
    return signed.values_list(Coalesce("supporter", -F("pk"))).distinct().count()


def _render(cause: Cause, path: str, form: SignForm | None, **more: Any) -> str:
    return render_public("causes/page.html", path, page_context(cause, clock.now(), form, **more))


def _public(slug: str) -> Cause:
    cause: Cause = front_cache.kept(f"cause {slug}", lambda: _find(slug))
    return cause


def _find(slug: str) -> Cause:
    try:
        return Cause.objects.public().select_related("organisation").prefetch_related("texts").get(slug=slug)
    except Cause.DoesNotExist as missing:
        raise Http404 from missing
