"""Where a postcode lies, and that a name is taken out of the cells that it was booked in."""

from typing import Any

import pytest

from causes.confirming import withdraw
from causes.counting import count_all
from causes.models import GrowthHour, Page, Signed
from causes.regions import name_of, region_of
from causes.retention import prune
from causes.signing import Arrival, sign
from petitions.models import Petition, Signature
from sharing import growth
from sharing.growth.funnel import funnel
from tests.causes.closed import DAY
from tests.makers import NOW, Make
from tests.recount import Recount, journals


@pytest.mark.parametrize(
    ("postcode", "country", "region"),
    [
        ("85701", "", "US-AZ"),
        ("85701-1234", "US", "US-AZ"),
        ("00501", "", "US-NY"),
        ("88510", "", "US-TX"),
        ("00907", "US", "US-PR"),
        ("28013", "ES", "ES-M"),
        ("06600", "MX", "MX-CMX"),
        ("M5V 2T6", "", "CA-ON"),
        ("X0A0H0", "CA", "CA-NU"),
        ("M5V 2T6", "US", ""),
        ("09100", "US", ""),  # military mail
        ("99999", "ES", ""),
        ("10115", "DE", ""),
        ("SW1A 1AA", "", ""),
        ("8570", "", ""),
        ("", "", ""),
    ],
)
def test_a_postcode_tells_its_region_or_nothing(postcode: str, country: str, region: str) -> None:
    assert region_of(postcode, country) == region


def test_without_a_country_the_sites_first_one_is_meant(settings: Any) -> None:
    settings.COUNTRIES_FIRST = ["ES", "US"]
    assert region_of("28013") == "ES-M"


def test_regions_have_names() -> None:
    assert (name_of("US-NM"), name_of("MX-SON"), name_of("XX-1")) == ("New Mexico", "Sonora", "XX-1")


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def test_a_repeat_that_waits_moves_with_its_postcode(make: Make, petition: Petition) -> None:
    make.pending(petition, email="ana@example.net", postcode="85701")
    again = make.pending(petition, email="other@example.net")
    assert again.region == "US-AZ"
    sign(petition, make.typed(petition, email="ana@example.net", postcode="87101"), Arrival(), NOW)
    assert Signature.objects.get(email="ana@example.net").region == "US-NM"


def test_what_was_said_of_updates_is_taken_back_as_it_was_booked(make: Make, petition: Petition) -> None:
    """Whoever unsubscribed since: red with `row.updates` in the tally of what is taken back."""
    stays, goes = make.signature(petition, updates=True), make.signature(petition, updates=True)
    count_all(NOW)
    assert _sums() == (2, 2, 2)
    Signature.objects.filter(pk=goes.pk).update(updates=False)
    assert withdraw(goes, NOW)
    count_all(NOW)
    assert _sums() == (1, 1, 1)
    assert journals() == Recount().figures()
    assert stays.opted_in


def test_who_knew_the_organisation_is_no_new_subscriber(make: Make, petition: Petition) -> None:
    """Red with new subscribers booked by their yes alone."""
    make.signature(make.petition(petition.cause), email="ana@example.net", updates=False)
    make.signature(petition, email="ana@example.net", updates=True)
    count_all(NOW)
    assert _sums(petition) == (1, 1, 0)


def test_the_funnel_remembers_whom_nobody_confirmed(make: Make, petition: Petition) -> None:
    """Names are deleted after 30 days, their number is not; held ones are staff's. Red without the count."""
    old = NOW - 40 * DAY
    make.signature(petition)
    make.pending(petition, now=old)
    Signature.objects.filter(pk=make.pending(petition, now=old).pk).update(status="held")
    make.pending(petition)
    count_all(NOW)
    assert _submitted(petition) == 3
    assert prune(NOW)["unconfirmed"] == 1
    assert Signature.objects.count() == 2
    assert _submitted(petition) == 3


def _submitted(petition: Petition) -> int:
    pages = Page.objects.filter(pk=petition.pk)
    return funnel(pages, growth.read(pages), growth.visits(pages)).submitted


def _sums(petition: Signed | Petition | None = None) -> tuple[int, int, int]:
    rows = GrowthHour.objects.filter(page=petition.pk) if petition else GrowthHour.objects.all()
    cells = rows.values_list("signatures", "opted_in", "new_subscribers")
    return tuple(sum(column) for column in zip(*cells, strict=True))
