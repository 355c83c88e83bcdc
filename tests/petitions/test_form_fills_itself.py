"""The sign form as a phone meets it: it knows every field, and nobody has answered beforehand."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from petitions.models import Petition, Signature
from tests.makers import Make
from tests.visitors import sign


class _Fields(HTMLParser):
    """The inputs of a page by name; a name with many boxes keeps them all."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[dict[str, str | None]]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = dict(attrs)
        if tag in ("input", "select", "textarea") and (name := fields.get("name")):
            self.found.setdefault(name, []).append(fields)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def fields_of(client: Client, petition: Petition) -> dict[str, list[dict[str, str | None]]]:
    return _Fields(client.get(petition.public_path("en")).content.decode()).found


def test_a_phone_knows_every_field(phone: Client, petition: Petition) -> None:
    fields = fields_of(phone, petition)
    assert fields["name"][0]["autocomplete"] == "name"
    email = fields["email"][0]
    assert (email["type"], email["autocomplete"], email["inputmode"]) == ("email", "email", "email")
    assert email["spellcheck"] == "false"
    assert fields["postcode"][0]["autocomplete"] == "postal-code"


def test_nothing_is_chosen_beforehand(phone: Client, petition: Petition) -> None:
    fields = fields_of(phone, petition)
    choices = [box for boxes in fields.values() for box in boxes if box.get("type") in ("radio", "checkbox")]
    assert len(choices) >= 3  # yes, no, and the first name
    assert not [box for box in choices if "checked" in box]


def test_no_template_ticks_a_wish_for_anybody() -> None:
    """What is ticked was ticked by the person: each `checked` hangs on what they typed or chose before."""
    ticked = [
        f"{path.name}: {line.strip()}"
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for line in path.read_text().splitlines()
        if re.search(r"\bchecked\b", line) and not re.search(r"{% if [^%]+%}\s*checked", line)
    ]
    assert not ticked


def test_a_no_signs_as_well(phone: Client, petition: Petition) -> None:
    assert sign(phone, petition, updates="no").status_code == 303
    assert Signature.objects.get().updates is False
