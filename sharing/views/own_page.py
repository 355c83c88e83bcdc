"""Pages of one person's walk to a network and back: theirs alone, and not there at all while it is off."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token

from causes.views.answering import private_page
from sharing.channels.network import Network
from sharing.walks import ways


def own_page(
    request: HttpRequest, template: str, network: Network, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page that nobody keeps, with the token its forms need."""
    walk = {"network": network.label, "network_name": network.name, "ways": ways(network)}
    return private_page(request, template, {**walk, **context, "csrf_token": get_token(request)}, status)


def go(address: str) -> HttpResponse:
    """303: what comes next is read, not posted again."""
    return HttpResponseRedirect(address, status=303, headers={"Cache-Control": "no-store"})
