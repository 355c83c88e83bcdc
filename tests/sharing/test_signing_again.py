"""Who signs a second petition, and the nightly proof of all that is counted by people."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Supporter
from causes import forgetting, recounting
from causes.counting import count_all
from causes.models import ListDay, Page, State
from petitions.models import Petition
from sharing.erasure import erase
from sharing.growth.audience import returning
from sharing.growth.rates import Rate
from tests.makers import NOW, Make
from tests.sharing.people import proven

DAY = dt.timedelta(days=1)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.mark.parametrize("state", [State.OPEN, State.DELIVERED])
def test_who_signs_two_petitions_signs_again(make: Make, petition: Petition, state: str) -> None:
    """A cause is no petition; what was handed over stays, also without its person."""
    first, second = make.signature(petition), make.signature(petition)
    other = make.petition(petition.cause)
    make.signature(other, email=first.email)
    make.signature(petition.cause, email=second.email)
    make.signature(make.petition(), email=second.email)
    proven()
    assert returning(petition.organisation) == Rate(1, 2)
    Page.objects.filter(pk__in=[petition.pk, other.pk]).update(state=state)
    erase(first.supporter, NOW)
    proven()
    assert returning(petition.organisation) == (Rate(0, 1) if state == State.OPEN else Rate(1, 2))


def test_names_forgotten_on_time_are_in_neither(make: Make, petition: Petition) -> None:
    first = make.signature(petition)
    make.signature(petition)
    make.signature(make.petition(petition.cause), email=first.email)
    proven()
    Page.objects.filter(pk=petition.pk).update(state=State.CLOSED, closed_at=NOW, keep_months=1)
    forgetting.forget(NOW + 40 * DAY)
    proven()
    assert returning(petition.organisation) == Rate(0, 1)


@pytest.mark.django_db(transaction=True)
def test_the_nightly_proof_finds_a_wrong_list(make: Make) -> None:
    petition = make.petition()
    signed = make.signature(petition)
    assert recounting.list_differences() == []
    count_all(NOW)
    make.signature(petition)
    assert recounting.list_differences() == [], "who waits is not judged"
    count_all(NOW)
    ListDay.objects.update(people=7)
    Supporter.objects.filter(pk=signed.supporter.pk).update(list_state="left")
    organisation = petition.organisation_id
    assert recounting.list_differences() == [
        recounting.ListDifference(
            organisation,
            people=1,
            journal=7,
            signers=2,
            signers_booked=2,
            again=0,
            again_booked=0,
            wrong=1,
        )
    ]
    with pytest.raises(CommandError, match="1 lists differ"):
        call_command("recount")
