"""When letters are late, the thanks page says so, truthfully; when nobody knows, it says nothing."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts import clock, redis
from causes import post_office
from causes.models import Letter
from petitions.models import Petition
from tests.makers import Make
from tests.visitors import sign

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def thanks(phone: Client, petition: Petition, prefix: str = "") -> str:
    return phone.get(prefix + sign(phone, petition)["Location"]).content.decode()


@pytest.mark.parametrize(("age", "said"), [(0, False), (1.9, False), (2, True), (17, True)])
def test_it_says_how_late_letters_are(
    phone: Client, make: Make, petition: Petition, age: float, said: bool
) -> None:
    now = clock.now()
    make.pending(petition, now=now - age * MINUTE)
    post_office.note_delay(now)
    page = thanks(phone, petition)
    assert ("Letters are taking about" in page) is said
    if said:
        assert f"about {int(age)} minutes" in page


def test_a_paused_office_is_said_at_once(phone: Client, make: Make, petition: Petition) -> None:
    post_office.pause(make.user(), "why", clock.now())
    post_office.note_delay(clock.now())
    assert "Letters wait at the moment." in thanks(phone, petition)
    assert "Las cartas esperan" in thanks(phone, petition, "/es")


def test_updates_that_wait_are_no_delay(phone: Client, make: Make, petition: Petition) -> None:
    now = clock.now()
    make.pending(petition, now=now - 50 * MINUTE)
    Letter.objects.update(urgency=Letter.Urgency.UPDATE)
    post_office.note_delay(now)
    assert post_office.delay() is None


def test_a_mailbox_that_is_busy_is_no_delay_for_others(make: Make, petition: Petition) -> None:
    now = clock.now()
    make.pending(petition, now=now - 50 * MINUTE)
    Letter.objects.update(due_at=now + MINUTE)
    post_office.note_delay(now)
    assert post_office.delay() is None


def test_without_a_worker_or_redis_it_says_nothing(
    phone: Client, make: Make, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.pending(petition, now=clock.now() - 50 * MINUTE)
    assert "Letters are taking" not in thanks(phone, petition), "no beat has looked"
    post_office.note_delay(clock.now())
    assert redis.client().ttl("letters:delay") > 0, "what no beat renews is forgotten"

    def away(*_: Any, **more: Any) -> Any:
        return more["otherwise"]

    monkeypatch.setattr(redis, "ask", away)
    assert "Letters are taking" not in thanks(phone, petition)
