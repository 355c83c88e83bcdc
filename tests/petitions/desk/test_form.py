"""The organiser's form: five answers are enough, and each is told when it does not do."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import Role
from causes.models import Cause, State
from petitions.models import Petition
from tests.makers import Make
from tests.petitions.desk.cast import ADD, answers, change, photo, signed_in


def test_five_answers_are_enough(organiser: Client, cause: Cause, tmp_path: Path) -> None:
    response = organiser.post(ADD, answers(cause, picture=photo()), follow=True)
    petition = Petition.objects.get()
    assert petition.slug == "reabran-la-clinica-del-sur"
    assert (petition.state, petition.language) == (State.DRAFT, "es")
    assert petition.organisation == cause.organisation
    assert (petition.picture_width, petition.picture_height) == (1600, 800)
    assert re.fullmatch(r"pictures/[0-9a-f]{20}\.jpg", str(petition.picture.name))
    assert Image.open(petition.picture.path).format == "JPEG"
    assert response.redirect_chain[-1][0] == change(petition)
    assert "Nobody else sees it" in response.content.decode()


def test_the_form_asks_five_things_and_knows_the_cause(organiser: Client, cause: Cause) -> None:
    form = organiser.get(ADD).context["adminform"]
    essentials, *more = list(form)
    asked = [name for name in essentials.fields if name not in ("cause", "picture_alt")]
    assert asked == ["title", "decision_maker", "summary", "picture", "goal"]
    assert all("collapse" in part.classes for part in more)
    assert form.form.initial["cause"] == cause.pk
    assert "organisation" not in form.form.fields


def test_without_a_cause_the_way_leads_to_one(organiser: Client) -> None:
    response = organiser.get(ADD, follow=True)
    assert response.redirect_chain[0][0] == "/admin/causes/cause/add/"
    assert "First the cause" in response.content.decode()


def test_equal_titles_get_different_addresses(organiser: Client, cause: Cause) -> None:
    for _ in range(3):
        organiser.post(ADD, answers(cause))
    slugs = set(Petition.objects.values_list("slug", flat=True))
    stem = "reabran-la-clinica-del-sur"
    assert slugs == {stem, f"{stem}-2", f"{stem}-3"}


def test_a_title_without_latin_letters_gets_an_address_too(organiser: Client, cause: Cause) -> None:
    organiser.post(ADD, answers(cause, title="保住診所"))
    assert re.fullmatch(r"petition-[0-9a-f]{6}", Petition.objects.get().slug)


def test_a_taken_address_is_said(organiser: Client, cause: Cause, make: Make) -> None:
    make.petition(slug="taken")
    page = organiser.post(ADD, answers(cause, slug="taken")).content.decode()
    assert "This address is taken" in page


def test_the_address_never_changes_after_publishing(organiser: Client, cause: Cause, make: Make) -> None:
    petition = make.petition(cause, slug="for-ever")
    organiser.post(change(petition), answers(cause, slug="other", _continue="1"))
    petition.refresh_from_db()
    assert (petition.title, petition.slug) == ("Reabran la clínica del Sur", "for-ever")


@pytest.mark.parametrize(
    ("content", "said"), [(b"not a picture", "cannot read this file"), (b"x" * 11_000_000, "too large")]
)
def test_a_bad_picture_is_said_beside_its_field(
    organiser: Client, cause: Cause, content: bytes, said: str
) -> None:
    response = organiser.post(ADD, answers(cause, picture=SimpleUploadedFile("a.jpg", content)))
    assert said in str(response.context["adminform"].form.errors["picture"])
    assert not Petition.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_replaced_picture_is_gone(db: None, tmp_path: Path) -> None:
    """Somebody may have asked for it to be taken down: its address must not work any more."""
    make = Make()
    cause = make.cause()
    client = signed_in(make.user((cause.organisation, Role.ORGANISER)))
    client.post(ADD, answers(cause, picture=photo()))
    petition = Petition.objects.get()
    first = Path(petition.picture.path)
    client.post(change(petition), answers(cause, picture=photo((100, 100)), _continue="1"))
    petition.refresh_from_db()
    assert not first.exists()
    assert Path(petition.picture.path).exists()
    assert petition.picture_width == 100
    client.post(change(petition), {**answers(cause), "picture-clear": "on", "_continue": "1"})
    assert list(tmp_path.rglob("*.jpg")) == []
