"""A crowd from one place is stored and held, never refused; and only there."""

from typing import Any

import pytest
from django.test import Client

from accounts import redis
from causes.models import Letter, Limits
from petitions.models import Petition, Signature
from tests.makers import Make
from tests.visitors import sign


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture(autouse=True)
def _three_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causes.doubts.limits", lambda: Limits(attempts=3, minutes=10))


def status_after(petition: Petition, *addresses: str, **client: Any) -> str:
    """Of the last of those who sign from these network addresses, one after the other."""
    for number, address in enumerate(addresses):
        browser = Client(REMOTE_ADDR=address, **client)
        answer = sign(browser, petition, email=f"n{number}.{Signature.objects.count()}@example.net")
        assert answer.status_code == 303
    return Signature.objects.latest("pk").status


def test_the_fourth_from_one_address_is_held_and_gets_no_letter(petition: Petition) -> None:
    assert status_after(petition, *["198.51.100.7"] * 3) == "pending"
    assert status_after(petition, "198.51.100.7") == "held"
    assert Letter.objects.count() == 3


def test_other_addresses_and_other_petitions_go_on(petition: Petition, make: Make) -> None:
    status_after(petition, *["198.51.100.7"] * 4)
    assert status_after(petition, "198.51.100.8") == "pending"
    assert status_after(make.petition(), "198.51.100.7") == "pending"


def test_one_subscriber_of_ipv6_is_one_address(petition: Petition) -> None:
    assert status_after(petition, *[f"2001:db8:1:2::{n}" for n in range(4)]) == "held"
    assert status_after(petition, "2001:db8:1:3::1") == "pending"


def test_ipv4_in_the_clothes_of_ipv6_is_the_same_address(petition: Petition) -> None:
    assert status_after(petition, *["198.51.100.7"] * 3, "::ffff:198.51.100.7") == "held"


def test_a_forged_header_makes_nobody_else(petition: Petition) -> None:
    for number in range(4):
        status = status_after(petition, "198.51.100.7", headers={"x-forwarded-for": f"203.0.113.{number}"})
    assert status == "held"


def test_behind_our_proxy_the_visitor_counts_and_not_the_proxy(petition: Petition, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    for number in range(5):
        status = status_after(petition, "10.0.0.1", headers={"x-forwarded-for": f"203.0.113.{number}"})
        assert status == "pending"


def test_what_is_remembered_has_an_end_and_names_nobody(petition: Petition) -> None:
    status_after(petition, "198.51.100.7")
    keys = redis.client().keys("limits*")
    assert keys
    assert all(0 < redis.client().ttl(key) <= 600 for key in keys)
    assert not [key for key in keys if b"198.51" in key]
