"""Every letter in every language, written by its own function, and what a letter must and must not hold."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, Role
from causes.models import Letter
from causes.writing import LETTERS, samples
from tests.database import contents
from tests.makers import NOW, Make

Kind = Letter.Kind
OF_THE_SITE = (Kind.NEW_PASSWORD, Kind.NO_ACCOUNT)
LANGUAGES = [code for code, _ in settings.LANGUAGES]
every_kind = pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.value)


def html_of(message: Any) -> str:
    return str(message.alternatives[0].content)


def addresses(message: Any) -> set[str]:
    """Every web address in both parts."""
    text = message.body + " ".join(re.findall(r'(?:href|src)="([^"]+)"', html_of(message)))
    return set(re.findall(r"https?://[^\s\"<>]+", text))


def test_each_kind_has_its_function_and_its_sample() -> None:
    assert set(LETTERS) == set(Kind) == set(samples.SAMPLES)


@every_kind
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_looked_at(db: None, kind: Letter.Kind, language: str) -> None:
    before = contents()
    message = samples.sample(kind, language, NOW)
    assert message.subject.strip() and "\n" not in message.subject
    assert f'<html lang="{language}">' in html_of(message)
    for part in (message.subject, message.body, html_of(message)):
        assert "{" not in part and "None" not in part
    assert contents() == before, "nothing of the invented rows stays"


@every_kind
def test_it_speaks_each_language(db: None, kind: Letter.Kind) -> None:
    said = [samples.sample(kind, language, NOW) for language in LANGUAGES]
    assert len({message.subject for message in said}) == len(LANGUAGES)
    assert len({message.body for message in said}) == len(LANGUAGES)


@every_kind
def test_it_says_where_the_organisation_is(db: None, kind: Letter.Kind, settings: Any) -> None:
    """Or, in those about a sign-in, whose site this is."""
    settings.SITE_CONTACT = "help@example.org"
    message = samples.sample(kind, "en", NOW)
    for part in (message.body, html_of(message)):
        if kind in OF_THE_SITE:
            assert settings.SITE_NAME in part and "help@example.org" in part
        else:
            assert "1 Main Street, Tucson AZ" in part


@pytest.mark.parametrize("kind", [Kind.CONFIRM, Kind.REMINDER])
def test_what_asks_for_a_confirmation_advertises_nothing(db: None, kind: Letter.Kind) -> None:
    """A court took an advertisement in an unproven confirmation for advertising (journeys G5)."""
    message = samples.sample(kind, "en", NOW)
    assert {address.split("/")[3] for address in addresses(message)} == {"confirm", "me", "unsubscribe"}
    assert not re.search(r"share|donat|follow|forward", message.body + html_of(message), re.IGNORECASE)


@every_kind
def test_it_fetches_nothing(db: None, kind: Letter.Kind) -> None:
    html = html_of(samples.sample(kind, "en", NOW))
    assert not re.search(r"<(img|script|link|iframe|object)|url\(", html, re.IGNORECASE)


# --- at the desk ---


@pytest.fixture
def desk(make: Make) -> Client:
    client = Client()
    client.force_login(make.user((make.organisation(), Role.VIEWER)))
    return client


def test_the_list_leads_to_each(desk: Client) -> None:
    listed = desk.get(reverse("admin:causes_letter_previews")).content.decode()
    for kind in Kind:
        for language in LANGUAGES:
            assert reverse("admin:causes_letter_preview", args=[kind, language]) in listed


def test_one_of_them(desk: Client) -> None:
    organisations = Organisation.objects.count()
    where = reverse("admin:causes_letter_preview", args=["confirm", "es"])
    shown = desk.get(where).content.decode()
    assert "Un toque y tu firma cuenta: Que nuestra clínica siga abierta" in shown
    assert f'src="{where}html/"' in shown
    framed = desk.get(f"{where}html/")
    assert "Confirmar" in framed.content.decode()
    policy = framed["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert Organisation.objects.count() == organisations


@pytest.mark.parametrize("path", ["novel/en", "confirm/fr"])
def test_what_is_not_there(desk: Client, path: str) -> None:
    assert desk.get(f"/admin/causes/letter/preview/{path}/").status_code == 404


def test_nobody_looks_from_outside(phone: Client, db: None) -> None:
    assert phone.get(reverse("admin:causes_letter_previews")).status_code == 302
