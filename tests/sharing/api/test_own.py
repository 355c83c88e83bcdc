"""With a key: what an organisation's own programs read and write, and what no key opens."""

import datetime as dt
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from accounts import api_tokens, clock, suppression
from accounts.models import ApiAnswer
from causes import consents, counting
from causes.confirming import withdraw
from causes.models import Letter, State
from causes.wishes import set_updates
from petitions.models import Petition, Signature
from sharing.erasure import erase
from sharing.me import take_reason_off
from tests.makers import NOW, Make

PATH = "/api/v1/petitions/clinic/signatures"


def body(petition: Petition, **more: Any) -> dict[str, Any]:
    """Rosa's name as a program sends it; `person` and `consent` are changed field by field."""
    person = {
        "name": "Rosa Yazzie",
        "email_addresses": [{"address": "rosa@example.net"}],
        "postal_addresses": [{"postal_code": "85701"}],
        "languages_spoken": ["es"],
        **more.pop("person", {}),
    }
    consent = {"id": consents.current(petition, "en", NOW).id, "accepted": True, "updates": True}
    return {"person": person, "consent": {**consent, **more.pop("consent", {})}, **more}


def send(program: Client, said: dict[str, Any], key: str = "one", path: str = PATH) -> Any:
    return program.post(
        path, json.dumps(said), content_type="application/json", headers={"idempotency-key": key}
    )


# --- writing ---


def test_a_name_waits_for_its_owners_press(program: Client, petition: Petition) -> None:
    answer = send(program, body(petition))
    assert answer.status_code == 202 and answer.json()["status"] == "pending"
    row = Signature.objects.get()
    assert (row.status, row.channel, row.language, row.postcode) == ("pending", "other", "es", "85701")
    assert row.updates and row.consent_id == consents.current(petition, "en", NOW).id
    assert Letter.objects.get().kind == "confirm"
    assert f"/s/{row.link.code}/" in answer.json()["share_url"]


def test_first_and_last_name_are_put_together(program: Client, petition: Petition) -> None:
    send(program, body(petition, person={"name": "", "given_name": "Rosa", "family_name": "Yazzie"}))
    assert Signature.objects.get().name == "Rosa Yazzie"


def test_the_same_key_gets_the_same_answer(program: Client, petition: Petition) -> None:
    first, again = send(program, body(petition)), send(program, body(petition))
    assert first.content == again.content and again.status_code == 202
    assert Signature.objects.get().letters == 1 and Letter.objects.count() == 1
    other = send(program, body(petition, person={"name": "Somebody else"}))
    assert other.status_code == 422 and "Idempotency-Key" in other.json()["detail"]


def test_whoever_asks_again_after_the_end_hears_that_the_name_is_down(
    program: Client, petition: Petition
) -> None:
    """Their first answer may have been lost on the way."""
    first = send(program, body(petition))
    Petition.objects.filter(pk=petition.pk).update(state=State.CLOSED)
    again = send(program, body(petition))
    assert (again.status_code, again.content) == (202, first.content)
    assert send(program, body(petition), "two").status_code == 409


def test_after_a_day_a_key_is_free_again(program: Client, petition: Petition) -> None:
    send(program, body(petition))
    ApiAnswer.objects.update(created_at=clock.now() - api_tokens.ANSWERS_KEPT)
    assert send(program, body(petition, person={"name": "Rosa Y"})).status_code == 202
    assert "rosa" not in str(ApiAnswer.objects.values()), "nothing of a person is kept with the key"
    api_tokens.forget_answers(clock.now() + api_tokens.ANSWERS_KEPT)
    assert not ApiAnswer.objects.exists()


def test_the_answer_does_not_say_who_has_signed(program: Client, make: Make, petition: Petition) -> None:
    make.signature(petition, email="known@example.net")
    known = send(program, body(petition, person={"email_addresses": [{"address": "known@example.net"}]}), "a")
    new = send(program, body(petition), "b")
    assert known.status_code == new.status_code
    assert {k: len(v) for k, v in known.json().items()} == {k: len(v) for k, v in new.json().items()}
    assert Signature.objects.get(email="known@example.net").name != "Rosa Yazzie"


def _left(make: Make, petition: Petition) -> None:
    supporter = make.signature(petition, email="rosa@example.net").supporter
    assert supporter
    set_updates(supporter.pk, False, NOW)


def _said_no(make: Make, petition: Petition) -> None:
    make.signature(petition, email="rosa@example.net", updates=False)


def _erased(make: Make, petition: Petition) -> None:
    suppression.suppress(petition.organisation_id, "rosa@example.net", NOW)


@pytest.mark.parametrize("past", [_left, _said_no, _erased])
def test_no_program_subscribes_somebody_again(
    program: Client, make: Make, petition: Petition, past: Callable[..., None]
) -> None:
    """P0: Action Network's helper does, when told so."""
    past(make, petition)
    other = make.petition(petition.cause, slug="library")
    consent = {"id": consents.current(other, "en", NOW).id}
    send(program, body(petition, consent=consent), path="/api/v1/petitions/library/signatures")
    assert not Signature.objects.get(petition=other).updates


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"person": {"name": "https://spam.example"}}, "person.name"),
        ({"person": {"name": "a\x00b"}}, "person.name"),
        ({"person": {"email_addresses": [{"address": "nobody"}]}}, "person.email_addresses.0.address"),
        ({"person": {"email_addresses": []}}, "body.said.person.email_addresses"),
        (
            {"person": {"postal_addresses": [{"postal_code": "x" * 13}]}},
            "person.postal_addresses.0.postal_code",
        ),
        ({"consent": {"accepted": False}}, "consent"),
        ({"consent": {"id": 2**40}}, "consent"),
        ({"consent": {"updates": "perhaps"}}, "body.said.consent.updates"),
        ({"reason": "see www.spam.example"}, "reason"),
    ],
)
def test_what_is_wrong_is_named(
    program: Client, petition: Petition, more: dict[str, Any], field: str
) -> None:
    answer = send(program, body(petition, **more))
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Signature.objects.exists() and not ApiAnswer.objects.exists()


def test_words_of_another_organisation_are_no_consent(
    program: Client, make: Make, petition: Petition
) -> None:
    foreign = consents.current(make.petition(), "en", NOW).id
    assert send(program, body(petition, consent={"id": foreign})).status_code == 422


def test_without_an_idempotency_key_nothing_is_written(program: Client, petition: Petition) -> None:
    answer = program.post(PATH, json.dumps(body(petition)), content_type="application/json")
    assert answer.status_code == 422 and not Signature.objects.exists()


@pytest.mark.parametrize("state", [State.DRAFT, State.PAUSED, State.CLOSED])
def test_what_is_not_open_takes_no_name(program: Client, petition: Petition, state: State) -> None:
    Petition.objects.filter(pk=petition.pk).update(state=state)
    assert send(program, body(petition)).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_write_one_name(make: Make, key: Callable[..., str]) -> None:
    petition = make.petition(slug="clinic")
    text, said = key(petition.organisation), body(petition)

    def go(_: int) -> bytes:
        try:
            answer = send(Client(headers={"authorization": f"Bearer {text}"}), said)
            return bytes(answer.content)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        first, second = both.map(go, range(2))
    assert first == second and Signature.objects.get().letters == 1


# --- reading ---


def test_names_come_in_the_order_in_which_they_changed(
    program: Client, make: Make, petition: Petition
) -> None:
    rows = [make.signature(petition, now=NOW + dt.timedelta(minutes=n)) for n in range(3)]
    page = program.get(f"{PATH}?limit=2").json()
    ids = [each["identifiers"] for each in page["signatures"]]
    assert ids == [[f"groundswell:{row.pk}"] for row in rows[:2]] and page["more"]
    withdraw(rows[0], NOW + dt.timedelta(hours=1))
    rest = program.get(f"{PATH}?cursor={page['next_cursor']}").json()
    told = [(each["identifiers"][0], each["status"]) for each in rest["signatures"]]
    assert told == [(f"groundswell:{rows[2].pk}", "confirmed"), (f"groundswell:{rows[0].pk}", "withdrawn")]
    assert not rest["more"]
    assert program.get(f"{PATH}?cursor={rest['next_cursor']}").json()["signatures"] == []
    since = program.get(f"{PATH}?modified_since=2026-11-22T12:30:00Z").json()["signatures"]
    assert [each["status"] for each in since] == ["withdrawn"]


def test_who_wants_no_updates_any_more_is_told_to_who_reads_on(
    program: Client, make: Make, petition: Petition
) -> None:
    """A newsletter that asks only for what changed must not go on writing to them."""
    row, other = make.signature(petition, reason="My mother"), make.signature(petition)
    cursor = program.get(PATH).json()["next_cursor"]

    def changes() -> list[Any]:
        nonlocal cursor
        page = program.get(f"{PATH}?cursor={cursor}").json()
        cursor = page["next_cursor"]
        return [(each["identifiers"][0], each["updates"], each["reason"]) for each in page["signatures"]]

    me = f"groundswell:{row.pk}"
    assert changes() == []
    assert row.supporter and other.supporter
    set_updates(row.supporter.pk, False, NOW + dt.timedelta(hours=1))
    assert changes() == [(me, False, "My mother")]
    set_updates(row.supporter.pk, False, NOW + dt.timedelta(hours=2))
    assert changes() == [], "no news is none"
    set_updates(row.supporter.pk, True, NOW + dt.timedelta(hours=3))
    assert changes() == [(me, True, "My mother")]
    assert take_reason_off(row.supporter, row.link.code, NOW + dt.timedelta(hours=4))
    assert changes() == [(me, True, "")]
    modified = program.get(f"{PATH}/{row.pk}").json()["modified_date"]
    assert modified == "2026-11-22T16:00:00Z"


@pytest.mark.parametrize("state", [State.WON, State.DELIVERED])
def test_who_is_erased_but_counted_is_told_without_a_person(
    program: Client, make: Make, petition: Petition, state: State
) -> None:
    row = make.signature(petition)
    Petition.objects.filter(pk=petition.pk).update(state=state)
    cursor = program.get(PATH).json()["next_cursor"]
    assert row.supporter
    erase(row.supporter, NOW + dt.timedelta(hours=1))
    told = program.get(f"{PATH}?cursor={cursor}").json()["signatures"]
    assert [(each["identifiers"], each["person"]) for each in told] == [([f"groundswell:{row.pk}"], None)]


def test_what_a_key_opens_is_kept_by_nobody(program: Client, make: Make, petition: Petition) -> None:
    row = make.signature(petition)
    for path in (PATH, f"{PATH}/{row.pk}", "/api/v1/petitions/clinic/aggregates"):
        answer = program.get(path)
        assert answer["Cache-Control"] == "no-store" and "Access-Control-Allow-Origin" not in answer
    assert send(program, body(petition))["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("x" * 3_000_000, 413),
        ('{"person": ' + "[" * 100_000, 400),
        ('{"person": {"name": "\\ud800"}}', 422),
        ('{"consent": {"id": ' + "9" * 6000 + "}}", 400),
        ("", 422),
        ("[]", 422),
        ("null", 422),
    ],
)
def test_a_hostile_body_is_told_as_a_problem(
    program: Client, petition: Petition, said: str, status: int
) -> None:
    answer = program.post(PATH, said, content_type="application/json", headers={"idempotency-key": "one"})
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_what_just_changed_is_told_a_moment_later(program: Client, make: Make, petition: Petition) -> None:
    """Else a name that commits late would fall behind the cursor of somebody who reads on."""
    make.signature(petition, now=clock.now())
    assert program.get(PATH).json()["signatures"] == []


def test_a_name_is_told_as_its_owner_wrote_it_until_they_leave(
    program: Client, make: Make, petition: Petition
) -> None:
    row = make.signature(petition, name="María José de la Cruz", email="maria@example.net")
    said = program.get(f"{PATH}/{row.pk}").json()
    assert said["person"]["name"] == "María José de la Cruz" and said["updates"] is True
    assert said["person"]["email_addresses"] == [{"address": "maria@example.net", "primary": True}]
    withdraw(row, NOW)
    gone = program.get(f"{PATH}/{row.pk}").json()
    assert gone["person"] is None and gone["updates"] is False and "maria" not in json.dumps(gone)


def test_numbers_are_those_of_the_dashboard(program: Client, make: Make, petition: Petition) -> None:
    make.signature(petition, channel="x")
    make.pending(petition)
    counting.count_all(NOW)
    said = program.get("/api/v1/petitions/clinic/aggregates").json()
    assert (said["confirmed"], said["waiting"], said["opted_in"]) == (1, 1, 1)
    assert said["by_channel"] == {"x": 1} and said["by_generation"] == {"1": 1}
