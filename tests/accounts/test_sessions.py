"""A sign-in lasts twelve hours and leaves nothing behind."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import Role, User
from accounts.tasks import forget_sessions
from tests.makers import Make

MORNING = dt.datetime(2026, 11, 30, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def organiser(make: Make) -> User:
    return make.user((make.organisation(), Role.ORGANISER))


def signed_in(user: User) -> Client:
    desk = Client()
    desk.post("/accounts/login/", {"login": user.email, "password": "password-of-test"})
    assert desk.get("/admin/").status_code == 200
    return desk


def write_to(desk: Client) -> None:
    """As a page does that keeps something for the next one: Django counts its hours from here."""
    session: Any = desk.session
    session["kept"] = "until the next page"
    session.save()


def test_no_sign_in_is_longer_than_twelve_hours() -> None:
    assert settings.SESSION_COOKIE_AGE <= 12 * 3600


def test_a_busy_day_does_not_lengthen_it(organiser: User) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        desk = signed_in(organiser)
        for _ in range(2):
            clock.shift(dt.timedelta(hours=5, minutes=50))
            assert desk.get("/admin/").status_code == 200
            write_to(desk)
        clock.shift(dt.timedelta(minutes=30))
        answer = desk.get("/admin/")
        assert answer.status_code == 302 and "/login/" in answer["Location"]
        assert "_auth_user_id" not in desk.session


def test_it_ends_with_the_browser(organiser: User) -> None:
    cookie = signed_in(organiser).cookies[settings.SESSION_COOKIE_NAME]
    assert not cookie["max-age"] and not cookie["expires"]


def test_rows_of_sessions_that_are_over_go_and_others_stay(organiser: User) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        signed_in(organiser)
        clock.shift(dt.timedelta(hours=13))
        desk = signed_in(organiser)
        assert Session.objects.count() == 2
        forget_sessions()
        assert Session.objects.count() == 1
        assert desk.get("/admin/").status_code == 200
