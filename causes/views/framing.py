"""Pages that other sites may put into a frame. Every other page of ours may not be framed by anybody."""

import functools
from collections.abc import Callable

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt

View = Callable[..., HttpResponse]


def framed(view: View) -> View:
    """A view that answers into any site's frame: found by no search engine, and without a cookie.

    Nobody who is signed in is known there, so a press that was tricked out of somebody moves nothing of
    theirs.
    """
    opened: View = csp_replace({"frame-ancestors": ["*"]})(view)  # type: ignore[assignment]

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = opened(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return xframe_options_exempt(answer)
