"""Every letter in every language, as its reader would see it: for whoever works at the desk."""

import functools
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from accounts import clock
from accounts.languages import languages
from causes.models import Letter
from causes.writing import samples

_OF_A_LETTER = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "sandbox": True,
}


def urls(site: admin.AdminSite) -> list[URLPattern]:
    listed, one = functools.partial(_list, site), functools.partial(_one, site)
    view = site.admin_view
    return [
        path("preview/", view(require_GET(listed)), name="causes_letter_previews"),
        path("preview/<slug:kind>/<slug:language>/", view(require_GET(one)), name="causes_letter_preview"),
        path("preview/<slug:kind>/<slug:language>/html/", view(_html), name="causes_letter_preview_html"),
    ]


def _list(site: admin.AdminSite, request: HttpRequest) -> HttpResponse:
    context = {
        **site.each_context(request),
        "title": _("All letters, as their readers see them"),
        "opts": Letter._meta,
        "kinds": Letter.Kind.choices,
        "languages": languages(),
    }
    return TemplateResponse(request, "admin/causes/letters_preview_list.html", context)


def _one(site: admin.AdminSite, request: HttpRequest, kind: str, language: str) -> HttpResponse:
    message = _written(kind, language)
    context = {
        **site.each_context(request),
        "title": capfirst(Letter.Kind(kind).label),
        "opts": Letter._meta,
        "kind": kind,
        "language": language,
        "languages": languages(),
        "message": message,
    }
    return TemplateResponse(request, "admin/causes/letters_preview.html", context)


@require_GET
@xframe_options_sameorigin
@csp(_OF_A_LETTER)  # type: ignore[arg-type]  # it takes any view, and says it takes plain ones
def _html(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """The HTML part alone, for the frame: a letter's styles stand in its lines, which the desk forbids."""
    html: Any = _written(kind, language).alternatives[0]
    return HttpResponse(html.content)


def _written(kind: str, language: str) -> Any:
    if kind not in Letter.Kind.values or language not in dict(settings.LANGUAGES):
        raise Http404
    return samples.sample(Letter.Kind(kind), language, clock.now())
