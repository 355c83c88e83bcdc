"""What the calendar tells organisers: a quiet month, three days left."""

import datetime as dt

import pytest

from accounts.models import Organisation, Role, User
from causes import counting
from causes.confirming import withdraw
from causes.models import Letter, Page, State
from causes.writing import NotWanted, compose
from petitions.models import Petition
from petitions.telling_organisers import tell_due
from tests.causes.organisers.told import told, two_workers, words
from tests.makers import NOW, Make

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def test_a_quiet_month_is_told_once_per_stretch(make: Make, petition: Petition, ana: User) -> None:
    signed = make.signature(petition)
    counting.count_all(NOW)
    Letter.objects.all().delete()
    assert tell_due(NOW + 29 * DAY) == 0
    assert tell_due(NOW + 31 * DAY) == 1
    assert told() == [("stale", ana.email)]
    assert "For 30 days nobody has signed" in str(compose(Letter.objects.get(), NOW + 31 * DAY).body)
    assert [tell_due(NOW + days * DAY) for days in (31, 40, 100)] == [0, 0, 0]
    make.signature(petition, now=NOW + 101 * DAY)
    counting.count_all(NOW + 101 * DAY)
    assert tell_due(NOW + 132 * DAY) == 1, "another stretch"
    assert signed


def test_a_name_taken_back_begins_no_new_stretch(make: Make, petition: Petition, ana: User) -> None:
    make.signature(petition)
    late = make.signature(petition, now=NOW + 5 * DAY)
    counting.count_all(NOW + 5 * DAY)
    assert tell_due(NOW + 36 * DAY) == 1
    withdraw(late, NOW + 37 * DAY)
    counting.count_all(NOW + 37 * DAY)
    assert tell_due(NOW + 80 * DAY) == 0


def test_three_days_are_left(make: Make, organisation: Organisation, ana: User) -> None:
    closes = NOW + 10 * DAY
    petition = make.petition(make.cause(organisation), closes_at=closes, time_zone="America/Phoenix")
    assert tell_due(closes - 3 * DAY - HOUR) == 0
    assert tell_due(closes - 3 * DAY) == 1
    assert tell_due(closes - DAY) == 0
    assert "Dec. 2, 2026, 5 a.m. (America/Phoenix)" in words(Letter.objects.get())
    Page.objects.filter(pk=petition.pk).update(closes_at=closes + 30 * DAY)
    with pytest.raises(NotWanted):
        words(Letter.objects.get())
    assert tell_due(closes + 28 * DAY) == 2, "another deadline, and a quiet month"


def test_who_has_just_set_so_near_a_deadline_knows_it(
    make: Make, organisation: Organisation, ana: User
) -> None:
    make.petition(make.cause(organisation), closes_at=NOW + 2 * DAY, published_at=NOW)
    assert tell_due(NOW + HOUR) == 0


@pytest.mark.parametrize("state", [State.PAUSED, State.CLOSED, State.HIDDEN, State.DRAFT])
def test_what_is_not_open_is_not_called_quiet(
    make: Make, organisation: Organisation, ana: User, state: State
) -> None:
    make.petition(make.cause(organisation), state=state, closes_at=NOW + 62 * DAY)
    assert tell_due(NOW + 60 * DAY) == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_tells() -> None:
    make = Make()
    organisation = make.organisation()
    make.user((organisation, Role.ORGANISER))
    make.petition(make.cause(organisation), published_at=NOW - 31 * DAY)
    two_workers(lambda: tell_due(NOW))
    assert [kind for kind, _ in told()] == ["stale"]
