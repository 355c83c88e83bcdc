"""Names taken off are told in public, a day's sum at a time: nobody reads from it who left when."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from causes import counting, removals
from causes.confirming import invalidate, restore, withdraw
from causes.models import Change, Page, Removal
from petitions.models import Petition
from tests.makers import NOW, Make

DAY = dt.timedelta(days=1)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic", time_zone="America/Phoenix")


def lines(petition: Petition) -> list[tuple[str, str]]:
    found = Change.objects.filter(page=petition.pk, what__in=Removal.What.values).order_by("pk")
    return list(found.values_list("what", "after"))


def test_a_day_is_one_line_once_it_is_over(make: Make, petition: Petition) -> None:
    rows = [make.signature(petition) for _ in range(5)]
    for row, hours in zip(rows[:3], (0, 1, 11), strict=True):
        withdraw(row, NOW + dt.timedelta(hours=hours))
    invalidate(rows[3], NOW)
    assert removals.tell(NOW + dt.timedelta(hours=11, minutes=59)) == 0
    assert lines(petition) == []
    assert removals.tell(NOW + DAY) == 2
    assert lines(petition) == [("struck", "1"), ("withdrawn", "3")]
    assert removals.tell(NOW + DAY) == 0
    assert not Removal.objects.exists()


def test_the_log_and_the_count_agree(make: Make, petition: Petition) -> None:
    """What was counted, less what is told, is what is counted now."""
    rows = [make.signature(petition) for _ in range(4)]
    counting.count_all(NOW)
    withdraw(rows[0], NOW)
    invalidate(rows[1], NOW)
    invalidate(rows[2], NOW + DAY)
    restore(rows[2], NOW + 2 * DAY)
    withdraw(make.pending(petition), NOW)  # never counted: nothing to tell
    counting.count_all(NOW)
    removals.tell(NOW + 4 * DAY)
    told = {"withdrawn": -1, "struck": -1, "restored": +1}
    change = sum(told[what] * int(after) for what, after in lines(petition))
    assert Page.objects.get(pk=petition.pk).count == 4 + change == 2


def test_a_second_press_tells_nobody_twice(make: Make, petition: Petition) -> None:
    row = make.signature(petition)
    assert withdraw(row, NOW) and not withdraw(row, NOW)
    removals.tell(NOW + DAY)
    assert lines(petition) == [("withdrawn", "1")]


def test_the_page_says_it_in_both_languages(phone: Client, make: Make, petition: Petition) -> None:
    for _ in range(3):
        withdraw(make.signature(petition), NOW)
    removals.tell(NOW + DAY)
    page = phone.get("/p/clinic/").content.decode()
    assert '<time datetime="2026-11-22">' in page and "3 people took their name off." in page
    assert "3 personas retiraron su nombre." in phone.get("/es/p/clinic/").content.decode()


def test_nothing_in_it_names_anybody(make: Make, petition: Petition) -> None:
    assert {field.name for field in Removal._meta.concrete_fields} == {"id", "page", "day", "what"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_each_name_once(make: Make, petition: Petition) -> None:
    for _ in range(6):
        withdraw(make.signature(petition), NOW)

    def work(_: int) -> int:
        try:
            return removals.tell(NOW + DAY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as crew:
        assert sorted(crew.map(work, range(2))) == [0, 1]
    assert lines(petition) == [("withdrawn", "6")]
