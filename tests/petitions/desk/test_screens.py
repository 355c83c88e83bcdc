"""The organiser's screens: a preview, one button, and what stands there afterwards."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation, Role
from causes import front_cache
from causes.models import Cause, State
from petitions.models import Petition
from tests.makers import Make
from tests.petitions.desk.cast import ADD, DRAFT, answers, change, signed_in


def test_preview_shows_the_public_page_to_colleagues_only(
    organiser: Client, cause: Cause, make: Make, phone: Client
) -> None:
    petition = make.petition(cause, title="Open a night bus", summary="Run line 8 at night.", **DRAFT)
    response = organiser.get(change(petition, "preview"))
    page = response.content.decode()
    assert "Run line 8 at night." in page
    assert 'name="email"' in page  # the form is there to be looked at
    assert "Nobody can sign here" in page
    assert "no-store" in response["Cache-Control"]
    assert phone.get(change(petition, "preview")).status_code == 302


def test_signing_a_preview_signs_nothing(organiser: Client, cause: Cause, make: Make) -> None:
    petition = make.petition(cause, **DRAFT)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = organiser.cookies
    response = strict.post(change(petition, "preview"), {"name": "Ana", "email": "a@example.org"})
    assert "Nothing was signed" in response.content.decode()
    assert not petition.signatures.exists()


def test_a_preview_speaks_the_page_s_language(organiser: Client, cause: Cause, make: Make) -> None:
    petition = make.petition(cause, language="es", **DRAFT)
    assert '<html lang="es"' in organiser.get(change(petition, "preview")).content.decode()


def test_one_button_saves_and_publishes(organiser: Client, cause: Cause, make: Make, phone: Client) -> None:
    petition = make.petition(cause, slug="clinic", summary="", **DRAFT)
    response = organiser.post(change(petition), answers(cause, slug="clinic", _move="publish"), follow=True)
    page = response.content.decode()
    assert "It is public now." in page
    assert "http://testserver/p/clinic/" in page
    for text in response.context["panel"]["texts"]:
        assert "http://testserver/p/clinic/" in text.text
    assert "Renew the clinic" in phone.get("/p/clinic/").content.decode()


def test_what_is_missing_is_listed_with_the_way_to_mend_it(make: Make) -> None:
    organisation = make.organisation(privacy_contact="")
    cause = make.cause(organisation)
    petition = make.petition(cause, **DRAFT)
    for role, link in ((Role.OWNER, True), (Role.ORGANISER, False)):
        client = signed_in(make.user((organisation, role)))
        page = client.post(change(petition), answers(cause, _move="publish"), follow=True).content.decode()
        assert "Not published yet" in page
        assert "who answers privacy requests" in page
        assert (f'href="/admin/accounts/organisation/{organisation.pk}/change/"' in page) == link
    petition.refresh_from_db()
    assert petition.state == State.DRAFT


def test_looking_publishes_nothing(organiser: Client, cause: Cause, make: Make) -> None:
    petition = make.petition(cause, **DRAFT)
    assert organiser.get(change(petition, "move"), {"move": "publish"}).status_code == 405
    organiser.get(change(petition), {"_move": "publish"})
    petition.refresh_from_db()
    assert petition.state == State.DRAFT


def test_pause_open_again_close(organiser: Client, cause: Cause, make: Make) -> None:
    petition = make.petition(cause)
    for move, state in (("pause", "paused"), ("resume", "open"), ("close", "closed")):
        organiser.post(change(petition, "move"), {"move": move})
        petition.refresh_from_db()
        assert petition.state == state
    page = organiser.post(change(petition, "move"), {"move": "resume"}, follow=True).content.decode()
    assert "not possible any more" in page
    history = organiser.get(change(petition, "history")).content.decode()
    assert "Pause" in history and "Close" in history


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DATA_OFFICER])
def test_readers_look_and_change_nothing(make: Make, mine: Organisation, cause: Cause, role: Role) -> None:
    petition = make.petition(cause, **DRAFT)
    client = signed_in(make.user((mine, role)))
    page = client.get(change(petition)).content.decode()
    assert 'value="publish"' not in page and "<textarea" not in page
    assert client.get(ADD).status_code == 403
    assert client.post(change(petition), answers(cause, _move="publish")).status_code == 403
    client.post(change(petition, "move"), {"move": "publish"})
    assert client.post(change(petition, "delete"), {"post": "yes"}).status_code == 403
    petition.refresh_from_db()
    assert petition.state == State.DRAFT


def test_a_foreign_cause_cannot_be_chosen(organiser: Client, cause: Cause, make: Make) -> None:
    response = organiser.post(ADD, answers(make.cause()))
    assert "cause" in response.context["adminform"].form.errors
    assert not Petition.objects.exists()


def test_a_petition_stays_with_its_organisation(make: Make, cause: Cause, mine: Organisation) -> None:
    """People gave their names to this group; somebody who runs two cannot carry them over."""
    other = make.organisation()
    both = signed_in(make.user((mine, Role.ORGANISER), (other, Role.ORGANISER)))
    petition = make.petition(cause)
    response = both.post(change(petition), answers(make.cause(other), _continue="1"))
    assert "cause" in response.context["adminform"].form.errors
    petition.refresh_from_db()
    assert petition.organisation == mine


def test_what_was_public_is_closed_not_deleted(organiser: Client, cause: Cause, make: Make) -> None:
    public, draft = make.petition(cause), make.petition(cause, **DRAFT)
    assert organiser.post(change(public, "delete"), {"post": "yes"}).status_code == 403
    assert organiser.post(change(draft, "delete"), {"post": "yes"}).status_code == 302
    assert list(Petition.objects.all()) == [public]


def test_the_front_page_says_the_next_step(make: Make) -> None:
    organisation = make.organisation(postal_address="")
    client = signed_in(make.user((organisation, Role.OWNER)))

    def step() -> Any:
        front_cache.forget()
        return client.get("/admin/").context["start"].step

    assert step().path == "/admin/causes/cause/add/"
    cause = make.cause(organisation)
    assert step().path == ADD
    draft = make.petition(cause, **DRAFT)
    assert step().path == f"/admin/accounts/organisation/{organisation.pk}/change/"
    organisation.postal_address = "1 Main Street"
    organisation.save()
    assert step().path == change(draft)
    draft.state = State.OPEN
    draft.save()
    assert step() is None


def test_empty_lists_say_the_next_step(organiser: Client, cause: Cause) -> None:
    page = organiser.get("/admin/petitions/petition/").content.decode()
    assert "Five answers are enough" in page
    assert f'href="{ADD}"' in page


def test_no_screen_breaks_the_content_policy(organiser: Client, cause: Cause, make: Make) -> None:
    petition = make.petition(cause)
    for address in (
        "/admin/",
        "/admin/petitions/petition/",
        ADD,
        change(petition),
        change(petition, "preview"),
    ):
        page = organiser.get(address).content.decode()
        assert not re.search(r"<style|\sstyle=|<script>|\son\w+=", page), address
