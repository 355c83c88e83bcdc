"""An organisation's colours and logo: its own, and readable."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from accounts import colours, look
from accounts.models import Organisation, Role
from tests.makers import Make


def test_the_formula_is_wcags() -> None:
    assert round(colours.contrast("#000000", "#ffffff"), 2) == 21
    assert round(colours.contrast("#777777", "#ffffff"), 2) == 4.48  # the known example just below 4.5
    assert round(colours.contrast("#767676", "#ffffff"), 2) == 4.54


@given(some.integers(0, 0xFFFFFF).map("#{:06x}".format))
def test_every_colour_has_a_readable_neighbour(colour: str) -> None:
    near = colours.near(colour)
    colours.readable(near)
    light = colours.for_the_dark(near)
    assert colours.contrast(light, "#1f1d2e") >= 4.5 and colours.contrast("#14131f", light) >= 4.5


@pytest.mark.parametrize("typed", ["#ffcc00", "red", "#12345", "url(x)", "#b3175b;}"])
def test_what_cannot_be_read_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        colours.readable(typed)


def save(client: Client, organisation: Organisation, **fields: object) -> None:
    address = reverse("admin:accounts_organisation_change", args=[organisation.pk])
    known = {"name": organisation.name, "language": "en", "contact_email": "hello@example.org"}
    client.post(address, {**known, **fields})
    organisation.refresh_from_db()


def picture(mode: str = "RGBA", size: tuple[int, int] = (1200, 300)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def test_an_owner_gives_the_pages_a_look(client: Client, phone: Client, make: Make) -> None:
    petition = make.petition()
    organisation = petition.organisation
    client.force_login(make.user((organisation, Role.OWNER)))
    save(client, organisation, colour="0B6B66", logo=picture())
    assert organisation.colour == "#0b6b66"
    assert (organisation.logo_width, organisation.logo_height) == (480, 120)
    page = phone.get(petition.public_path("en")).content.decode()
    assert look.address(organisation) in page and organisation.logo.url in page
    sheet = phone.get(look.address(organisation))
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "--magenta:#0b6b66" in sheet.content.decode() and "immutable" in sheet["Cache-Control"]


def test_too_light_is_not_saved(client: Client, make: Make) -> None:
    organisation = make.organisation()
    client.force_login(make.user((organisation, Role.OWNER)))
    save(client, organisation, colour="#ffcc00")
    assert organisation.colour == ""


def test_no_look_no_stylesheet(phone: Client, make: Make) -> None:
    petition = make.petition()
    assert "/look/" not in phone.get(petition.public_path("en")).content.decode()
    assert phone.get(f"/look/{petition.organisation.slug}/abc.css").status_code == 404
