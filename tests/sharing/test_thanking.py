"""Thanks to who brought others: one letter a month, to people who said yes, by people who may."""

import datetime as dt

import pytest
from django.db.models import QuerySet
from django.test import Client

from accounts import clock
from accounts.models import Role
from causes.confirming import withdraw
from causes.counting import count_all
from causes.models import Letter, Page, Signed
from causes.writing import NotWanted, compose
from petitions.models import Petition
from sharing import thanking
from tests.makers import NOW, Make

LATER = NOW + dt.timedelta(days=30, minutes=1)
ADDRESS = "/admin/growth/petition/{}/thank/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def bringer(make: Make, petition: Petition, updates: bool = True) -> Signed:
    """Somebody who brought one friend."""
    signed = make.signature(petition, name="Ana Peña", updates=updates, now=NOW)
    make.signature(petition, signed, "whatsapp", now=NOW)
    count_all(NOW)
    return signed


def pages(petition: Petition) -> QuerySet[Page]:
    return Page.objects.filter(pk=petition.pk)


def letters() -> list[Letter]:
    return list(Letter.objects.filter(kind=Letter.Kind.THANKS).select_related("page__organisation", "link"))


def test_the_letter_says_how_many_and_carries_their_own_link(make: Make, petition: Petition) -> None:
    signed = bringer(make, petition)
    assert thanking.thank(signed.supporter.pk, pages(petition), NOW)
    message = compose(letters()[0], NOW)
    assert message.to == [signed.email] and "one person signed" in str(message.body)
    assert signed.link.code in str(message.body) and "List-Unsubscribe" in message.extra_headers


def test_one_letter_a_month(make: Make, petition: Petition) -> None:
    signed = bringer(make, petition)
    assert thanking.thank(signed.supporter.pk, pages(petition), NOW)
    assert thanking.thanked([signed.supporter.pk], NOW) == {signed.supporter.pk}
    assert not thanking.thank(signed.supporter.pk, pages(petition), NOW + dt.timedelta(days=29))
    assert thanking.thank(signed.supporter.pk, pages(petition), LATER)
    assert len(letters()) == 2


def test_who_wants_no_updates_or_brought_nobody_is_left_alone(make: Make, petition: Petition) -> None:
    quiet, alone = bringer(make, petition, updates=False), make.signature(petition, now=NOW)
    for signed in (quiet, alone):
        with pytest.raises(thanking.NobodyToThank):
            thanking.thank(signed.supporter.pk, pages(petition), NOW)
    assert letters() == []


def test_a_name_taken_off_before_the_sending_is_not_written_to(make: Make, petition: Petition) -> None:
    signed = bringer(make, petition)
    thanking.thank(signed.supporter.pk, pages(petition), NOW)
    withdraw(signed, NOW)
    with pytest.raises(NotWanted):
        compose(letters()[0], NOW)


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ORGANISER, 302), (Role.DATA_OFFICER, 403), (Role.VIEWER, 403)]
)
def test_only_who_may_act_and_read_names_thanks(
    make: Make, petition: Petition, role: Role, status: int
) -> None:
    signed = bringer(make, petition)
    client = Client()
    client.force_login(make.user((petition.organisation, role)))
    page = client.get(f"/admin/growth/petition/{petition.slug}/").content.decode()
    assert ("Thank Ana P." in page) is (status == 302)
    answer = client.post(ADDRESS.format(petition.slug), {"person": str(signed.supporter_id)})
    assert answer.status_code == status and len(letters()) == (status == 302)


def test_nobody_of_another_page_is_reached_by_their_number(make: Make, petition: Petition) -> None:
    stranger = bringer(make, make.petition())
    client = Client()
    client.force_login(make.user((petition.organisation, Role.OWNER)))
    for person in (str(stranger.supporter_id), "x", ""):
        assert client.post(ADDRESS.format(petition.slug), {"person": person}).status_code == 404
    assert client.get(ADDRESS.format(petition.slug)).status_code == 405
    foreign = make.user((stranger.page.organisation, Role.OWNER))
    client.force_login(foreign)
    assert client.post(ADDRESS.format(petition.slug), {"person": "1"}).status_code == 404
    assert letters() == []
