"""How a petition will look, before anybody else sees it: by the real templates and letters."""

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from accounts.models import Role, Supporter
from causes.models import Cause, Letter, PageText
from petitions.models import Petition, Signature
from tests.database import contents
from tests.makers import Make
from tests.petitions.desk.cast import DRAFT, change, signed_in


@pytest.fixture
def draft(make: Make, cause: Cause) -> Petition:
    return make.petition(
        cause, title="Open a night bus", summary="Run line 8 all night.", slug="night-bus", **DRAFT
    )


@pytest.mark.parametrize(
    ("language", "headline", "invitation"),
    [("en", "Open a night bus", "Add your name"), ("es", "Abran un autobús nocturno", "Pon tu nombre")],
)
def test_it_shows_all_places_in_each_language(
    organiser: Client, draft: Petition, language: str, headline: str, invitation: str
) -> None:
    PageText.objects.create(page=draft, language="es", title="Abran un autobús nocturno")
    page = organiser.get(change(draft, f"looks/{language}"))
    shown: Any = page.context_data
    assert (shown["headline"], shown["said"]) == (headline, "Run line 8 all night.")
    assert headline in shown["chat"] and invitation in shown["chat"]
    assert headline in shown["post"] and "/p/night-bus/" in shown["post"]
    assert headline in shown["letter"].subject
    assert headline in organiser.get(shown["letter_html"]).content.decode()
    assert f'<html lang="{language}"' in organiser.get(shown["preview"]).content.decode()
    assert page.content.decode().count("<iframe") == 3


def test_what_is_not_translated_is_said_with_the_way_there(organiser: Client, draft: Petition) -> None:
    page = organiser.get(change(draft, "looks/es")).content.decode()
    assert "3 texts are not in this language yet" in page
    assert change(draft, "words/es") in page
    assert "in this language yet" not in organiser.get(change(draft, "looks/en")).content.decode()


def test_the_picture_is_the_one_that_chats_will_get(organiser: Client, draft: Petition) -> None:
    answer = organiser.get(change(draft, "looks/en/picture"))
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert "no-store" in answer["Cache-Control"]
    Petition.objects.filter(pk=draft.pk).update(title="開放診所")
    assert organiser.get(change(draft, "looks/en/picture")).status_code == 302


def test_nothing_of_it_stays(organiser: Client, draft: Petition) -> None:
    for language in ("en", "es"):  # the words of consent are kept once somebody could have read them
        organiser.get(change(draft, "preview") + f"?language={language}")
    before = contents()
    for what in ("looks/en", "looks/es/letter", "looks/es/picture"):
        assert organiser.get(change(draft, what)).status_code == 200
    assert contents() == before
    assert not (Signature.objects.exists() or Supporter.objects.exists() or Letter.objects.exists())


def test_frames_are_the_desk_s_own(organiser: Client, draft: Petition) -> None:
    for what in ("preview", "looks/en/letter"):
        answer = organiser.get(change(draft, what))
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert organiser.get(change(draft, "looks/en"))["X-Frame-Options"] == "DENY"
    assert "preview-bar" not in organiser.get(change(draft, "preview") + "?frame=phone").content.decode()


@pytest.mark.parametrize("what", ["looks/en", "looks/en/letter", "looks/en/picture", "looks/de", "preview"])
def test_it_is_there_for_colleagues_alone(make: Make, draft: Petition, phone: Client, what: str) -> None:
    stranger = signed_in(make.user((make.organisation(), Role.OWNER)))
    assert stranger.get(change(draft, what)).status_code == 404
    assert phone.get(change(draft, what)).status_code in (302, 404)
    viewer = signed_in(make.user((draft.organisation, Role.VIEWER)))
    assert viewer.get(change(draft, what)).status_code == (404 if what == "looks/de" else 200)
