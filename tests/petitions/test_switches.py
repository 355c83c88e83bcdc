"""What a petition's form asks: as little as its switches say, and nothing more is taken."""

import re
from typing import Any

import pytest
from django.test import Client

from causes import front_cache
from petitions.models import Petition, Signature
from tests.makers import Make
from tests.visitors import sign

SAID = {"country": "MX", "reason": "My mother was treated here.", "show_name": "1"}
SWITCHES = {"country": "asks_country", "reason": "asks_reason", "show_name": "offers_name"}


def fields_of(phone: Client, petition: Petition) -> set[str]:
    page = phone.get(petition.public_path("en")).content.decode()
    return set(re.findall(r'name="(country|reason|show_name)"', page))


def test_at_first_it_asks_why_and_for_the_first_name(phone: Client, make: Make) -> None:
    assert fields_of(phone, make.petition()) == {"reason", "show_name"}


@pytest.mark.parametrize("field", SWITCHES)
def test_a_switch_is_a_field(phone: Client, make: Make, field: str) -> None:
    off: dict[str, Any] = dict.fromkeys(SWITCHES.values(), False)
    assert fields_of(phone, make.petition(**off)) == set()
    assert fields_of(phone, make.petition(**{**off, SWITCHES[field]: True})) == {field}


@pytest.mark.parametrize("field", SWITCHES)
def test_what_was_not_asked_is_not_taken(phone: Client, make: Make, field: str) -> None:
    switches: dict[str, Any] = {**dict.fromkeys(SWITCHES.values(), True), SWITCHES[field]: False}
    petition = make.petition(**switches)
    assert sign(phone, petition, **SAID).status_code == 303
    row = Signature.objects.get()
    stored = {"country": row.country, "reason": row.reason, "show_name": "1" if row.show_name else ""}
    assert stored == {**SAID, field: ""}


def test_a_sensitive_page_asks_for_nothing_that_could_be_shown(phone: Client, make: Make) -> None:
    petition = make.petition(sensitive=True, asks_country=True)
    assert fields_of(phone, petition) == {"country"}
    assert sign(phone, petition, **SAID).status_code == 303
    row = Signature.objects.get()
    assert (row.country, row.reason, row.show_name) == ("MX", "", False)


def test_a_cause_asks_none_of_it(phone: Client, make: Make) -> None:
    page = phone.get(make.cause().public_path("en")).content.decode()
    assert not re.findall(r'name="(country|reason|show_name)"', page)


def test_no_country_is_guessed_and_the_nearest_stand_first(phone: Client, make: Make) -> None:
    petition = make.petition(asks_country=True)
    for language, names in (("en", ["United States", "Mexico"]), ("es", ["Estados Unidos", "México"])):
        page = phone.get(petition.public_path(language)).content.decode()
        options = re.findall(r'<option value="([A-Z]*)"( selected)?>([^<]+)', page)
        assert not [code for code, selected, _name in options if selected]
        assert [code for code, _selected, _name in options[:3]] == ["", "US", "MX"]
        assert all(name in options[place][2] for place, name in enumerate(names, 1))


def test_no_country_is_no_mistake_and_an_unknown_one_is(phone: Client, make: Make) -> None:
    petition = make.petition(asks_country=True)
    answer = sign(phone, petition, country="Atlantis")
    assert answer.status_code == 422
    assert "Choose a country from the list." in answer.content.decode()
    assert sign(phone, petition, country="").status_code == 303
    assert Signature.objects.get().country == ""


@pytest.mark.parametrize(
    ("switches", "kept"),
    [
        ({"asks_reason": False}, "my name, e-mail and postcode"),
        ({}, "my name, e-mail, postcode and reason"),
        ({"asks_country": True, "asks_reason": False}, "my name, e-mail, country and postcode"),
        ({"asks_country": True}, "my name, e-mail, country, postcode and reason"),
    ],
)
def test_the_words_agreed_to_name_what_is_kept(
    phone: Client, make: Make, switches: dict[str, Any], kept: str
) -> None:
    sign(phone, make.petition(**switches))
    assert f"keeps {kept} to check" in Signature.objects.get().consent.body


def test_turning_a_switch_shows_at_once(phone: Client, make: Make) -> None:
    """The page depends on the petition's row alone."""

    petition = make.petition()
    before = phone.get(petition.public_path("en"))
    Petition.objects.filter(pk=petition.pk).update(asks_reason=False)
    front_cache.forget()
    after = phone.get(petition.public_path("en"))
    assert b'name="reason"' in before.content and b'name="reason"' not in after.content
    assert before["ETag"] != after["ETag"]
