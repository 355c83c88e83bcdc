"""The desk and the pages of one's own sign-in ask for the password again after twelve hours."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from accounts.sessions import is_over
from config.language import is_of_sign_in


class TwelveHours:
    """Whoever signed in too long ago is signed out; what they asked for then sends them to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_of_sign_in(request.path_info) and is_over(request):
            logout(request)
        return self.get_response(request)
