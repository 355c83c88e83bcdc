"""The page of the press: what a paper can print as it stands, and on whose word."""

import html
from typing import Any

import pytest
from django.test import Client

from causes.models import PageText
from petitions import embedding
from petitions.desk_forms import PetitionForm
from petitions.models import Petition
from tests.makers import Make

QUOTE: dict[str, Any] = {"quote": "Nobody else is open on Saturdays.", "quoted": "Rosa Yazzie, nurse"}


def page_of(phone: Client, petition: Petition, prefix: str = "") -> str:
    return phone.get(f"{prefix}/p/{petition.slug}/press/").content.decode()


def test_a_quote_stands_with_whoever_said_it(phone: Client, make: Make) -> None:
    page = page_of(phone, make.petition(**QUOTE))
    assert "<q>Nobody else is open on Saturdays.</q>" in page and "Rosa Yazzie, nurse" in page
    assert "To quote" not in page_of(phone, make.petition())


def test_a_quote_is_read_in_ones_own_language(phone: Client, make: Make) -> None:
    petition = make.petition(**QUOTE)
    assert '<q lang="en">Nobody else is open' in page_of(phone, petition, "/es")
    PageText.objects.create(page=petition, language="es", quote="Nadie más abre.", quoted="Rosa, enfermera")
    page = page_of(phone, make.petition(**QUOTE), "/es")
    assert "<q lang" in page, "another petition's words are not taken"
    fresh = make.petition(**QUOTE)
    PageText.objects.create(page=fresh, language="es", quote="Nadie más abre.", quoted="Rosa, enfermera")
    page = page_of(phone, fresh, "/es")
    assert "<q>Nadie más abre.</q>" in page and "Rosa, enfermera" in page


def test_the_pictures_terms_are_its_owners(phone: Client, make: Make) -> None:
    credit = "Photo: Ana Ruiz, free to print"
    petition = make.petition(picture="pictures/x.jpg", picture_credit=credit)
    assert credit in page_of(phone, petition) and "Ask before you print" not in page_of(phone, petition)
    assert credit in phone.get(f"/p/{petition.slug}/").content.decode()
    assert "Ask before you print" in page_of(phone, make.petition(picture="pictures/x.jpg"))


def test_the_counter_can_be_pasted_from_it(phone: Client, make: Make) -> None:
    petition = make.petition(title='Keep "our" <clinic> open')
    page = page_of(phone, petition)
    assert html.escape(embedding.script(petition, embedding.COUNT, "en")) in page, (
        "a browser undoes one escape"
    )


@pytest.mark.parametrize(("quoted", "is_fine"), [("", False), ("Rosa Yazzie", True)])
def test_words_that_nobody_said_are_refused(make: Make, quoted: str, is_fine: bool) -> None:
    form = PetitionForm({"quote": "It is a shame.", "quoted": quoted}, instance=make.petition())
    assert ("quoted" not in form.errors) is is_fine
