"""Adding up: exact at rest, with two workers, after a crash, and when names are taken back."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, connections, transaction

from causes import counting
from causes.confirming import invalidate, restore, withdraw
from causes.counting import count, count_all
from causes.models import CohortHour, GrowthHour, Page, Signed, Status, Tally
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.recount import Recount, journals

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def family(make: Make, petition: Petition, now: dt.datetime = NOW) -> list[Signed]:
    """A partner's link, three generations, several channels and hours."""
    first = make.signature(petition, make.partner(petition), "partner", now)
    second = make.signature(petition, first, "whatsapp", now + HOUR)
    third = [make.signature(petition, second, "x", now + n * HOUR) for n in (1, 5, 30, 90)]
    return [first, second, *third]


def test_nothing_counts_before_it_is_confirmed(make: Make, petition: Petition) -> None:
    make.pending(petition)
    assert count_all(NOW) == 0
    assert not Tally.objects.exists()


def test_every_journal_agrees_with_the_rows(make: Make, petition: Petition) -> None:
    family(make, petition)
    family(make, make.petition(petition.cause))
    assert count_all(NOW) == 12
    figures = journals()
    assert figures == Recount().figures()
    assert sum(figures["pages"].values()) == 12
    assert not Tally.objects.exists()


def test_how_long_a_friend_took_is_booked_with_the_parents_hour(make: Make, petition: Petition) -> None:
    family(make, petition)
    count_all(NOW)
    booked = CohortHour.objects.order_by("parent_hour", "lag").values_list("parent_hour", "lag", "brought")
    assert list(booked) == [
        (NOW, "1h", 1),
        (NOW + HOUR, "1h", 1),
        (NOW + HOUR, "6h", 1),
        (NOW + HOUR, "72h", 1),
        (NOW + HOUR, "later", 1),
    ]


Way = Callable[[Signed, dt.datetime], bool]


@pytest.mark.parametrize("way", [withdraw, invalidate])
def test_taking_back_leaves_every_cell_as_if_never_counted(make: Make, petition: Petition, way: Way) -> None:
    rows = family(make, petition)
    count_all(NOW)
    for row in rows:
        assert way(row, NOW + 200 * HOUR)
        assert not way(row, NOW), "only once"
    count_all(NOW)
    assert not any(journals().values())


def test_the_cell_is_found_again_after_the_parent_is_gone(make: Make, petition: Petition) -> None:
    parent, child = family(make, petition)[:2]
    withdraw(parent, NOW)
    make.again(parent)  # signs again: the first confirmation's hour is forgotten
    withdraw(child, NOW)
    count_all(NOW)
    assert CohortHour.objects.get(parent_hour=NOW).brought == 0
    assert journals() == Recount().figures()


def test_restoring_books_the_same_cells_again(make: Make, petition: Petition) -> None:
    rows = family(make, petition)
    count_all(NOW)
    before = journals()
    for row in rows:
        invalidate(row, NOW)
        assert restore(row, NOW + 50 * HOUR)
        assert not restore(row, NOW)
    count_all(NOW)
    assert journals() == before


def test_what_was_never_confirmed_cannot_be_restored_into_the_count(make: Make, petition: Petition) -> None:
    never = make.pending(petition)
    invalidate(never, NOW)
    assert not restore(never, NOW)


def test_who_took_their_name_off_is_not_restored_by_a_strike_taken_back(
    make: Make, petition: Petition
) -> None:
    """They signed again and did not confirm; staff strike the row and take the strike back."""
    person = make.signature(petition)
    withdraw(person, NOW)
    make.again(person)
    invalidate(person, NOW)
    assert not restore(person, NOW)
    count_all(NOW)
    assert Page.objects.get(pk=petition.pk).count == 0


@pytest.mark.parametrize("way", [withdraw, invalidate])
def test_taking_back_an_uncounted_name_books_nothing(make: Make, petition: Petition, way: Way) -> None:
    assert way(make.pending(petition), NOW)
    assert not Tally.objects.exists()


def test_a_batch_is_not_the_end(make: Make, petition: Petition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BATCH", 2)
    family(make, petition)
    assert [count(NOW) for _ in range(4)] == [2, 2, 2, 0]
    assert journals() == Recount().figures()


@pytest.mark.django_db(transaction=True)
def test_a_crash_in_the_middle_books_nothing_and_loses_nothing() -> None:
    make = Make()
    petition = make.petition()
    family(make, petition)
    with pytest.raises(OperationalError):
        _count_and_crash()
    connection.close()
    assert Tally.objects.count() == 6
    assert not GrowthHour.objects.exists()
    assert count_all(NOW) == 6
    assert journals() == Recount().figures()


def _count_and_crash() -> None:
    """Everything is booked, then the connection dies before the commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()[0]
        assert count(NOW) == 6
        with ThreadPoolExecutor(1) as other:
            other.submit(_terminate, mine).result()
        cursor.execute("SELECT 1")


def _terminate(pid: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_two_workers_count_while_people_sign() -> None:
    make = Make()
    petition = make.petition()
    root = make.signature(petition)
    done = threading.Event()

    def work() -> int:
        try:
            booked = 0
            while not done.is_set():
                booked += count(NOW)
            return booked
        finally:
            connections.close_all()

    def sign_and_confirm(number: int) -> None:
        try:
            row = make.signature(petition, root, "x", email=f"n{number}@example.net")
            if number % 3 == 0:
                withdraw(row, NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        workers = [pool.submit(work) for _ in range(2)]
        list(pool.map(sign_and_confirm, range(60)))
        done.set()
        booked = sum(worker.result() for worker in workers) + count_all(NOW)
    assert booked == 61 + 20
    assert Page.objects.get(pk=petition.pk).count == 41
    assert Signature.objects.filter(status=Status.CONFIRMED).count() == 41
    assert journals() == Recount().figures()


@pytest.mark.django_db(transaction=True)
def test_a_second_worker_does_not_wait(make: Make) -> None:
    family(make, make.petition())

    def count_meanwhile() -> int:
        try:
            return count(NOW)
        finally:
            connections.close_all()

    with transaction.atomic():
        assert count(NOW) == 6
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(count_meanwhile).result(timeout=10) == 0
