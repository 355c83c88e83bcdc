"""Pages of one person's walk to X and back: theirs alone, and not there at all while X is off."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token

from causes.models import Channel
from causes.views.answering import private_page
from sharing.channels import NETWORKS


def needs_x() -> None:
    """Nothing of the walk exists while this site has no app at X."""
    if not NETWORKS[Channel.X].is_on:
        raise Http404


def own_page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page that nobody keeps, with the token its forms need."""
    return private_page(request, template, {**context, "csrf_token": get_token(request)}, status)


def go(address: str) -> HttpResponse:
    """303: what comes next is read, not posted again."""
    return HttpResponseRedirect(address, status=303, headers={"Cache-Control": "no-store"})
