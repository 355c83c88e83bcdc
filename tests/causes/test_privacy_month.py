"""Once a month owners are told what was done with people's data: counts, and nobody's name."""

import datetime as dt

import pytest

from accounts import auditing, suppression
from accounts.auditing import Action
from accounts.models import Organisation, Role, User
from causes import privacy_month
from causes.models import Letter
from petitions.models import Petition
from tests.causes.organisers.told import told, two_workers, words
from tests.makers import Make

IN_NOVEMBER = dt.datetime(2026, 11, 30, 23, 59, tzinfo=dt.UTC)
IN_DECEMBER = dt.datetime(2026, 12, 1, 0, 1, tzinfo=dt.UTC)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def olga(make: Make, petition: Petition) -> User:
    make.user((petition.organisation, Role.ORGANISER), email="orla@example.org")
    return make.user((petition.organisation, Role.OWNER), email="olga@example.org")


def did(action: Action, organisation: Organisation, at: dt.datetime, count: int | None = None) -> None:
    auditing.record(actor=None, action=action, organisation=organisation, count=count, at=at)


def test_owners_are_told_once_what_was_done(make: Make, petition: Petition, olga: User) -> None:
    here = petition.organisation
    for rows in (1200, 34):
        did(Action.EXPORT, here, IN_NOVEMBER, rows)
    did(Action.REVEAL, here, IN_NOVEMBER)
    did(Action.EXPORT, here, IN_DECEMBER, 5)
    did(Action.EXPORT, make.organisation(), IN_NOVEMBER, 7)
    suppression.suppress(here.pk, "maria@example.net", IN_NOVEMBER)
    assert privacy_month.tell_due(IN_NOVEMBER) == 0, "the month is not over"
    assert privacy_month.tell_due(IN_DECEMBER) == 1
    assert privacy_month.tell_due(IN_DECEMBER + dt.timedelta(days=29)) == 0
    assert told() == [("data_month", "olga@example.org")]
    said = words(Letter.objects.get())
    assert "November 2026" in said and "2 files with names left, 1,234 rows in all" in said
    assert "1 e-mail address was shown in full" in said and "1 person was erased" in said
    assert "maria" not in said and "/admin/accounts/audit/" in said


def test_a_month_without_anything_is_told_to_nobody(petition: Petition, olga: User) -> None:
    did(Action.ROLE_GIVEN, petition.organisation, IN_NOVEMBER)
    assert privacy_month.tell_due(IN_DECEMBER) == 0
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_it_once(petition: Petition, olga: User) -> None:
    did(Action.EXPORT, petition.organisation, IN_NOVEMBER, 3)
    two_workers(lambda: privacy_month.tell_due(IN_DECEMBER))
    assert told() == [("data_month", "olga@example.org")]
