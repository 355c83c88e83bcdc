"""Numbers that were reached: one row each, once, in the step that counts."""

import datetime as dt

import pytest
from django.db import transaction

from causes import counting
from causes.models import Link, Milestone, Page, Tally
from petitions.models import Petition
from tests.makers import NOW, Make


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def tally(page: Page, names: int, delta: int = 1) -> None:
    """Names more or less, as confirming would have left them."""
    link = Link.objects.create(page=page, kind=Link.Kind.PERSON, language="en", created_at=NOW, generation=1)
    common = {"channel": "x", "generation": 1, "region": "", "lag": "", "new_to_list": False}
    rows = [Tally(page_id=page.pk, link=link, hour=NOW, delta=delta, **common) for _ in range(names)]
    Tally.objects.bulk_create(rows)


def reached(page: Page) -> list[int]:
    return list(Milestone.objects.filter(page=page.pk).order_by("number").values_list("number", flat=True))


def test_a_rung_is_written_when_the_count_reaches_it(petition: Petition) -> None:
    tally(petition, 99)
    counting.count_all(NOW)
    assert reached(petition) == []
    later = NOW + dt.timedelta(minutes=1)
    tally(petition, 1)
    counting.count_all(later)
    assert Milestone.objects.get().reached_at == later


def test_a_leap_writes_every_rung_it_passed(petition: Petition) -> None:
    tally(petition, 1001)
    counting.count_all(NOW)
    assert reached(petition) == [100, 250, 500, 1000]


def test_falling_and_rising_again_reaches_nothing_twice(petition: Petition) -> None:
    tally(petition, 100)
    counting.count_all(NOW)
    for delta in (-1, 1, -1, 1):
        tally(petition, 2, delta)
        counting.count_all(NOW + dt.timedelta(hours=1))
    assert reached(petition) == [100]
    assert Milestone.objects.get().reached_at == NOW


def test_each_page_has_its_own(make: Make, petition: Petition) -> None:
    cause = make.cause()
    tally(cause, 250)
    tally(petition, 100)
    counting.count_all(NOW)
    assert (reached(cause), reached(petition)) == ([100, 250], [100])


def test_it_stands_or_falls_with_the_count(petition: Petition) -> None:
    tally(petition, 100)
    with transaction.atomic():
        counting.count_all(NOW)
        transaction.set_rollback(True)
    assert reached(petition) == []
    assert Tally.objects.count() == 100
