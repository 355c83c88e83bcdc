"""How a petition begins: a copy of another, a template, and the sight of what others ask already."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import Organisation, Role
from causes.models import Cause, Change, Link, PageText, Wording
from causes.publishing import NotAllowed
from petitions import publishing
from petitions.cloning import clone
from petitions.models import Petition, Signature
from petitions.similar import similar
from tests.makers import NOW, Make
from tests.petitions.desk.cast import ADD, DRAFT, answers, change, photo, signed_in


@pytest.fixture
def petition(make: Make, cause: Cause) -> Petition:
    petition = make.petition(
        cause,
        title="Keep the Saturday clinic open",
        story="It is the only one.",
        goal=2500,
        goal_consequence="then we ask for a hearing",
        closes_at=NOW + dt.timedelta(days=30),
        time_zone="America/Phoenix",
        asks_country=True,
        keep_months=6,
        sensitive=True,
    )
    PageText.objects.create(page=petition, language="es", title="Que siga abierta", summary="Que siga.")
    make.signature(petition)
    make.partner(petition)
    return petition


def test_a_copy_has_the_words_and_settings(petition: Petition) -> None:
    copy = clone(petition)
    assert (copy.title, copy.story, copy.goal, copy.goal_consequence) == (
        "Keep the Saturday clinic open (copy)",
        "It is the only one.",
        2500,
        "then we ask for a hearing",
    )
    assert (copy.cause, copy.organisation, copy.decision_maker) == (
        petition.cause,
        petition.organisation,
        petition.decision_maker,
    )
    assert (copy.time_zone, copy.asks_country, copy.keep_months, copy.sensitive) == (
        "America/Phoenix",
        True,
        6,
        True,
    )
    text = PageText.objects.get(page=copy)
    assert (text.language, text.title, text.summary) == ("es", "Que siga abierta (copia)", "Que siga.")
    assert PageText.objects.get(page=petition).title == "Que siga abierta"


def test_a_copy_has_no_names_dates_links_or_numbers(petition: Petition) -> None:
    copy = Petition.objects.get(pk=clone(petition).pk)
    assert (copy.state, copy.count, copy.published_at, copy.opens_at, copy.closes_at, copy.closed_at) == (
        "draft", 0, None, None, None, None,
    )  # fmt: skip
    assert copy.slug != petition.slug
    for model in (Link, Change, Wording):
        assert not model.objects.filter(page=copy).exists()
    assert not Signature.objects.filter(petition=copy).exists()


def test_its_picture_is_a_file_of_its_own(petition: Petition) -> None:
    petition.picture.save("ana.jpg", ContentFile(photo().read()))
    copy = clone(petition)
    assert copy.picture.name != petition.picture.name
    assert Path(copy.picture.path).read_bytes() == Path(petition.picture.path).read_bytes()
    assert copy.picture_width == petition.picture_width


def test_a_long_title_leaves_room_for_the_word(make: Make, cause: Cause) -> None:
    copy = clone(make.petition(cause, title="x" * 120, language="es"))
    assert len(copy.title) == 120 and copy.title.endswith("x (copia)")


def test_one_button_copies(organiser: Client, petition: Petition) -> None:
    assert "Copy this petition" in organiser.get(change(petition)).content.decode()
    answer = organiser.post(change(petition, "copy"))
    copy = Petition.objects.exclude(pk=petition.pk).get()
    assert answer["Location"] == change(copy)
    assert organiser.get(change(copy)).status_code == 200


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DATA_OFFICER])
def test_readers_copy_nothing(make: Make, mine: Organisation, petition: Petition, role: Role) -> None:
    reader = signed_in(make.user((mine, role)))
    assert b"Copy this petition" not in reader.get(change(petition)).content
    assert reader.post(change(petition, "copy")).status_code == 403
    assert Petition.objects.count() == 1


def test_another_organisation_s_petition_is_not_there_to_copy(organiser: Client, make: Make) -> None:
    assert organiser.post(change(make.petition(is_template=True), "copy")).status_code == 404


def test_a_template_is_a_draft_for_ever(organiser: Client, cause: Cause, make: Make) -> None:
    template = make.petition(cause, title="Stop a closure", is_template=True, **DRAFT)
    with pytest.raises(NotAllowed):
        publishing.make("publish", template, NOW)
    page = organiser.get(change(template)).content.decode()
    assert 'value="publish"' not in page
    assert "Start a petition from this template" in page
    organiser.post(change(template), answers(cause, is_template="on", _move="publish"))
    assert Petition.objects.get().state == "draft"


def test_everybody_in_the_organisation_starts_from_it(organiser: Client, cause: Cause, make: Make) -> None:
    make.petition(cause, title="Stop a closure", is_template=True, **DRAFT)
    make.petition(title="Not yours to start from", is_template=True, **DRAFT)
    page = organiser.get(ADD).content.decode()
    assert "Start from a template" in page and "Stop a closure" in page
    assert "Not yours" not in page
    organiser.post(change(Petition.objects.get(title="Stop a closure"), "copy"))
    started = Petition.objects.get(is_template=False)
    assert (started.title, started.slug) == ("Stop a closure", "stop-a-closure")


def test_the_desk_does_not_ask_to_publish_a_template(organiser: Client, cause: Cause, make: Make) -> None:
    make.petition(cause, title="Stop a closure", is_template=True, **DRAFT)
    assert "Ready to publish" not in organiser.get("/admin/").content.decode()


def test_what_was_public_becomes_no_template(organiser: Client, petition: Petition) -> None:
    typed = {**answers(petition.cause), "wording_reason": "Other words.", "is_template": "on"}
    organiser.post(change(petition), typed)
    assert not Petition.objects.get().is_template


def test_months_are_only_shortened_once_people_were_promised_them(
    organiser: Client, petition: Petition
) -> None:
    typed = {**answers(petition.cause), "wording_reason": "Other words."}
    refused = organiser.post(change(petition), {**typed, "keep_months": "24"})
    assert "People were promised 6 months" in refused.content.decode()
    assert organiser.post(change(petition), {**typed, "keep_months": "3"}).status_code == 302
    assert Petition.objects.get().keep_months == 3


# --- what others ask already ---


@pytest.fixture
def clinic(make: Make) -> Petition:
    return make.petition(title="Keep the Saturday clinic open", summary="Fund the doctors for two years.")


@pytest.mark.parametrize(
    "title",
    [
        "Keep our clinic open on Saturday",
        "KEEP THE SATURDAY CLINIC",
        "Keep the satruday clinic opne",
        "Saturday clinics must be kept open",
    ],
)
def test_nearly_the_same_is_found(clinic: Petition, title: str) -> None:
    assert similar(title, NOW) == [clinic]


@pytest.mark.parametrize(
    "title", ["", "Keep", "Plant a hundred trees on Main Street", "'; DROP TABLE", "\\ & |"]
)
def test_something_else_is_not(clinic: Petition, title: str) -> None:
    assert similar(title, NOW) == []


def test_other_languages_are_compared_in_theirs(make: Make) -> None:
    spanish = make.petition(title="Que la clínica abra los sábados", language="es")
    assert similar("Abran la clinica el sabado", NOW) == [spanish]


def test_only_what_is_open_to_everybody(make: Make, clinic: Petition) -> None:
    title = clinic.title
    for fields in (DRAFT, {"state": "closed"}, {"state": "hidden"}, {"closes_at": NOW}):
        make.petition(title=title, **fields)
    assert similar(title, NOW) == [clinic]
    assert similar(title, NOW, clinic.pk) == []


def test_the_desk_shows_it_while_one_types_and_after_saving(
    organiser: Client, cause: Cause, clinic: Petition, make: Make
) -> None:
    piece = organiser.get("/admin/petitions/petition/similar/", {"title": "Keep the clinic open"})
    assert clinic.title in piece.content.decode()
    assert "<html" not in piece.content.decode()
    organiser.post(ADD, answers(cause, title="Keep the Saturday clinic open for us"))
    draft = Petition.objects.exclude(pk=clinic.pk).get()
    page = organiser.get(change(draft)).content.decode()
    assert clinic.public_path() in page


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "-1"])
def test_a_strange_number_is_none(organiser: Client, clinic: Petition, number: str) -> None:
    asked: dict[str, Any] = {"title": clinic.title, "but": number}
    answer = organiser.get("/admin/petitions/petition/similar/", asked)
    assert answer.status_code == 200 and clinic.title in answer.content.decode()


def test_strangers_ask_nothing(phone: Client, make: Make, mine: Organisation) -> None:
    assert phone.get("/admin/petitions/petition/similar/", {"title": "x"}).status_code == 302
    viewer = signed_in(make.user((mine, Role.VIEWER)))
    assert viewer.get("/admin/petitions/petition/similar/", {"title": "x"}).status_code == 403
