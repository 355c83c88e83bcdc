"""What organisers are told of the count: the first name, the tenth, each milestone, once ever."""

import datetime as dt
import threading

import pytest
from django.db import connection

from accounts.models import Role, User
from causes import counting
from causes.models import Letter, Notice
from causes.retention import prune
from causes.writing import NotWanted
from petitions import publishing as petition_moves
from petitions.models import Petition
from tests.causes.organisers.told import grow, told, two_workers, words
from tests.causes.test_milestones import tally
from tests.makers import NOW, Make

DAY = dt.timedelta(days=1)
Kind = Letter.Kind


def test_the_first_the_tenth_and_a_hundred(petition: Petition, ana: User) -> None:
    for names in (1, 8, 1, 89, 1):
        grow(petition, names)
    assert [kind for kind, _ in told()] == ["first", "tenth", "milestone"]
    said = words(Letter.objects.get(kind=Kind.MILESTONE))
    assert "100 names: Keep the clinic open" in said
    assert f"/admin/accounts/user/{ana.pk}/change/" in said, "here they can be switched off"


def test_each_once_ever_though_the_count_falls_and_rises(petition: Petition, ana: User) -> None:
    grow(petition, 100)
    for delta in (-1, 1, -1, 1):
        grow(petition, 100, delta, NOW + DAY)
    prune(NOW + 40 * DAY)
    assert told() == [], "the letters are forgotten after a month"
    for delta in (-1, 1):
        grow(petition, 100, delta, NOW + 41 * DAY)
    assert told() == [], "and nothing is told again"


def test_a_leap_tells_the_highest(petition: Petition, ana: User) -> None:
    grow(petition, 600)
    assert told() == [("milestone", ana.email)]
    assert Notice.objects.get(letters__isnull=False).about == "500"
    assert Notice.objects.count() == 5, "the others are told with it"


def test_who_switched_them_off_gets_only_what_they_must_know(
    petition: Petition, ana: User, site: User
) -> None:
    User.objects.filter(pk=ana.pk).update(wants_letters=False)
    grow(petition, 100)
    petition_moves.make("pause", petition, NOW, site)
    assert told() == [("paused", ana.email)]


def test_switched_off_after_it_was_written(petition: Petition, ana: User) -> None:
    grow(petition, 1)
    User.objects.filter(pk=ana.pk).update(wants_letters=False)
    with pytest.raises(NotWanted):
        words(Letter.objects.get())


def workers(work: object, number: int = 2) -> None:
    def run() -> None:
        try:
            work()  # type: ignore[operator]
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_each_number_once() -> None:
    make = Make()
    organisation = make.organisation()
    make.user((organisation, Role.ORGANISER))
    petition = make.petition(make.cause(organisation))
    tally(petition, 120)
    two_workers(lambda: counting.count_all(NOW))
    assert [kind for kind, _ in told()] == ["milestone"]
