"""The language is in the path and nowhere else, and changing it loses nothing."""

import re

import pytest
from django.test import Client

from causes.models import Letter
from petitions.models import Petition, Signature
from tests.makers import Make
from tests.visitors import as_seen, button_of, sign


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def test_the_button_keeps_page_and_credit(phone: Client, petition: Petition) -> None:
    for start, button, end in (
        ("en", "es", "es"),
        ("es", "en", "en"),
        ("es", "es", "es"),
        ("en", "en", "en"),
    ):
        address = petition.public_path(start) + "?r=abcdefghj.whatsapp&utm_source=x%26y"
        answer = phone.post(address, {"lang": button})
        assert answer.status_code == 303
        assert answer["Location"] == petition.public_path(end) + "?r=abcdefghj.whatsapp&utm_source=x%26y"
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies


def test_credit_survives_a_change_of_language(phone: Client, petition: Petition, make: Make) -> None:
    friend = make.signature(petition)
    address = f"{petition.public_path('en')}?r={friend.link.code}.sms"
    moved = phone.post(address, {"lang": "es"})["Location"]
    sign(phone, petition, "?" + moved.partition("?")[2], language="es")
    row = Signature.objects.select_related("link").get(email="maria@example.net")
    assert (row.link.parent, row.channel, row.language) == (friend.link, "sms", "es")


def test_the_thanks_page_changes_its_language_too(phone: Client, petition: Petition) -> None:
    thanks = sign(phone, petition)["Location"]
    spanish = phone.post(thanks, {"lang": "es"})["Location"]
    assert spanish == f"/es{thanks}"
    shown = phone.get(spanish)
    assert shown.status_code == 200
    assert 'lang="es"' in shown.content.decode()
    assert phone.post(spanish, {"lang": "en"})["Location"] == thanks


def test_and_so_does_the_confirm_page(phone: Client, petition: Petition) -> None:
    sign(phone, petition)
    button = button_of(Letter.objects.get())
    spanish = phone.post(button, {"lang": "es"})["Location"]
    assert spanish == f"/es{button}"
    assert phone.get(spanish).status_code == 200
    assert Signature.objects.get().status == "pending"


@pytest.mark.parametrize("language", ["", "fr", "en-us", "EN", "../", "//evil.example", "es/../../x", "\x00"])
def test_a_language_we_do_not_speak_is_no_language(phone: Client, petition: Petition, language: str) -> None:
    assert phone.post(petition.public_path("en"), {"lang": language}).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "/\\evil.example/",
        "/es//evil.example/",
        "/es/\\evil.example/",
        "/%2F/evil.example/",
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_button_leads_nowhere_else(phone: Client, db: None, path: str, language: str) -> None:
    answer = phone.generic("POST", path, f"lang={language}", content_type="application/x-www-form-urlencoded")
    assert re.match(r"/(?![/\\])", answer["Location"])


def test_no_header_chooses(petition: Petition) -> None:
    one, other = (
        Client(headers={"accept-language": spoken}).get(petition.public_path("en")) for spoken in ("es", "ar")
    )
    assert as_seen(one) == as_seen(other)
    for shown in (one, other):
        assert shown["Content-Language"] == "en"
        assert "Accept-Language" not in shown.get("Vary", "")


def test_a_page_says_its_language_and_where_the_other_one_is(phone: Client, petition: Petition) -> None:
    page = phone.get(petition.public_path("es")).content.decode()
    assert re.search(r'<html[^>]* lang="es"', page)
    for language in ("en", "es"):
        assert re.search(
            rf'<link[^>]*hreflang="{language}"[^>]*href="[^"]*{re.escape(petition.public_path(language))}"',
            page,
        )
    assert "Firmar" in page


def test_the_letter_speaks_as_the_page_did(phone: Client, petition: Petition) -> None:
    sign(phone, petition, language="es")
    letter = Letter.objects.get()
    assert letter.language == "es"
    assert button_of(letter).startswith("/es/confirm/")


def test_what_is_told_is_told_in_the_visitors_language(phone: Client, petition: Petition) -> None:
    told = sign(phone, petition, language="es", email="no").content.decode()
    assert "Escribe un correo como nombre@ejemplo.com" in told
