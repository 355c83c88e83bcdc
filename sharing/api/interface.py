"""What all addresses below `/api/v1/` do alike, and what the schema says of them."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from sharing.api.problems import MEDIA_TYPE, Refused, answer

View = Callable[..., HttpResponse]


class Interface(NinjaAPI):
    """Its schema says of errors what is so: their media type, and which short names can be asked for.

    HEAD answers like GET, OPTIONS lets pages of other sites ask, and any other method is told what there is.
    What a key opened is kept by nobody in between.
    """

    @property
    def urls(self) -> Any:
        patterns, *names = super().urls
        for pattern in patterns:
            pattern.callback = _polite(pattern.callback)  # type: ignore[arg-type]
        return (patterns, *names)

    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:
        made = super().create_response(request, data, **more)
        made["Cache-Control"] = "no-store"
        return made

    def get_openapi_schema(self, **asked: Any) -> Any:
        schema = super().get_openapi_schema(**asked)
        for operations in schema["paths"].values():
            for operation in operations.values():
                _say_what_is_so(operation)
        return schema


def _polite(view: View) -> View:
    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _may_be_asked()
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked
        response = view(request, *args, **kwargs)
        request.method = asked  # the web server leaves the body out
        if response.status_code == 405:
            allowed = response["Allow"]
            response = answer(Refused(405, f"This address knows {allowed}."))
            response["Allow"] = allowed
        return response

    return answered


def _may_be_asked() -> HttpResponse:
    """To a browser that asks for a page of another site: it may read, and may not bring a key along."""
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )


def _say_what_is_so(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if int(status) >= 400 and "application/json" in response.get("content", {}):
            response["content"][MEDIA_TYPE] = response["content"].pop("application/json")
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "slug" and parameter["in"] == "path":
            parameter["schema"]["pattern"] = r"^[-a-zA-Z0-9_]{1,80}$"
