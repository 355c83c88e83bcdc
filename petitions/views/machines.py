"""Pages that programs read: sitemap, robots.txt, feeds."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from causes import front_cache
from causes.models import Cause, Page
from petitions import feeds, sitemaps

_SECONDS = 60.0  # a sitemap is long, and nobody needs it to the second


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return _kept(request, sitemaps.sitemap)


@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    return _kept(request, lambda: sitemaps.part(number))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return front_cache.answer(request, request.path, sitemaps.robots, "text/plain; charset=utf-8")


@require_safe
def site_feed(request: HttpRequest) -> HttpResponse:
    return front_cache.answer(request, request.path, feeds.of_site, feeds.CONTENT_TYPE)


@require_safe
def cause_feed(request: HttpRequest, slug: str) -> HttpResponse:
    def make() -> str:
        return feeds.of_cause(get_object_or_404(Cause.objects.public(), slug=slug))

    return front_cache.answer(request, request.path, make, feeds.CONTENT_TYPE)


@require_safe
def organisation_feed(request: HttpRequest, slug: str) -> HttpResponse:
    def make() -> str:
        running = Organisation.objects.filter(pk__in=Page.objects.public().values("organisation"))
        return feeds.of_organisation(get_object_or_404(running, slug=slug))

    return front_cache.answer(request, request.path, make, feeds.CONTENT_TYPE)


def _kept(request: HttpRequest, make: Callable[[], str]) -> HttpResponse:
    text = front_cache.kept(f"text of {request.path}", make, _SECONDS)
    if not text:
        raise Http404
    return front_cache.answer(request, request.path, lambda: text, sitemaps.CONTENT_TYPE)
