"""What a visitor reads when something goes wrong, and what the log may say about it."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RouteNames(logging.Filter):
    """Replaces a path in Django's request lines by its route: our paths carry codes and tokens."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            match = request.resolver_match
            record.msg = f"{record.levelname}: {request.method} {match.route if match else '(no route)'}"
            record.args = ()
        return True


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
