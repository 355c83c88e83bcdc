"""The desk's screen "Put it on your site"."""

import html

import pytest
from django.test import Client

from accounts.models import Role
from causes.models import Cause, State
from petitions import embedding
from petitions.models import Signature
from tests.makers import Make
from tests.petitions.desk.cast import DRAFT, change, signed_in


def test_it_shows_lines_preview_and_sites(make: Make, cause: Cause, organiser: Client) -> None:
    petition = make.petition(cause, slug="clinic")
    row = make.signature(petition)
    Signature.objects.filter(pk=row.pk).update(channel="embed", embed_host="news.example")
    page = html.unescape(organiser.get(change(petition, "embed") + "?language=es").content.decode())
    assert 'data-petition="clinic" data-show="form" data-language="es"' in page
    assert 'src="http' in page and "/es/embed/p/clinic/" in page and "/es/p/clinic.svg" in page
    assert "news.example" in page
    assert change(petition, "embed") in organiser.get(change(petition)).content.decode()


def test_a_sensitive_form_is_not_offered(make: Make, cause: Cause, organiser: Client) -> None:
    petition = make.petition(cause, sensitive=True)
    page = organiser.get(change(petition, "embed")).content.decode()
    assert 'id="snippet-form"' not in page and 'id="snippet-count"' in page


@pytest.mark.parametrize("fields", [DRAFT, {"state": State.HIDDEN}])
def test_what_is_not_public_has_none(
    make: Make, cause: Cause, organiser: Client, fields: dict[str, str]
) -> None:
    petition = make.petition(cause, **fields)
    assert organiser.get(change(petition, "embed")).status_code == 404


def test_another_organisation_finds_nothing(make: Make, cause: Cause) -> None:
    petition = make.petition(cause)
    stranger = signed_in(make.user((make.organisation(), Role.OWNER)))
    assert stranger.get(change(petition, "embed")).status_code == 404


def test_what_is_copied_is_what_was_meant(make: Make, cause: Cause, organiser: Client) -> None:
    """A browser undoes one escape in a text to copy: the quotes of a title stay inside their attribute."""
    petition = make.petition(cause, title='Keep "our" clinic')
    line = embedding.script(petition, embedding.FORM, "en")
    page = organiser.get(change(petition, "embed")).content.decode()
    assert html.escape(line) in page and 'data-title="Keep &quot;our&quot; clinic"' in line
