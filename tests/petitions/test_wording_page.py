"""A change of signed words at the desk is explained, and everybody can read what it was."""

from typing import Any

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Role
from causes import wording
from causes.models import PageText, Wording
from petitions.models import Petition
from petitions.wordings import Piece, compare
from tests.makers import NOW, Make
from tests.petitions.desk.cast import change, signed_in


@pytest.fixture
def petition(make: Make) -> Petition:
    petition = make.petition(title="Keep the clinic open", story="It is the only one for miles.")
    wording.record(petition, NOW)
    return petition


@pytest.fixture
def organiser(make: Make, petition: Petition) -> Client:
    return signed_in(make.user((petition.organisation, Role.ORGANISER)))


def typed(petition: Petition, **more: Any) -> dict[str, Any]:
    names = (
        "title",
        "decision_maker",
        "summary",
        "story",
        "goal",
        "time_zone",
        "language",
        "slug",
        "keep_months",
    )
    fields = {name: getattr(petition, name) for name in names}
    switches = ("asks_reason", "offers_name")
    return {"cause": petition.cause_id, "_continue": "1", **fields, **dict.fromkeys(switches, "on"), **more}


def test_before_the_first_name_words_change_freely(organiser: Client, petition: Petition) -> None:
    assert b"wording_reason" not in organiser.get(change(petition)).content
    organiser.post(change(petition), typed(petition, title="Keep it open"))
    assert list(Wording.objects.values_list("number", "title")) == [
        (1, "Keep the clinic open"),
        (2, "Keep it open"),
    ]


def test_then_it_needs_a_reason_and_nothing_typed_is_lost(
    organiser: Client, make: Make, petition: Petition
) -> None:
    make.pending(petition)
    assert b"wording_reason" in organiser.get(change(petition)).content
    again = organiser.post(change(petition), typed(petition, title="Close the clinic"))
    page = again.content.decode()
    assert "Say why: people already put their name to the old words." in page
    assert 'value="Close the clinic"' in page
    assert Petition.objects.get().title == "Keep the clinic open"
    reason = "The owner asked us."
    organiser.post(change(petition), typed(petition, title="Close the clinic", wording_reason=reason))
    assert Wording.objects.get(number=2).reason == reason


def test_a_picture_or_goal_needs_no_reason(organiser: Client, make: Make, petition: Petition) -> None:
    make.pending(petition)
    story = petition.story.replace("\n", "\r\n")
    answer = organiser.post(change(petition), typed(petition, story=story, goal=900))
    assert answer.status_code == 302
    assert Wording.objects.count() == 1


def test_other_languages_are_asked_the_same(organiser: Client, make: Make, petition: Petition) -> None:
    address = change(petition, "words/es")
    assert organiser.post(address, {"title": "Que siga abierta"}).status_code == 302
    make.pending(petition)
    refused = organiser.post(address, {"title": "Que cierre"})
    assert refused.status_code == 422
    assert 'value="Que cierre"' in refused.content.decode()
    assert PageText.objects.get().title == "Que siga abierta"
    organiser.post(address, {"title": "Que cierre", "wording_reason": "Otra vez."})
    assert list(Wording.objects.filter(language="es").values_list("number", "reason")) == [
        (1, ""),
        (2, "Otra vez."),
    ]


def test_everybody_reads_what_changed(
    phone: Client, organiser: Client, make: Make, petition: Petition
) -> None:
    make.signature(petition)
    organiser.post(
        change(petition), typed(petition, title="Keep the clinic closed", wording_reason="New facts.")
    )
    page = phone.get(petition.public_path("en")).content.decode()
    assert "The wording changed." in page and "New facts." in page
    address = f"{petition.public_path('en')}wording/"
    assert f'href="{address}"' in page
    versions = phone.get(address).content.decode()
    assert "<del>" in versions and "closed" in versions and "New facts." in versions
    assert versions.index("Version 2") < versions.index("Version 1")
    spanish = phone.get(f"{petition.public_path('es')}wording/").content.decode()
    assert "Versión 2" in spanish


def test_a_cause_shows_its_versions_too(phone: Client, make: Make) -> None:
    cause = make.cause(summary="Care close to home.")
    wording.record(cause, clock.now())
    assert "Care close to home." in phone.get(f"/causes/{cause.slug}/wording/").content.decode()


def test_a_draft_s_versions_are_nobody_s(phone: Client, make: Make) -> None:
    draft = make.petition(state="draft")
    assert phone.get(f"/p/{draft.slug}/wording/").status_code == 404


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("Keep it", "Keep it", [("", "Keep it")]),
        ("", "New", [("ins", "New")]),
        ("Keep it open", "Keep it closed", [("", "Keep it "), ("del", "open"), ("ins", "closed")]),
        ("One.\r\nTwo.", "One.\nTwo.", [("", "One.\nTwo.")]),
    ],
)
def test_words_are_compared_as_words(before: str, after: str, pieces: list[tuple[str, str]]) -> None:
    assert compare(before, after) == [Piece(*piece) for piece in pieces]


def test_hostile_words_are_shown_as_text(phone: Client, petition: Petition) -> None:
    petition.story = "<script>alert(1)</script>"
    petition.save()
    wording.record(petition, NOW)
    assert b"<script>alert" not in phone.get(f"/p/{petition.slug}/wording/").content


def test_two_long_versions_are_compared_whole_and_once() -> None:
    """Once for all readers: a public page must not work for seconds. Broken line: without `lru_cache`."""
    words = [f"word{n % 97 if n % 2 else n}" for n in range(6000)]
    before, after = " ".join(words), " ".join(word if n % 50 else "changed" for n, word in enumerate(words))
    asked = compare.cache_info().misses
    pieces = compare(before, after)
    assert "".join(piece.text for piece in pieces if piece.mark != "del").split() == after.split()
    assert "".join(piece.text for piece in pieces if piece.mark != "ins").split() == before.split()
    assert compare(before, after) is pieces and compare.cache_info().misses == asked + 1
