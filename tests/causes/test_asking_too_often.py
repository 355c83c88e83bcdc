"""Who floods the forms that only ask for something is told to wait, kindly; signing never is."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from limits import RateLimitItemPerHour

from accounts import clock, redis
from causes.models import Letter
from petitions.models import Petition
from tests.makers import Make
from tests.visitors import button_of, sign


@pytest.fixture(autouse=True)
def _two_askings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causes.limits.ASKINGS", RateLimitItemPerHour(2, namespace="ask"))


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def ask(address: str = "198.51.100.7", path: str = "/me/") -> Any:
    return Client(REMOTE_ADDR=address).post(path, {"email": "ana@example.net"})


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [("/me/", "en", "That was a lot at once."), ("/es/me/", "es", "Fue mucho de una vez.")],
)
def test_the_third_is_told_when_to_come_back(
    db: None, settings: Any, path: str, language: str, words: str
) -> None:
    settings.SITE_CONTACT = "help@example.org"
    assert [ask(path=path).status_code for _ in range(2)] == [200, 200]
    answer = ask(path=path)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert f'<html lang="{language}">' in page and words in page
    assert 1 <= int(answer["Retry-After"]) // 60 <= 60
    assert f"{int(answer['Retry-After']) // 60} minuto" in page.replace("minute", "minuto")
    assert "help@example.org" in page
    assert answer["Cache-Control"] == "no-store"


def test_others_and_readers_go_on(db: None) -> None:
    for _ in range(3):
        ask()
    assert ask("198.51.100.8").status_code == 200
    assert Client(REMOTE_ADDR="198.51.100.7").get("/me/").status_code == 200


def test_signing_and_confirming_are_never_refused(petition: Petition) -> None:
    for _ in range(3):
        ask("127.0.0.1")
    assert sign(Client(), petition).status_code == 303
    pressed = Client().post(button_of(Letter.objects.get()), {"name": "María", "updates": "no"})
    assert pressed.status_code == 200


def test_an_expired_letter_is_sent_again_twice(petition: Petition, monkeypatch: pytest.MonkeyPatch) -> None:
    sign(Client(), petition)
    button = button_of(Letter.objects.get())
    later = clock.now() + dt.timedelta(days=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    answers = [Client().post(button, {"again": "1"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert Letter.objects.count() == 3


def test_what_is_remembered_names_nobody(db: None) -> None:
    ask()
    keys = redis.client().keys("limits*")
    assert keys
    assert all(0 < redis.client().ttl(key) <= 3600 for key in keys)
    assert not [key for key in keys if b"198.51" in key or b"ana" in key]
