"""Lighter files beside each picture: made by a worker, served with the page, gone with the picture."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from causes import picture_sizes
from causes.models import Cause
from petitions.models import Petition
from tests.makers import Make
from tests.petitions.desk.cast import DRAFT, answers, change, photo


@pytest.fixture
def petition(make: Make, cause: Cause) -> Petition:
    petition = make.petition(cause, slug="clinic", **DRAFT)
    out = io.BytesIO()
    Image.effect_noise((1600, 900), 60).convert("RGB").save(out, "JPEG", quality=84)
    petition.picture.save("clinic.jpg", ContentFile(out.getvalue()))
    return petition


def files() -> set[str]:
    return set(default_storage.listdir("pictures")[1])


def test_each_kind_in_each_width(petition: Petition) -> None:
    assert picture_sizes.make_due() == 1
    petition.refresh_from_db()
    for kind, srcset in picture_sizes.sources(petition):
        for each in srcset.split(", "):
            address, width = each.split()
            with default_storage.open(address.removeprefix("/media/")) as file, Image.open(file) as image:
                assert f"{image.width}w" == width
                assert image.get_format_mimetype() == kind
                assert abs(image.width / image.height - 16 / 9) < 0.01
                assert not image.getexif()
    assert picture_sizes.make_due() == 0


def test_a_page_names_them_as_soon_as_they_are_there(petition: Petition, organiser: Client) -> None:
    preview = change(petition, "preview")
    assert "<source" not in organiser.get(preview).content.decode()
    picture_sizes.make_due()
    page = organiser.get(preview).content.decode()
    assert page.index('type="image/avif"') < page.index('type="image/webp"')
    assert "-480.avif 480w" in page
    assert 'width="1600" height="900"' in page


def test_another_picture_takes_the_old_files_along(
    petition: Petition, organiser: Client, django_capture_on_commit_callbacks: object
) -> None:
    picture_sizes.make_due()
    old = files()
    assert len(old) == 7
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        sent = answers(petition.cause, slug="clinic", picture=photo(), picture_focus="top-left")
        assert organiser.post(change(petition), sent).status_code == 302
    assert not old & files()
    petition.refresh_from_db()
    assert picture_sizes.sources(petition) == []
    assert "focus-top-left" in organiser.get(change(petition, "preview")).content.decode()


def test_what_cannot_be_read_is_asked_once(petition: Petition) -> None:
    name = petition.picture.name or ""
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"no picture"))
    assert picture_sizes.make_due() == 1
    assert picture_sizes.make_due() == 0
    petition.refresh_from_db()
    assert picture_sizes.sources(petition) == []


def test_the_part_that_stays_in_view_is_kept_when_nobody_chooses(
    petition: Petition, organiser: Client
) -> None:
    Petition.objects.filter(pk=petition.pk).update(picture_focus="bottom")
    organiser.post(change(petition), answers(petition.cause, slug="clinic"))
    petition.refresh_from_db()
    assert petition.picture_focus == "bottom"
