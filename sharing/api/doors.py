"""The addresses below `/api/v1/`. Reading what is public needs no key, from any site and for any cache."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import register_converter
from django.urls.converters import PathConverter
from ninja import Header, Query, Schema
from pydantic import BeforeValidator

from accounts import clock
from accounts.models import Scope
from causes import front_cache
from causes.models import Status
from petitions.models import Signature
from sharing.api import names, problems, reading, schemas
from sharing.api.interface import Interface
from sharing.api.keys import Key


class _Anything(PathConverter):
    """Django's <path:> stops at a line break, and what is behind it would be answered by a page."""

    regex = r"[\s\S]+"


register_converter(_Anything, "anything")

_SLUG = r"^[-a-zA-Z0-9_]{0,80}$"
_CURSOR = r"^[-A-Za-z0-9_]{0,200}$"
_HIGHEST = 2**62

Slug = Annotated[str, Query(pattern=_SLUG)]
Cursor = Annotated[str, Query(pattern=_CURSOR, description="`next_cursor` of the page before.")]


def _written(moment: Any) -> Any:
    """Seconds since 1970 are no moment as the schema writes one."""
    if isinstance(moment, str) and not re.match(r"\d{4}-\d\d-\d\d", moment):
        raise ValueError("Write a moment as 2026-11-22T12:00:00Z.")
    return moment


Moment = Annotated[dt.datetime, BeforeValidator(_written)]
Since = Annotated[Moment | None, Query(description="Only what changed at or after this moment.")]
Limit = Annotated[int, Query(ge=1, le=200)]
_WRONG = {400: problems.Problem, 404: problems.Problem, 422: problems.Problem}
_LOCKED = {401: problems.Problem, 403: problems.Problem, 429: problems.Problem, **_WRONG}

api = Interface(
    title="Groundswell",
    version="1",
    urls_namespace="api",
    docs_url=None,  # a page of ours: templates/developers.html
    description="Petitions, counts and names. Errors are application/problem+json.",
)
problems.tell_on(api)


def _public(request: HttpRequest, key: str, make: Callable[[], Schema]) -> HttpResponse:
    """The same bytes for everybody for two seconds, with an ETag."""
    answer = front_cache.answer(
        request, f"api {key}", lambda: make().model_dump_json(), "application/json; charset=utf-8"
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@api.get("/petitions", response={200: schemas.PetitionPage, **_WRONG}, tags=["public"], auth=None)
def petitions(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor = "",
    state: Annotated[str, Query(pattern=r"^[a-z_]{0,10}$")] = "",
    organisation: Slug = "",
    modified_since: Since = None,
) -> Any:
    """Public petitions, the oldest first."""
    asked = (limit, cursor, state, organisation, _aware(modified_since))
    return _public(request, f"petitions {asked}", lambda: reading.petition_page(clock.now(), *asked))


@api.get("/petitions/{slug:slug}", response={200: schemas.PetitionDetail, **_WRONG}, tags=["public"])
def petition(request: HttpRequest, slug: str) -> Any:
    """One petition, with the consents that a form elsewhere has to show."""
    return _public(request, f"petition {slug}", lambda: reading.petition_detail(slug, clock.now()))


@api.get("/petitions/{slug:slug}/history", response={200: schemas.HistoryOut, **_WRONG}, tags=["public"])
def history(request: HttpRequest, slug: str) -> Any:
    """How its count grew, hour by hour."""
    return _public(request, f"history {slug}", lambda: reading.history(slug))


@api.get("/petitions/{slug:slug}/places", response={200: schemas.PlacesOut, **_WRONG}, tags=["public"])
def places(request: HttpRequest, slug: str) -> Any:
    """States and provinces with ten names or more."""
    return _public(request, f"places {slug}", lambda: reading.places(slug))


@api.get(
    "/petitions/{slug:slug}/aggregates",
    response={200: schemas.AggregatesOut, **_LOCKED},
    auth=Key(Scope.AGGREGATES),
    tags=["own"],
)
def aggregates(request: Any, slug: str) -> Any:
    """The numbers of one's own petition, in any state."""
    return reading.aggregates(reading.own(slug, request.auth.organisation))


@api.get(
    "/petitions/{slug:slug}/signatures",
    response={200: schemas.SignaturePage, **_LOCKED},
    auth=Key(Scope.READ),
    tags=["own"],
)
def signatures(
    request: Any,
    slug: str,
    limit: Limit = 100,
    cursor: Cursor = "",
    modified_since: Since = None,
    status: Annotated[str, Query(pattern=rf"^({'|'.join(Status.values)})?$")] = "",
) -> Any:
    """Names of one's own petition in the order in which they changed, ten seconds after they did."""
    page = reading.own(slug, request.auth.organisation)
    return names.changed(page, limit, cursor, _aware(modified_since), status, clock.now())


@api.get(
    "/petitions/{slug:slug}/signatures/{int:number}",
    response={200: schemas.SignatureOut, **_LOCKED},
    auth=Key(Scope.READ),
    tags=["own"],
)
def signature(request: Any, slug: str, number: int) -> Any:
    """One name, by the number in its identifier. Who was erased is not found."""
    page = reading.own(slug, request.auth.organisation)
    found = Signature.objects.filter(petition=page)
    return names.signature(get_object_or_404(found, pk=min(number, _HIGHEST)), page)


@api.post(
    "/petitions/{slug:slug}/signatures",
    response={202: schemas.AcceptedOut, 409: problems.Problem, **_LOCKED},
    auth=Key(Scope.WRITE),
    tags=["own"],
)
def sign(
    request: Any,
    slug: str,
    said: schemas.SignatureIn,
    idempotency_key: Annotated[
        str, Header(alias="Idempotency-Key", min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")
    ],
) -> Any:
    """Put down a name that was given on a form of one's own. Its owner gets the letter, as always."""
    page = reading.own(slug, request.auth.organisation)
    return 202, names.put_down(request.auth, page, said, idempotency_key, clock.now())


def _aware(moment: dt.datetime | None) -> dt.datetime | None:
    """A moment without a zone is meant in UTC; one that UTC cannot hold is refused."""
    if moment is None:
        return None
    try:
        return moment.replace(tzinfo=moment.tzinfo or dt.UTC).astimezone(dt.UTC)
    except OverflowError as error:
        raise problems.Refused(400, "No such moment.") from error


@api.api_operation(
    ["GET", "POST", "PUT", "PATCH", "DELETE"], "/{anything:rest}", include_in_schema=False, auth=None
)
def nowhere(request: HttpRequest, rest: str) -> Any:
    """A program that asks for something else gets an answer that it can read."""
    raise Http404
