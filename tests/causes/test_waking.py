"""A wake-up makes things quick, costs one message for a crowd, and nothing depends on it."""

from django.test import Client

from accounts import redis
from causes.models import Letter
from tests.makers import Make
from tests.visitors import sign


def messages() -> int:
    return int(redis.client().llen("letters"))


def test_a_crowd_is_one_message(phone: Client, make: Make) -> None:
    petition = make.petition()
    redis.client().flushdb()
    redis.client().set("woken:causes.tasks.send_letters", 1, px=60_000)
    for number in range(5):
        sign(phone, petition, email=f"n{number}@example.net")
    assert messages() == 0, "somebody was woken a moment ago"
    redis.client().delete("woken:causes.tasks.send_letters")
    for number in range(5, 8):
        sign(phone, petition, email=f"n{number}@example.net")
    assert 1 <= messages() <= 3
    assert Letter.objects.count() == 8


def test_what_was_caught_wakes_nobody(phone: Client, make: Make) -> None:
    petition = make.petition()
    redis.client().flushdb()
    sign(phone, petition, website="x")
    assert messages() == 0
