"""What every program may read: from any site, cached, and nothing that a page would not show."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from causes import counting
from causes.models import State
from petitions.models import Petition
from sharing.growth import places
from tests.makers import NOW, Make

PUBLIC = ("petitions", "petitions/clinic", "petitions/clinic/history", "petitions/clinic/places")


def read(phone: Client, path: str, status: int = 200) -> Any:
    answer = phone.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_page_behind_the_other_shows_each_petition_once(phone: Client, make: Make) -> None:
    cause = make.cause()
    shown = [make.petition(cause, slug=f"p{number}").slug for number in range(5)]
    make.petition(cause, slug="draft", state=State.DRAFT, published_at=None)
    make.petition(cause, slug="hidden", state=State.HIDDEN)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = read(phone, f"petitions?limit=2&cursor={cursor}")
        seen += [each["slug"] for each in page["petitions"]]
        cursor = page["next_cursor"]
    assert seen == shown


def test_petitions_are_asked_for_by_state_organisation_and_change(phone: Client, make: Make) -> None:
    won = make.petition(slug="won", state=State.WON, counted_at=NOW)
    make.petition(slug="open")
    over = make.petition(slug="over", closes_at=NOW - dt.timedelta(days=1))
    slugs = lambda query: [p["slug"] for p in read(phone, f"petitions?{query}")["petitions"]]  # noqa: E731
    assert slugs("state=won") == ["won"]
    assert slugs("state=open") == ["open"] and slugs("state=closed") == ["over"]
    assert slugs(f"organisation={over.organisation.slug}") == ["over"]
    assert slugs("modified_since=2026-11-22T11:59:00Z") == [won.slug]
    assert read(phone, "petitions/over")["state"] == "closed"


def test_any_site_may_read_and_caches_may_keep(phone: Client, petition: Petition) -> None:
    for path in PUBLIC:
        answer = phone.get(f"/api/v1/{path}")
        assert answer["Access-Control-Allow-Origin"] == "*" and "public" in answer["Cache-Control"]
        assert not answer.cookies
        assert phone.get(f"/api/v1/{path}", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_the_history_ends_in_the_count(phone: Client, make: Make, petition: Petition) -> None:
    for hours in (0, 0, 3):
        make.signature(petition, now=NOW + dt.timedelta(hours=hours))
    counting.count_all(NOW)
    hours = read(phone, "petitions/clinic/history")["hours"]
    assert [(h["signatures"], h["total"]) for h in hours] == [(2, 2), (1, 3)]
    assert read(phone, "petitions/clinic")["total_signatures"] == 3


def test_small_places_are_not_named(phone: Client, make: Make, petition: Petition) -> None:
    for _ in range(places.PUBLIC):
        make.signature(petition, postcode="85701")
    make.signature(petition, postcode="87101")
    make.signature(petition, postcode="")
    counting.count_all(NOW)
    said = read(phone, "petitions/clinic/places")
    assert [(p["code"], p["signatures"]) for p in said["places"]] == [("US-AZ", places.PUBLIC)]
    assert (said["elsewhere"], said["unknown"]) == (1, 1)


def test_the_consents_are_those_of_the_form(phone: Client, petition: Petition) -> None:
    said = read(phone, "petitions/clinic")
    page = " ".join(phone.get("/p/clinic/").content.decode().split())
    english = next(each for each in said["consents"] if each["language"] == "en")
    assert english["signing"] in page and {c["language"] for c in said["consents"]} == {"en", "es"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("petitions?limit=0", 422),
        ("petitions?limit=many", 422),
        ("petitions?cursor=WzFd.", 422),
        ("petitions?cursor=bm9uZQ", 400),
        ("petitions?cursor=WyJ4Il0", 400),
        ("petitions?cursor=WzFlMzAwXQ", 400),
        ("petitions?state=draft", 200),
        ("petitions?state=nothing", 404),
        ("petitions?organisation=%00", 422),
        ("petitions?modified_since=yesterday", 422),
        ("petitions?modified_since=0001-01-01T00:00:00%2B14:00", 400),
        ("petitions/nothing", 404),
        ("petitions/nothing/history", 404),
        ("petitions/clinic/signatures", 401),
        ("petitions/clinic/aggregates", 401),
        ("petitions/clinic/signatures/1", 401),
    ],
)
def test_what_goes_wrong_is_told_as_a_problem(
    phone: Client, petition: Petition, path: str, status: int
) -> None:
    answer = phone.get(f"/api/v1/{path}")
    assert answer.status_code == status
    if status >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        said = answer.json()
        assert said["status"] == status and said["detail"] and said["title"]


def test_drafts_are_in_no_list(phone: Client, make: Make) -> None:
    make.petition(slug="draft", state=State.DRAFT, published_at=None)
    assert read(phone, "petitions?state=draft")["petitions"] == []


def test_the_schema_says_of_errors_what_is_so(phone: Client) -> None:
    paths = phone.get("/api/v1/openapi.json").json()["paths"]
    operations = [operation for methods in paths.values() for operation in methods.values()]
    for operation in operations:
        errors = {status: answer for status, answer in operation["responses"].items() if int(status) >= 400}
        assert errors
        assert {name for error in errors.values() for name in error["content"]} == {
            "application/problem+json"
        }
    headers = {
        p["name"] for operation in operations for p in operation.get("parameters", []) if p["in"] == "header"
    }
    assert headers == {"Idempotency-Key"}, "an underscore is dropped by many a proxy"


@pytest.mark.parametrize("path", [*PUBLIC, "openapi.json"])
def test_whoever_asks_for_the_head_gets_it(phone: Client, petition: Petition, path: str) -> None:
    head, whole = phone.head(f"/api/v1/{path}"), phone.get(f"/api/v1/{path}")
    assert head.status_code == 200 and head.headers["Content-Type"] == whole.headers["Content-Type"]
    assert not head.content


def test_pages_of_other_sites_may_ask_and_read_what_was_wrong(phone: Client, petition: Petition) -> None:
    """What a browser asks first; it may not bring a key along, so that nobody writes one into a page."""
    asked = {"origin": "https://other.example", "access-control-request-method": "GET"}
    for path in (*PUBLIC, "petitions/clinic/signatures", "petitions/clinic/aggregates"):
        answer = phone.options(f"/api/v1/{path}", headers=asked)
        assert answer.status_code == 204 and answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Access-Control-Allow-Headers"] == "If-None-Match"
        assert "POST" not in answer["Access-Control-Allow-Methods"]
    assert phone.get("/api/v1/petitions/nothing")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_method_that_is_not_there_is_told_as_a_problem(
    phone: Client, petition: Petition, method: str
) -> None:
    answer = getattr(phone, method)("/api/v1/petitions")
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert answer["Content-Type"] == "application/problem+json" and answer.json()["status"] == 405


@pytest.mark.parametrize("moment", ["0.5", "1763812800", "yesterday", "2026-13-01T00:00:00Z"])
def test_a_moment_is_written_as_the_schema_says(phone: Client, moment: str) -> None:
    assert phone.get("/api/v1/petitions", {"modified_since": moment}).status_code == 422


@pytest.mark.parametrize(
    "path", ["nothing", "petitions/%C3%BE9i%C2%B2.", "petitions/x/signatures/one", "a/%0A/b", "%0A"]
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_is_not_there_is_told_as_a_problem(method: str, path: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_the_schema_is_served_and_names_each_operation(phone: Client) -> None:
    schema = json.loads(phone.get("/api/v1/openapi.json").content)
    assert schema["openapi"].startswith("3.1")
    assert len(schema["paths"]) == 8 - 1  # names are read and written at one address
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert operation["description"] and set(operation["responses"]) > {"404", "422"}
