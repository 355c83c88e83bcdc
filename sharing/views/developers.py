"""The page for those who write programs: what can be asked, with requests to copy."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.models import Heard, Scope
from accounts.site import public_head
from causes import consents, front_cache
from causes.views.answering import render_public
from petitions.models import Petition
from sharing.api import api, examples


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """The same for everybody. Its examples name a petition that is really there."""

    def render() -> str:
        petition = Petition.objects.public().select_related("organisation").order_by("pk").first()
        consent = consents.current(petition, "en", clock.now()).id if petition else 1
        place = (settings.SITE_URL, petition.slug if petition else "keep-the-clinic-open", consent)

        def filled(some: list[examples.Example]) -> list[dict[str, object]]:
            return [{"title": each.title, "command": each.filled(*place)} for each in some]

        context = {
            **public_head(request.path),
            "open": filled(examples.OPEN),
            "own": filled(examples.OWN),
            "scopes": Scope.choices,
            "operations": _operations(),
            "heard": Heard.choices,
            "event": examples.EVENT,
        }
        return render_public("developers.html", request.path, context)

    return front_cache.answer(request, request.path, render)


def _operations() -> list[dict[str, str]]:
    """Each operation of the schema, in its order: method, path, what it does."""
    found = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return [
        {"method": method.upper(), "path": path, "what": operation.get("description", "")}
        for path, operations in found.items()
        for method, operation in operations.items()
    ]
