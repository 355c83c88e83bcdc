"""`/p/<slug>.json`: what anybody may know about a petition, as it stands in the journals."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from causes import front_cache
from causes.confirming import withdraw
from causes.counting import count_all
from causes.models import Page, State
from petitions.models import Petition
from tests.makers import NOW, Make


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep «La Clínica» open", goal=500)


def numbers(client: Client, petition: Petition) -> dict[str, Any]:
    front_cache.forget()
    answer = client.get(f"/p/{petition.slug}.json")
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_an_empty_petition(phone: Client, petition: Petition) -> None:
    assert petition.published_at
    assert numbers(phone, petition) == {
        "title": "Keep «La Clínica» open",
        "state": "open",
        "count": 0,
        "goal": 500,
        "goal_history": [],
        "updated_at": petition.published_at.isoformat(),
        "by_generation": {},
        "by_channel": {},
    }


def test_count_generations_and_channels_are_one_truth(phone: Client, petition: Petition, make: Make) -> None:
    first = make.signature(petition)
    second = make.signature(petition, first, "whatsapp")
    make.signature(petition, second, "x")
    make.signature(petition, second, "x")
    make.pending(petition, second, "copy")
    gone = make.signature(petition, second, "facebook")
    withdraw(gone, NOW)
    count_all(NOW)
    shown = numbers(phone, petition)
    assert shown["count"] == 4
    assert shown["by_generation"] == {"1": 1, "2": 1, "3": 2}
    assert shown["by_channel"] == {"direct": 1, "whatsapp": 1, "x": 2}
    assert shown["updated_at"] == NOW.isoformat()


def test_another_petition_is_not_in_it(phone: Client, petition: Petition, make: Make) -> None:
    make.signature(make.petition(petition.cause))
    count_all(NOW)
    assert numbers(phone, petition)["count"] == 0


def test_past_its_deadline_it_is_closed_as_its_page_says(phone: Client, petition: Petition) -> None:
    Page.objects.update(closes_at=clock.now() - dt.timedelta(minutes=1))
    assert numbers(phone, petition)["state"] == "closed"
    assert phone.post(petition.public_path("en"), {}).status_code == 409


@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW, State.REJECTED, State.HIDDEN])
def test_what_is_not_public_has_no_numbers(phone: Client, petition: Petition, state: State) -> None:
    Page.objects.update(state=state)
    assert phone.get(f"/p/{petition.slug}.json").status_code == 404


@pytest.mark.parametrize("state", [State.PAUSED, State.CLOSED, State.WON])
def test_what_has_ended_keeps_them(phone: Client, petition: Petition, state: State) -> None:
    Page.objects.update(state=state)
    assert numbers(phone, petition)["state"] == state


def test_any_program_may_read_it_and_keep_it_a_moment(phone: Client, petition: Petition) -> None:
    answer = phone.get(f"/p/{petition.slug}.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert not answer.cookies
    known = phone.get(f"/p/{petition.slug}.json", headers={"if-none-match": answer["ETag"]})
    assert (known.status_code, known["Access-Control-Allow-Origin"]) == (304, "*")
    assert phone.post(f"/p/{petition.slug}.json").status_code == 405


def test_no_name_is_in_it(phone: Client, petition: Petition, make: Make) -> None:
    make.signature(petition, name="Dolores Huerta", email="dolores@example.net")
    count_all(NOW)
    shown = json.dumps(numbers(phone, petition))
    assert "olores" not in shown
