"""What other people's tools find when they take our schema at its word: schemathesis, against the real site.

Its examples are the same at each run (`derandomize`), so nothing here is green today and red tomorrow.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks as openapi

from accounts.models import Scope
from causes import consents
from config.wsgi import application
from petitions.models import Petition
from sharing.api import api
from tests.makers import NOW, Make

OPERATIONS = [
    (method.upper(), path)
    for path, operations in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for method in operations
]
CHECKS = [
    checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
    openapi.negative_data_rejection,
    openapi.missing_required_header,
    openapi.ignored_auth,
]
quickly = settings(
    max_examples=24,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a failure is told as it was found: shrinking it takes minutes
    suppress_health_check=list(HealthCheck),
)


@functools.cache
def schema() -> Any:
    """As the site serves it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The site answers inside the test's own transaction, as it does for Django's test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=map(" ".join, OPERATIONS))
def test_tools_find_what_the_schema_says(
    make: Make, petition: Petition, key: Callable[..., str], method: str, path: str, mode: GenerationMode
) -> None:
    """With no key, a wrong one, one scope at a time, and all of them; often at a petition that is there."""
    there = {"slug": petition.slug, "number": make.signature(petition).pk}
    consent = consents.current(petition, "en", NOW).id
    texts = ["gws_nobody", *(key(petition.organisation, scope) for scope in Scope)]
    whole = {"Authorization": f"Bearer {key(petition.organisation)}"}
    keys: list[dict[str, str]] = [{}, *({"Authorization": f"Bearer {text}"} for text in texts)]
    ways = [(whole, True), (whole, False)] * 4 + [(headers, True) for headers in keys]
    operation, answered = schema()[path][method], set()

    @quickly
    @given(operation.as_strategy(generation_mode=mode), st.sampled_from(ways))
    def ask(case: Any, way: tuple[dict[str, str], bool]) -> None:
        headers, is_there = way
        wrong = {place for place, part in case.meta.components.items() if part.mode.is_negative}
        if is_there and ParameterLocation.PATH not in wrong:
            case.path_parameters = {name: there[name] for name in case.path_parameters or {}}
        if is_there and not wrong and method == "POST":
            _fill(case.body, consent)
        answer = case.call(headers=headers)
        answered.add(answer.status_code)
        if wrong == {ParameterLocation.HEADER} and "Authorization" in case.headers:
            return  # ours took the place of the wrong one
        case.validate_response(answer, CHECKS, headers=headers, transport_kwargs={"headers": headers})

    ask()
    assert bool(answered & {401, 403}) is ("own" in operation.definition.raw["tags"])
    assert answered & {200, 202} or not mode.is_positive, "everything was refused: nothing was tried"


def _fill(body: Any, consent: int) -> None:
    """What no schema can say: a name that is one, an address of a mailbox, the words of today."""
    body["person"] |= {"name": "Rosa Yazzie", "email_addresses": [{"address": "rosa@example.net"}]}
    body["person"].pop("postal_addresses", None)
    body["consent"] |= {"id": consent, "accepted": True}
    body.pop("reason", None)
