"""The desk stays closed to whoever needs a second step and has none; they are led to set it up."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.two_step import must_set_up


class TwoStepDoor:
    """After sign-in, before any screen of the desk: reading included, for lists show names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/") and must_set_up(request.user):
            messages.warning(
                request,
                _(
                    "You may take names out or decide for this site, so your password alone is not enough: "
                    "set up a second step first. It takes a minute."
                ),
            )
            return HttpResponseRedirect(reverse("mfa_index"), status=303)
        return self.get_response(request)
