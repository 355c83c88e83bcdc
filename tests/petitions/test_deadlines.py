"""Time travels through a petition's opening, its deadline, and the 48 hours to confirm after it."""

import datetime as dt
import threading
import zoneinfo
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts import clock
from accounts.models import Role
from causes import front_cache
from causes.models import Change, Page, State
from petitions import publishing
from petitions.deadlines import Swept, sweep
from petitions.models import Petition
from petitions.tasks import keep_deadlines
from tests.makers import NOW, Make
from tests.petitions.desk.cast import DRAFT, answers, signed_in

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NOTHING = Swept(0, 0, 0)


def stored(petition: Petition) -> Page:
    return Page.objects.get(pk=petition.pk)


def test_a_planned_opening_waits_and_comes_by_itself(make: Make, phone: Client) -> None:
    cause = make.cause(**DRAFT)
    petition = make.petition(cause, slug="clinic", opens_at=NOW + DAY, **DRAFT)
    publishing.make("publish", petition, NOW)
    assert stored(petition).state == State.SCHEDULED
    assert Page.objects.get(pk=cause.pk).state == State.DRAFT
    assert phone.get("/p/clinic/").status_code == 404
    assert sweep(NOW + DAY - dt.timedelta(seconds=1)) == NOTHING
    assert sweep(NOW + DAY) == Swept(1, 0, 0)
    front_cache.forget()
    assert phone.get("/p/clinic/").status_code == 200
    assert stored(petition).published_at == NOW + DAY
    assert sweep(NOW + DAY) == NOTHING
    assert [line.hand for line in Change.objects.filter(page=petition.pk, public=True)] == ["clock"]


def test_an_opening_in_the_past_is_no_plan(make: Make) -> None:
    petition = make.petition(opens_at=NOW - HOUR, **DRAFT)
    publishing.make("publish", petition, NOW)
    assert stored(petition).state == State.OPEN


def test_without_its_date_it_waits_no_longer(make: Make) -> None:
    petition = make.petition(state=State.SCHEDULED, published_at=None)
    assert sweep(NOW) == Swept(1, 0, 0)
    assert stored(petition).state == State.OPEN


def test_what_cannot_open_goes_back_and_says_why(make: Make) -> None:
    organisation = make.organisation()
    petition = make.petition(make.cause(organisation), opens_at=NOW, state=State.SCHEDULED, published_at=None)
    organisation.postal_address = ""
    organisation.save()
    other = make.petition(opens_at=NOW, state=State.SCHEDULED, published_at=None)
    assert sweep(NOW) == Swept(1, 0, 1)
    assert (stored(petition).state, stored(other).state) == (State.DRAFT, State.OPEN)
    assert "address" in Change.objects.get(page=petition.pk).reason
    assert sweep(NOW) == NOTHING


@pytest.mark.parametrize("state", [State.OPEN, State.PAUSED])
def test_a_deadline_closes(make: Make, state: State) -> None:
    petition = make.petition(state=state, closes_at=NOW)
    assert sweep(NOW - dt.timedelta(seconds=1)) == NOTHING
    assert sweep(NOW + HOUR) == Swept(0, 1, 0)
    page = stored(petition)
    assert (page.state, page.closed_at) == (State.CLOSED, NOW), (
        "names stopped at the deadline, not at the sweep"
    )
    assert sweep(NOW + HOUR) == NOTHING


@pytest.mark.parametrize("state", [State.DRAFT, State.HIDDEN, State.WON, State.REJECTED])
def test_nothing_else_is_closed(make: Make, state: State) -> None:
    make.petition(state=state, closes_at=NOW)
    assert sweep(NOW + DAY) == NOTHING


def confirmable(petition: Petition, hours: float) -> bool:
    return stored(petition).takes_confirmations(NOW + hours * HOUR)


@pytest.mark.parametrize("sweeps", [True, False])
def test_a_deadline_leaves_48_hours(make: Make, sweeps: bool) -> None:
    petition = make.petition(closes_at=NOW)
    if sweeps:
        sweep(NOW + HOUR)
    assert not stored(petition).takes_names(NOW)
    assert confirmable(petition, 47.9) and not confirmable(petition, 48)


def test_closing_by_hand_before_the_deadline_leaves_48_hours(make: Make) -> None:
    petition = make.petition(closes_at=NOW + 30 * DAY)
    publishing.make("close", petition, NOW)
    assert confirmable(petition, 47.9) and not confirmable(petition, 48)


def test_closing_by_hand_after_the_deadline_gives_no_second_48_hours(make: Make) -> None:
    petition = make.petition(closes_at=NOW)
    publishing.make("close", petition, NOW + 40 * HOUR)
    assert confirmable(petition, 47.9) and not confirmable(petition, 48)


def test_delivering_early_takes_nobody_s_48_hours(make: Make) -> None:
    petition = make.petition()
    publishing.make("close", petition, NOW)
    Page.objects.filter(pk=petition.pk).update(state=State.DELIVERED)
    assert confirmable(petition, 47.9) and not confirmable(petition, 48)


def test_another_deadline_written_later_lengthens_nothing(make: Make) -> None:
    petition = make.petition()
    publishing.make("close", petition, NOW)
    Page.objects.filter(pk=petition.pk).update(closes_at=NOW + 30 * DAY)
    assert not confirmable(petition, 48)


def test_the_worker_keeps_deadlines(make: Make) -> None:
    petition = make.petition(closes_at=clock.now() - HOUR)
    keep_deadlines()
    assert stored(petition).state == State.CLOSED


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_closes() -> None:
    make = Make()
    petition = make.petition(closes_at=NOW)
    swept: list[Swept] = []

    def work() -> None:
        try:
            swept.append(sweep(NOW))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(each.closed for each in swept) == 1
    assert Change.objects.filter(page=petition.pk).count() == 1


# --- the petition's own time zone ---


def typed(make: Make, petition: Petition, **more: Any) -> Any:
    client = signed_in(make.user((petition.organisation, Role.ORGANISER)))
    address = f"/admin/petitions/petition/{petition.pk}/change/"
    return client.post(address, answers(petition.cause, _continue="1", **more)), client.get(address)


def test_a_deadline_is_meant_in_the_petition_s_own_time(make: Make, phone: Client) -> None:
    petition = make.petition(slug="clinic")
    far = {"closes_at_0": "2027-01-31", "closes_at_1": "18:00:00", "time_zone": "America/Phoenix"}
    _, desk = typed(make, petition, **far)
    meant = dt.datetime(2027, 1, 31, 18, tzinfo=zoneinfo.ZoneInfo("America/Phoenix"))
    assert stored(petition).closes_at == meant
    page = desk.content.decode()
    assert 'value="2027-01-31"' in page and 'value="18:00:00"' in page and "America/Phoenix" in page
    typed(make, petition, **far)  # saved again untouched, it stays
    assert stored(petition).closes_at == meant
    assert "Jan. 31, 2027, 6 p.m.</time> (America/Phoenix)" in phone.get("/p/clinic/").content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"closes_at_0": "2027-03-14", "closes_at_1": "02:30:00", "time_zone": "America/New_York"},
            "leap over",
        ),
        ({"time_zone": "Mars/Base"}, "Mars/Base is not one of the available choices"),
        (
            {
                "opens_at_0": "2027-03-14",
                "opens_at_1": "12:00",
                "closes_at_0": "2027-03-13",
                "closes_at_1": "12:00",
            },
            "It closes before it opens.",
        ),
    ],
)
def test_an_impossible_time_is_said(make: Make, more: dict[str, str], said: str) -> None:
    petition = make.petition(**DRAFT)
    answer, _ = typed(make, petition, **more)
    assert said in answer.content.decode()
    assert (stored(petition).closes_at, stored(petition).time_zone) == (None, "UTC")


def test_what_is_over_keeps_its_dates(make: Make) -> None:
    petition = make.petition()
    publishing.make("close", petition, NOW)
    typed(make, petition, closes_at_0="2099-01-31", closes_at_1="18:00:00")
    assert stored(petition).closes_at == NOW
