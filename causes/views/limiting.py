"""A form that only asks for a letter or for somebody's time answers a flood with 429, in words.

Never for signing: a hall full of people behind one address is the best thing that can happen.
"""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from causes import limits

View = Callable[..., HttpResponse]


def limited(what: str) -> Callable[[View], View]:
    """A view whose POSTs are counted under the name `what`; reading it is never limited."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            minutes = limits.minutes_to_wait(request, what) if request.method == "POST" else 0
            return too_many(request, minutes) if minutes else view(request, *args, **kwargs)

        return answer

    return decorate


def too_many(request: HttpRequest, minutes: int) -> HttpResponse:
    """429 with the minutes to wait, for people and for programs, kept by nobody."""
    answer = render(request, "429.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(minutes * 60)
    answer["Cache-Control"] = "no-store"
    return answer
