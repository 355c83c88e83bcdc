"""A sensitive page stores no map of people: what nobody has, nobody can demand."""

import pytest
from django.test import Client

from accounts.models import Role
from causes.counting import count_all
from causes.models import CohortHour, ConnectorTotal, Link, LinkTotal, Page, WayDay
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.petitions.desk.cast import answers, change, signed_in
from tests.visitors import sign


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(sensitive=True)


def test_no_parent_is_ever_stored_and_the_generation_is(make: Make, petition: Petition) -> None:
    first = make.signature(petition)
    second = make.signature(petition, first, "sms")
    third = make.signature(petition, second, "x")
    lines = Link.objects.filter(pk__in=[row.link_id for row in (first, second, third)]).order_by("pk")
    assert list(lines.values_list("parent", "root", "generation")) == [
        (None, None, 1),
        (None, None, 2),
        (None, None, 3),
    ]
    assert not Signature.objects.exclude(parent_hour=None, lag="").exists()


def test_there_are_no_connectors_and_the_counts_are_right(make: Make, petition: Petition) -> None:
    partner = make.partner(petition)
    first = make.signature(petition, partner, "partner")
    make.signature(petition, first, "sms")
    count_all(NOW)
    assert not ConnectorTotal.objects.exists() and not CohortHour.objects.exists()
    total = LinkTotal.objects.get()
    assert (total.link, total.direct, total.downstream) == (partner, 1, 2)
    assert sorted(WayDay.objects.values_list("generation", "signatures")) == [(1, 1), (2, 1)]
    assert Page.objects.get(pk=petition.pk).count == 2


def test_coming_back_by_a_friend_s_link_stores_none_either(make: Make, petition: Petition) -> None:
    friend = make.signature(petition)
    waiting = make.pending(petition)
    make.again(waiting, friend.link)
    link = Link.objects.get(pk=waiting.link_id)
    assert (link.parent, link.root, link.generation) == (None, None, 2)


def test_it_shows_no_name_and_asks_for_no_reason(phone: Client, petition: Petition) -> None:
    page = phone.get(petition.public_path("en")).content.decode()
    assert 'name="reason"' not in page and 'name="show_name"' not in page
    assert "who brought whom is never stored" in page
    sign(phone, petition, reason="Because.", show_name="1")
    row = Signature.objects.get()
    assert (row.reason, row.show_name) == ("", False)


def test_the_switch_is_fixed_once_public(make: Make, petition: Petition) -> None:
    organiser = signed_in(make.user((petition.organisation, Role.ORGANISER)))
    organiser.post(change(petition), answers(petition.cause))
    assert Petition.objects.get().sensitive
