"""Without Redis the site goes on: people sign, confirm and correct, at once, and nobody is held back."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts import redis
from causes import limits
from causes.models import Letter, Limits
from petitions.models import Petition, Signature
from tests.makers import Make
from tests.visitors import button_of, sign


@pytest.fixture(params=["closed", "deaf"])
def no_redis(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """A port that nobody listens at, or one where nobody ever answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        if request.param == "deaf":
            taken.listen()
        settings.REDIS_URL = settings.REDIS_CACHE_URL = f"redis://127.0.0.1:{taken.getsockname()[1]}/0"
        settings.REDIS_TIMEOUT = 0.25
        redis.client.cache_clear()
        limits._limiter.cache_clear()
        yield
    redis.client.cache_clear()
    limits._limiter.cache_clear()


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def test_people_sign_and_confirm(phone: Client, petition: Petition, no_redis: None) -> None:
    started = time.monotonic()
    thanks = sign(phone, petition)
    assert thanks.status_code == 303
    assert phone.get(thanks["Location"]).status_code == 200
    pressed = phone.post(button_of(Letter.objects.get()), {"name": "María", "updates": "no"})
    assert pressed.status_code == 200
    assert time.monotonic() - started < 2
    assert Signature.objects.get().status == "confirmed"


def test_a_crowd_waits_for_one_time_out_and_is_not_held(
    phone: Client, petition: Petition, no_redis: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causes.doubts.limits", lambda: Limits(attempts=2))
    started = time.monotonic()
    for number in range(10):
        sign(phone, petition, email=f"n{number}@example.net")
    assert time.monotonic() - started < 3
    assert set(Signature.objects.values_list("status", flat=True)) == {"pending"}


def test_an_address_is_corrected(phone: Client, petition: Petition, no_redis: None) -> None:
    thanks = sign(phone, petition, email="oops@example.net")["Location"]
    corrected = phone.post(thanks, {"email": "right@example.net"})
    assert corrected.status_code == 303
    assert Signature.objects.get().email == "right@example.net"


def test_the_site_says_that_it_is_ready(phone: Client, db: None, no_redis: None) -> None:
    assert phone.get("/healthz").status_code == 200
    assert phone.get("/readyz").json() == {"database": True, "redis": False}


def test_who_asks_for_their_page_is_not_told_to_wait(
    db: None, phone: Client, no_redis: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from limits import RateLimitItemPerHour

    monkeypatch.setattr("causes.limits.ASKINGS", RateLimitItemPerHour(1))
    assert [phone.post("/me/", {"email": "ana@example.net"}).status_code for _ in range(3)] == [200] * 3
