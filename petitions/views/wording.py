"""Every version of a page's wording, for everybody: a change after the first signature is never silent."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.site import public_head
from causes import faces, front_cache
from causes.models import Cause, Page, Wording
from causes.views.answering import render_public
from petitions.models import Petition
from petitions.wordings import versions


@require_safe
def of_petition(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, Petition.objects.public(), slug)


@require_safe
def of_cause(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, Cause.objects.public(), slug)


def _answer(request: HttpRequest, pages: "QuerySet[Any]", slug: str) -> HttpResponse:
    def render() -> str:
        context = {**public_head(request.path), **_context(pages, slug, clock.now())}
        return render_public("petitions/wording.html", request.path, context)

    return front_cache.answer(request, request.path, render)


def _context(pages: "QuerySet[Any]", slug: str, now: dt.datetime) -> dict[str, Any]:
    page: Page = get_object_or_404(pages.select_related("organisation"), slug=slug)
    return {
        "page": faces.page_face(page, translation.get_language(), now),
        "versions": versions(Wording.objects.filter(page=page.pk)),
    }
