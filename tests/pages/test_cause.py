"""Standing with a cause: the same act as signing, on a page that also holds petitions."""

import datetime as dt

import pytest
from django.test import Client

from causes import counting, ladder
from causes.models import Cause, State, Support
from petitions.views.cause import signatories
from tests.makers import NOW, Make
from tests.petitions.test_sign import sign


@pytest.fixture
def cause(make: Make) -> Cause:
    return make.cause()


def test_a_friend_brings_a_friend(phone: Client, make: Make, cause: Cause) -> None:
    friend = make.signature(cause)
    answer = sign(phone, cause, f"?r={friend.link.code}.whatsapp")
    assert answer.status_code == 303 and answer["Location"].startswith("/thanks/")
    row = Support.objects.exclude(pk=friend.pk).get()
    assert (row.cause, row.status, row.channel) == (cause, "pending", "whatsapp")
    assert (row.link.parent, row.link.generation) == (friend.link, 2)
    thanks = phone.get(answer["Location"]).content.decode()
    assert "I%20stand%20with" in thanks


def test_the_numbers_are_open(phone: Client, make: Make, cause: Cause) -> None:
    make.signature(make.petition(cause), now=NOW)
    make.signature(cause)
    counting.count_all(NOW)
    answer = phone.get(f"/causes/{cause.slug}.json")
    assert answer.json()["count"] == 1
    assert answer.json()["by_channel"] == {"direct": 1}
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_one_head_counts_once(make: Make, cause: Cause) -> None:
    one, two = make.petition(cause), make.petition(cause)
    make.signature(one, email="ana@example.net")
    make.signature(two, email="ana@example.net")
    make.signature(two, email="luis@example.net")
    make.pending(one, email="eva@example.net")
    make.signature(make.petition(cause, state=State.DRAFT), email="secret@example.net")
    assert signatories(cause) == 2


@pytest.mark.parametrize("state", [State.PAUSED, State.CLOSED])
def test_what_takes_no_names_says_so(phone: Client, make: Make, state: str) -> None:
    cause = make.cause(state=state)
    page = phone.get(cause.public_path("en")).content.decode()
    assert 'name="email"' not in page
    assert phone.post(cause.public_path("en"), {"name": "Ana"}).status_code == 409


def test_a_draft_is_nobodys_business(phone: Client, make: Make) -> None:
    cause = make.cause(state=State.DRAFT)
    assert phone.get(cause.public_path("en")).status_code == 404
    assert phone.get(f"/causes/{cause.slug}.json").status_code == 404


def test_steps_are_fixed_beforehand() -> None:
    assert [ladder.rung(number) for number in range(7)] == [100, 250, 500, 1000, 2500, 5000, 10000]
    assert ladder.step(0, 300) == (0, 300)
    assert ladder.step(299, 300) == (0, 300)
    assert ladder.step(300, 300) == (300, 500), "the organisation's own goal, then the ladder"
    assert ladder.step(500, 300) == (500, 1000)
    assert ladder.step(12_000, 50) == (10_000, 25_000)


def test_a_passed_step_names_the_next(phone: Client, make: Make) -> None:
    petition = make.petition(goal=10, goal_consequence="then we ask for a hearing")
    for number in range(11):
        make.signature(petition, email=f"p{number}@example.net", now=NOW - dt.timedelta(hours=number))
    counting.count_all(NOW)
    page = phone.get(petition.public_path("en")).content.decode()
    assert "We passed <strong>10</strong>" in page
    assert "Next step: <strong>100</strong>" in page
    assert "hearing" not in page, "what was promised at the passed step is no promise for the next"
    assert 'class="growth-picture"' in page
