"""Who brought whom is forgotten 90 days after closing; numbers and links stay."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from causes import recounting
from causes.confirming import invalidate
from causes.counting import count_all
from causes.models import ConnectorTotal, Link, LinkTotal, Page
from causes.retention import prune
from petitions.models import Petition, Signature
from tests.causes.closed import DAY, agrees, close, family
from tests.makers import NOW, Make
from tests.recount import journals


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.mark.django_db(transaction=True)
def test_the_nightly_recount_finds_nothing_afterwards() -> None:
    make = Make()
    petition = make.petition()
    *_, third = family(make, petition)
    close(petition)
    for then in (90, 400):
        prune(NOW + then * DAY)
        assert not recounting.differences()
    assert invalidate(third, NOW + 401 * DAY)
    count_all(NOW + 401 * DAY)
    assert not recounting.differences()


def line_of(signed: Signature) -> tuple[Any, Any, int]:
    link = Link.objects.get(pk=signed.link_id)
    return link.parent_id, link.root_id, link.generation


def test_who_brought_whom_is_forgotten_90_days_after_closing(make: Make, petition: Petition) -> None:
    first, second, third = family(make, petition)
    partner = Link.objects.get(kind="partner")
    close(petition)
    before = journals()
    prune(NOW + 90 * DAY - dt.timedelta(seconds=1))
    assert line_of(third) == (second.link_id, partner.pk, 3)
    prune(NOW + 90 * DAY)
    assert [line_of(row) for row in (first, second, third)] == [
        (None, partner.pk, 1),
        (None, partner.pk, 2),
        (None, partner.pk, 3),
    ]
    row = Signature.objects.get(pk=third.pk)
    assert (row.parent_hour, row.lag, row.channel, row.name) == (None, "1h", "x", third.name)
    assert journals() == before
    assert agrees()


def test_a_person_at_the_root_is_forgotten_too(make: Make, petition: Petition) -> None:
    """Of somebody they brought themselves, the root would name the parent."""
    first = make.signature(petition)
    child = make.signature(petition, first, "sms")
    close(petition)
    prune(NOW + 90 * DAY)
    assert line_of(child) == (None, None, 2)  # type: ignore[arg-type]


def test_a_name_nobody_confirmed_leaves_no_parent_behind(make: Make, petition: Petition) -> None:
    friend = make.signature(petition)
    waiting = make.pending(petition, friend, "sms")
    close(petition)
    prune(NOW + 91 * DAY)
    assert not Signature.objects.filter(pk=waiting.pk).exists()
    assert Link.objects.get(pk=waiting.link_id).parent is None


def test_what_is_open_forgets_nobody(make: Make, petition: Petition) -> None:
    family(make, petition)
    prune(NOW + 4000 * DAY)
    assert Link.objects.filter(parent__isnull=False).count() == 3


def test_a_name_taken_back_later_still_leaves_the_right_numbers(make: Make, petition: Petition) -> None:
    first, second, third = family(make, petition)
    partner = Link.objects.get(kind="partner")
    close(petition)
    prune(NOW + 90 * DAY)
    assert invalidate(third, NOW + 91 * DAY)
    assert invalidate(first, NOW + 91 * DAY)
    count_all(NOW + 91 * DAY)
    assert agrees()
    total = LinkTotal.objects.get(link=partner)
    assert (total.direct, total.downstream) == (0, 1)
    assert ConnectorTotal.objects.get(link=second.link).direct == 1, "what connectors had stays"
    assert Page.objects.get(pk=petition.pk).count == 1


def test_the_link_leads_on_after_everything_is_forgotten(
    phone: Client, make: Make, petition: Petition
) -> None:
    signed = make.signature(petition)
    close(petition)
    prune(NOW + 800 * DAY)
    assert phone.get(f"/s/{signed.link.code}/x/")["Location"].startswith(petition.public_path("en"))
