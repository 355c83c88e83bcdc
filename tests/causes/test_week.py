"""The small line of a card: seven days, one question for a whole list."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from causes.models import GrowthHour
from causes.week import DAYS, WIDTH, weeks
from petitions.models import Petition
from tests.makers import NOW, Make


def grow(page: Petition, hours_ago: float, names: int) -> None:
    hour = (NOW - dt.timedelta(hours=hours_ago)).replace(minute=0, second=0, microsecond=0)
    GrowthHour.objects.create(page=page, hour=hour, signatures=names)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def test_the_last_seven_days_and_no_more(petition: Petition) -> None:
    grow(petition, 0, 5)
    grow(petition, 24 * DAYS - 1, 3)  # the oldest hour of the week
    grow(petition, 24 * DAYS, 100)  # the one before it
    week = weeks([petition.pk], NOW)[petition.pk]
    assert week.names == 8
    assert week.line.startswith("M0.0 8.0L")  # 3 of 5: two fifths from the top
    assert week.line.endswith(f"L{WIDTH}.0 0.0")


def test_a_week_without_names_draws_nothing(petition: Petition) -> None:
    grow(petition, 2, -4)
    assert weeks([petition.pk], NOW)[petition.pk].line == ""
    assert weeks([], NOW) == {}


def test_a_list_is_one_question(make: Make, django_assert_num_queries: Any) -> None:
    pages = [make.petition() for _ in range(6)]
    for page in pages:
        grow(page, 30, 4)
    with django_assert_num_queries(1):
        assert {week.names for week in weeks([page.pk for page in pages], NOW).values()} == {4}


def test_cards_show_it(phone: Client, petition: Petition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    grow(petition, 30, 12)
    page = phone.get("/petitions/").content.decode()
    assert "12 this week" in page
    assert 'class="week"' in page
