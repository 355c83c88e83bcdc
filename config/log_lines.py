"""What the log may say about a request. Loaded before any app: it imports no model."""

import logging

from django.http import HttpRequest


class RouteNames(logging.Filter):
    """Replaces a path in Django's request lines by its route: our paths carry codes and tokens."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            match = request.resolver_match
            record.msg = f"{record.levelname}: {request.method} {match.route if match else '(no route)'}"
            record.args = ()
        return True
