"""What is forgotten, and what is not: names nobody confirmed go, links and counted names stay."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import Supporter
from causes.confirming import withdraw
from causes.counting import count_all
from causes.models import Letter, Link, Status
from causes.retention import prune
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.recount import Recount, journals

DAY = dt.timedelta(days=1)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def test_a_name_nobody_confirmed_goes_after_30_days(make: Make, petition: Petition) -> None:
    make.pending(petition)
    prune(NOW + 30 * DAY)
    assert Signature.objects.exists()
    prune(NOW + 31 * DAY)
    assert not Signature.objects.exists()
    assert not Letter.objects.exists()
    assert not Supporter.objects.exists()


def test_its_link_stays_and_leads_on(phone: Client, make: Make, petition: Petition) -> None:
    signed = make.pending(petition)
    child = make.signature(petition, signed, "sms")
    prune(NOW + 31 * DAY)
    assert Link.objects.get(pk=signed.link_id).page_id == petition.pk
    assert phone.get(f"/s/{signed.link.code}/x/")["Location"].startswith(petition.public_path("en"))
    count_all(NOW)
    assert journals() == Recount().figures()
    assert withdraw(child, NOW + 32 * DAY)
    count_all(NOW)
    assert journals() == Recount().figures()


def test_confirmed_names_and_their_supporters_stay(make: Make, petition: Petition) -> None:
    make.signature(petition)
    prune(NOW + 400 * DAY)
    assert Signature.objects.count() == Supporter.objects.count() == 1


def test_letters_go_after_30_days(make: Make, petition: Petition) -> None:
    make.signature(petition)
    prune(NOW + 31 * DAY)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("again", [29, 200])
def test_who_signs_again_has_another_30_days(make: Make, petition: Petition, again: int) -> None:
    signed = make.signature(petition)
    withdraw(signed, NOW)
    make.again(signed, now=NOW + again * DAY)
    prune(NOW + (again + 29) * DAY)
    assert Signature.objects.get().status == Status.PENDING
    prune(NOW + (again + 31) * DAY)
    assert not Signature.objects.exists()


def test_a_supporter_of_two_petitions_stays_with_the_other(make: Make, petition: Petition) -> None:
    make.pending(petition, email="ana@example.net")
    make.pending(make.petition(petition.cause), email="ana@example.net", now=NOW + 20 * DAY)
    prune(NOW + 31 * DAY)
    assert Supporter.objects.count() == 1
    prune(NOW + 51 * DAY)
    assert not Supporter.objects.exists()


def test_looking_twice_takes_nothing_more(make: Make, petition: Petition) -> None:
    make.pending(petition)
    assert prune(NOW + 31 * DAY)["unconfirmed"] == 1
    assert prune(NOW + 31 * DAY)["unconfirmed"] == 0
