"""What a visitor reads when something goes wrong."""

import sys

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from accounts import clock
from causes import front_cache
from petitions.faces import petition_faces
from petitions.models import Petition

TRY_AGAIN = 120  # seconds, told to programs that ask


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """In the language of the path, with petitions that are open now: most who come here came to sign."""
    language = translation.get_language()
    petitions = front_cache.kept(f"instead of nothing {language}", _instead)
    return render(request, "404.html", {"petitions": petitions}, status=404)


def _instead() -> list[object]:
    now = clock.now()
    return [*petition_faces(Petition.objects.open(now).order_by("-counted_at", "-published_at")[:3], now)]


def server_error(request: HttpRequest) -> HttpResponse:
    """Made of one template and nothing else, because anything else may be what broke.

    While the database cannot be reached at all it is 503, which may say that nothing was saved; after
    any other error nobody knows, and the page does not claim to.
    """
    failure = sys.exc_info()[1]
    if isinstance(failure, OperationalError) and connection.connection is None:
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(TRY_AGAIN)})
    return HttpResponse(render_to_string("500.html"), status=500)
