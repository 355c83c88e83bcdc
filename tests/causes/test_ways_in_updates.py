"""A link in an update to another petition of the organisation is its reader's own: there one press signs."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from causes.models import Page, State
from petitions.models import Petition, Signature
from tests.causes.news import arrived, draft, send
from tests.causes.one_press import press
from tests.makers import Make

SITE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def clinic(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open")


@pytest.fixture
def library(make: Make, clinic: Petition) -> Petition:
    return make.petition(clinic.cause, title="Open the library", slug="library")


def sent(petition: Petition, words: str) -> tuple[str, str]:
    """Text and HTML of the one letter that such an update becomes."""
    now = clock.now()
    send(draft(petition, words=words), now)
    letter = arrived(now)[-1]
    return letter.body, letter.alternatives[0][0]


def test_one_press_from_an_update(phone: Client, make: Make, clinic: Petition, library: Petition) -> None:
    signed = make.signature(clinic, name="Dolores Huerta")
    text, html = sent(clinic, f"[The library]({SITE}/p/library/) needs us, see {SITE}/p/library/.")
    [own] = set(re.findall(rf"{SITE}(/sign/{signed.link.code}[\w.-]+/)", text))
    assert f'href="{SITE}{own}"' in html
    assert f"{SITE}/p/library/" not in text
    assert press(phone, own).status_code == 200
    assert Signature.objects.get(petition=library).name == "Dolores Huerta"


def test_in_the_reader_s_language(make: Make, clinic: Petition, library: Petition) -> None:
    make.signature(clinic, language="es")
    text, _ = sent(clinic, f"See {SITE}/p/library/ please.")
    assert f"{SITE}/es/sign/" in text


@pytest.mark.parametrize(
    "address",
    [
        "/p/library/?r=abcdefghj.x",
        "/p/library/wording/",
        "/p/library/#why",
        "/p/nowhere/",
        "/p/of-others/",
        "/p/closed/",
        "/p/hidden/",
        "/p/clinic-itself/",
    ],
)
def test_what_is_not_a_way_to_sign_stays_as_it_was(
    make: Make, clinic: Petition, library: Petition, address: str
) -> None:
    make.petition(slug="of-others")
    make.petition(clinic.cause, slug="closed", state=State.CLOSED)
    make.petition(clinic.cause, slug="hidden", state=State.HIDDEN)
    Page.objects.filter(pk=clinic.pk).update(slug="clinic-itself")
    make.signature(clinic)
    text, html = sent(Petition.objects.get(pk=clinic.pk), f"See {SITE}{address} and [here]({SITE}{address})!")
    assert "/sign/" not in text + html
    assert text.count(f"{SITE}{address}") >= 2


def test_another_site_s_page_is_not_ours(make: Make, clinic: Petition, library: Petition) -> None:
    make.signature(clinic)
    text, html = sent(clinic, "See https://evil.example/p/library/ please.")
    assert "/sign/" not in text + html
