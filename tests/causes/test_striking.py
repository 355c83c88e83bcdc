"""Many names struck at once leave every figure as if each had been struck by itself, and the way back too."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from causes import counting, striking
from causes.confirming import confirm, invalidate, restore, withdraw
from causes.models import Status, Tally
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.recount import Recount, journals

LATER = NOW + dt.timedelta(hours=3)


@pytest.fixture
def petition(make: Make) -> Petition:
    """A tree of two generations, by several ways, and one name of each kind that does not count."""
    petition = make.petition()
    partner = make.partner(petition, "Union")
    first = make.signature(petition, parent=partner, channel="partner")
    for hour, channel in enumerate(("x", "whatsapp", "email")):
        child = make.signature(petition, parent=first, channel=channel, now=NOW + dt.timedelta(hours=hour))
        make.signature(petition, parent=child, channel="sms", now=LATER)
    make.pending(petition)
    withdraw(make.signature(petition), NOW)
    counting.count_all(LATER)
    return petition


def ids(petition: Petition) -> list[int]:
    return list(Signature.objects.filter(petition=petition).order_by("pk").values_list("pk", flat=True))


def tallies() -> list[tuple[object, ...]]:
    fields = [field.attname for field in Tally._meta.concrete_fields if field.attname != "id"]
    return sorted(Tally.objects.values_list(*fields), key=str)


def booked(act: Callable[[], object]) -> list[tuple[object, ...]]:
    """What `act` leaves to be counted; then it is as if it had not been."""
    with transaction.atomic():
        act()
        found = tallies()
        transaction.set_rollback(True)
    return found


def test_many_at_once_are_booked_as_each_by_itself(petition: Petition) -> None:
    rows = list(Signature.objects.filter(petition=petition))
    one_by_one = booked(lambda: [invalidate(row, LATER) for row in rows])
    together = booked(lambda: striking.strike(Signature, ids(petition), LATER))
    assert together == one_by_one and len(together) == 7

    struck = striking.strike(Signature, ids(petition), LATER)
    Tally.objects.all().delete()
    back_by_one = booked(lambda: [restore(row, LATER) for row in rows])
    assert booked(lambda: striking.put_back(Signature, struck, NOW)) == back_by_one and len(back_by_one) == 7


def test_counted_anew_every_figure_agrees(petition: Petition) -> None:
    before = journals()
    half = ids(petition)[::2]
    struck = striking.strike(Signature, half, LATER)
    counting.count_all(LATER)
    assert journals() == Recount().figures() != before
    striking.put_back(Signature, struck, NOW)
    counting.count_all(LATER)
    assert journals() == Recount().figures() == before


def test_names_are_again_what_they_were(petition: Petition) -> None:
    before = dict(Signature.objects.values_list("pk", "status"))
    struck = striking.strike(Signature, ids(petition), LATER)
    assert sorted(each.was for each in struck) == ["confirmed"] * 7 + ["pending"], "who left is not struck"
    striking.put_back(Signature, struck, NOW)
    assert dict(Signature.objects.values_list("pk", "status")) == before


def test_who_was_put_back_by_hand_and_struck_anew_stays_struck(petition: Petition) -> None:
    first = Signature.objects.filter(petition=petition, status=Status.CONFIRMED).earliest("pk")
    struck = striking.strike(Signature, ids(petition), LATER)
    restore(first, LATER)
    invalidate(first, LATER + dt.timedelta(minutes=1))
    assert first.pk not in {each.pk for each in striking.put_back(Signature, struck, NOW)}
    first.refresh_from_db()
    assert first.status == Status.INVALID


@pytest.mark.django_db(transaction=True)
def test_confirming_and_striking_in_one_moment_book_the_truth(make: Make) -> None:
    petition = make.petition()
    waiting = [make.pending(petition) for _ in range(12)]

    def run(act: Callable[[], object]) -> None:
        try:
            act()
        finally:
            connections.close_all()

    acts: list[Callable[[], object]] = [
        lambda row=row: confirm(petition, row.link.code, row.name, True, NOW)  # type: ignore[misc]
        for row in waiting
    ]
    acts.insert(6, lambda: striking.strike(Signature, ids(petition), NOW))
    with ThreadPoolExecutor(4) as crew:
        list(crew.map(run, acts))
    counting.count_all(NOW)
    assert journals() == Recount().figures()
