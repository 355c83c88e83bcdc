"""From draft to public and on, in one place, by the table."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from causes import front_cache
from causes.models import Change, Page, State
from causes.models.page import PRIVATE_STATES
from causes.publishing import MOVES, NotAllowed, NotReady, missing, moves_from
from petitions import publishing
from petitions.models import Outcome, Petition
from tests.makers import NOW, Make

DRAFT: dict[str, Any] = {"state": State.DRAFT, "published_at": None}


def stored(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def test_a_draft_is_not_there_for_the_public(make: Make, phone: Client) -> None:
    petition = make.petition(slug="night-bus", **DRAFT)
    for address in ("/p/night-bus/", "/es/p/night-bus/", "/p/night-bus.json"):
        assert phone.get(address).status_code == 404
    assert phone.post("/p/night-bus/", {"name": "Ana"}).status_code == 404
    publishing.make("publish", petition, NOW)
    front_cache.forget()
    assert phone.get("/p/night-bus/").status_code == 200
    assert phone.get("/p/night-bus.json").status_code == 200


def test_publishing_dates_it_once(make: Make) -> None:
    petition = make.petition(**DRAFT)
    publishing.make("publish", petition, NOW)
    assert (petition.state, petition.published_at) == (State.OPEN, NOW)
    assert (stored(petition).state, stored(petition).published_at) == (State.OPEN, NOW)
    later = NOW + dt.timedelta(days=1)
    publishing.make("pause", petition, later)
    publishing.make("resume", petition, later)
    assert stored(petition).published_at == NOW


@pytest.mark.parametrize("field", ["title", "decision_maker", "summary"])
def test_what_is_missing_is_named_and_nothing_changes(make: Make, field: str) -> None:
    petition = make.petition(**{**DRAFT, field: " "})
    with pytest.raises(NotReady) as refused:
        publishing.make("publish", petition, NOW)
    assert [item.field for item in refused.value.missing] == [field]
    assert stored(petition).state == State.DRAFT


@pytest.mark.parametrize("field", ["contact_email", "postal_address", "privacy_contact"])
def test_people_must_be_able_to_reach_the_organisation(make: Make, field: str) -> None:
    petition = make.petition(make.cause(make.organisation(**{field: ""})), **DRAFT)
    assert [item.of_organisation for item in missing(petition)] == [True]
    with pytest.raises(NotReady):
        publishing.make("publish", petition, NOW)


def test_a_draft_cause_comes_along(make: Make) -> None:
    cause = make.cause(**DRAFT)
    publishing.make("publish", make.petition(cause, **DRAFT), NOW)
    assert stored(cause).state == State.OPEN


def test_a_cause_does_not_come_along_alone(make: Make) -> None:
    """Either both are public afterwards or neither."""
    cause = make.cause(**DRAFT)
    with pytest.raises(NotReady):
        publishing.make("publish", make.petition(cause, summary="", **DRAFT), NOW)
    assert stored(cause).state == State.DRAFT


ALLOWED = {
    ("publish", "draft"): "open",
    ("submit", "draft"): "review",
    ("approve", "review"): "open",
    ("reject", "review"): "rejected",
    ("revise", "review"): "draft",
    ("revise", "scheduled"): "draft",
    ("revise", "rejected"): "draft",
    ("open", "scheduled"): "open",
    ("pause", "open"): "paused",
    ("resume", "paused"): "open",
    ("close", "open"): "closed",
    ("close", "paused"): "closed",
    ("end", "open"): "closed",
    ("end", "paused"): "closed",
    ("deliver", "closed"): "delivered",
    ("give_up", "delivered"): "no_answer",
    **{("win", state): "won" for state in ("closed", "delivered", "no_answer")},
    **{("lose", state): "lost" for state in ("closed", "delivered", "no_answer")},
    **{("hide", state.value): "hidden" for state in State if state not in PRIVATE_STATES},
    ("show", "hidden"): "closed",
}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("name", [*MOVES, "delete", ""])
def test_only_the_moves_of_the_table(make: Make, name: str, state: str) -> None:
    petition = make.petition(state=state, state_before="closed")
    after = ALLOWED.get((name, state))
    told = Outcome(what="The council voted yes.", on=NOW.date())
    outcome = told if name in ("deliver", "win", "lose", "give_up") else None
    if after is None:
        with pytest.raises(NotAllowed):
            publishing.make(name, petition, NOW, reason="why", outcome=outcome)
    else:
        publishing.make(name, petition, NOW, reason="why", outcome=outcome)
    assert stored(petition).state == (after or state)
    assert Change.objects.count() == bool(after)
    buttons = [move.name for move in moves_from(Petition(state=state), site=True)]
    assert (name in buttons) == (bool(after) and name not in ("open", "end"))


def test_closing_leaves_48_hours_to_confirm(make: Make) -> None:
    petition = make.petition()
    publishing.make("close", petition, NOW)
    assert not petition.takes_names(NOW)
    assert petition.takes_confirmations(NOW + dt.timedelta(hours=47))
    assert not petition.takes_confirmations(NOW + dt.timedelta(hours=49))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_is_told() -> None:
    petition = Make().petition()
    answers: list[str] = []

    def press() -> None:
        try:
            publishing.make("pause", Petition.objects.get(pk=petition.pk), NOW)
            answers.append("done")
        except NotAllowed:
            answers.append("told")
        finally:
            connection.close()

    second = threading.Thread(target=press)
    with transaction.atomic():
        publishing.make("pause", petition, NOW)
        second.start()
        while not _somebody_waits() and second.is_alive():
            second.join(0.02)
    second.join()
    assert answers == ["told"]


def _somebody_waits() -> bool:
    """Whether another connection waits for our transaction to end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE NOT granted AND transactionid = pg_current_xact_id_if_assigned()::xid"
        )
        return bool(cursor.fetchone()[0])
