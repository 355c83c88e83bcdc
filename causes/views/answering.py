"""How pages are answered: the same bytes for everybody, or one person's own page that nobody keeps."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from accounts.site import site_facts


def render_public(template: str, path: str, context: dict[str, Any]) -> str:
    """A page made without the request, so that nothing of one visitor can get into it."""
    return render_to_string(template, {**site_facts(path), **context})


def private_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page behind a token: kept by nobody, found by no search engine, its address told to no other site.

    The referrer policy is `strict-origin`, not `no-referrer`, which would turn the Origin of its own
    form into `null`.
    """
    return HttpResponse(
        render_public(template, request.path, context),
        status=status,
        headers={
            "Cache-Control": "no-store",
            "Referrer-Policy": "strict-origin",
            "X-Robots-Tag": "noindex",
        },
    )
