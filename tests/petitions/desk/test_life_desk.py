"""A petition walks through its whole life by the desk's own buttons, and its page tells each step."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from accounts import clock
from accounts.models import Organisation, Role
from causes import front_cache
from causes.models import Cause, Change, Page
from petitions.models import Outcome, Petition
from tests.makers import Make
from tests.petitions.desk.cast import DRAFT, signed_in

WHY = "The council's vote was moved."


@pytest.fixture
def site(make: Make) -> Client:
    return signed_in(make.user((make.organisation(), Role.OWNER), is_superuser=True, name="Sofía"))


@pytest.fixture
def petition(make: Make, cause: Cause) -> Petition:
    return make.petition(cause, slug="clinic", **DRAFT)


def at(petition: Petition, what: str = "change") -> str:
    return f"/admin/petitions/petition/{petition.pk}/{what}/"


def press(client: Client, petition: Petition, name: str, **answers: Any) -> str:
    """Presses a button that is really there; with answers, on the page that its link leads to."""
    desk = client.get(at(petition)).content.decode()
    if answers:
        form = at(petition, f"move/{name}")
        assert f'href="{form}"' in desk
        assert client.get(form).status_code == 200
        said = client.post(form, answers, follow=True).content.decode()
    else:
        assert f'name="move" value="{name}"' in desk
        said = client.post(at(petition, "move"), {"move": name}, follow=True).content.decode()
    front_cache.forget()
    return said


def public(phone: Client) -> str:
    front_cache.forget()
    return phone.get("/p/clinic/").content.decode()


def told(what: str, source: str = "https://tucson.example/minutes") -> dict[str, Any]:
    return {"what": what, "on": clock.now().date().isoformat(), "source": source}


def test_the_whole_way_to_victory(organiser: Client, site: Client, petition: Petition, phone: Client) -> None:
    press(organiser, petition, "submit")
    assert phone.get("/p/clinic/").status_code == 404
    press(site, petition, "reject", reason="Name the council that decides.")
    assert "Name the council that decides." in organiser.get(at(petition)).content.decode()
    assert phone.get("/p/clinic/").status_code == 404
    press(organiser, petition, "revise")
    press(organiser, petition, "submit")
    press(site, petition, "approve")
    assert 'name="email"' in public(phone)
    press(organiser, petition, "pause")
    assert "Signing is paused." in public(phone)
    press(organiser, petition, "resume")
    press(organiser, petition, "close")
    assert "This petition has closed." in public(phone)
    press(organiser, petition, "deliver", **told("The clerk took the boxes."))
    assert "The clerk took the boxes." in public(phone)
    press(organiser, petition, "give_up", **told("We called four times.", ""))
    assert "We called four times." in public(phone)
    press(organiser, petition, "win", **told("The lease is renewed until 2036."))
    page = public(phone)
    for sentence in (
        "We won.", "The lease is renewed until 2036.", 'href="https://tucson.example/minutes"',
        "What has happened", "Open for signatures.", "Signing was paused.", "Signing was opened again.",
        "The signatures were delivered.", "No answer came.", "Won.",
    ):  # fmt: skip
        assert sentence in page, sentence
    assert "Name the council" not in page and "Sofía" not in page and "Olga" not in page
    assert Change.objects.count() == 11


def test_lost_is_told_with_its_source(organiser: Client, make: Make, cause: Cause, phone: Client) -> None:
    petition = make.petition(cause, slug="clinic", state="closed")
    press(organiser, petition, "lose", **told("The council voted no."))
    page = public(phone)
    assert "The answer was no." in page and "The council voted no." in page


def test_hidden_and_back(site: Client, make: Make, cause: Cause, phone: Client) -> None:
    petition = make.petition(cause, slug="clinic")
    press(site, petition, "hide", reason=WHY)
    front_cache.forget()
    assert phone.get("/p/clinic/").status_code == 404
    assert escape(WHY) in site.get(at(petition)).content.decode()
    press(site, petition, "show")
    assert WHY not in public(phone)


@pytest.mark.parametrize("name", ["hide", "reject", "approve", "show"])
def test_an_organiser_has_no_button_of_the_site_s(
    organiser: Client,
    make: Make,
    cause: Cause,
    name: str,
) -> None:
    state = {"hide": "open", "show": "hidden"}.get(name, "review")
    petition = make.petition(cause, state=state)
    desk = organiser.get(at(petition)).content.decode()
    assert f"move/{name}/" not in desk and f'value="{name}"' not in desk
    if name in ("hide", "reject"):
        assert organiser.post(at(petition, f"move/{name}"), {"reason": WHY}).status_code == 404
    organiser.post(at(petition, "move"), {"move": name, "reason": WHY})
    assert Page.objects.get(pk=petition.pk).state == state


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DATA_OFFICER])
def test_readers_end_nothing(make: Make, mine: Organisation, cause: Cause, role: Role) -> None:
    petition = make.petition(cause, state="closed")
    client = signed_in(make.user((mine, role)))
    assert client.post(at(petition, "move/win"), told("We won.")).status_code == 404
    client.post(at(petition, "move"), {"move": "win"})
    assert not Outcome.objects.exists() and not Change.objects.exists()


def test_another_organisation_s_petition_is_not_there(organiser: Client, make: Make) -> None:
    petition = make.petition(state="closed")
    for address in (at(petition, "move"), at(petition, "move/win")):
        assert organiser.post(address, {"move": "win", **told("Ours.")}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"on": "2999-01-01"}, "This day has not come yet."),
        ({"on": "1999-01-01"}, "The petition was published later than that."),
        ({"source": ""}, "This field is required."),
        ({"source": "ftp://tucson.example/"}, "Enter a valid URL."),
        ({"source": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"what": " "}, "This field is required."),
    ],
)
def test_a_bad_answer_is_said_and_ends_nothing(
    organiser: Client,
    make: Make,
    cause: Cause,
    wrong: dict[str, str],
    said: str,
) -> None:
    petition = make.petition(cause, state="closed")
    answer = organiser.post(at(petition, "move/win"), {**told("We won."), **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Page.objects.get(pk=petition.pk).state == "closed"


def test_without_its_form_an_end_leads_to_the_form(organiser: Client, make: Make, cause: Cause) -> None:
    petition = make.petition(cause, state="closed")
    answer = organiser.post(at(petition, "move"), {"move": "win"})
    assert answer["Location"] == at(petition, "move/win")


def test_looking_at_a_form_ends_nothing(organiser: Client, make: Make, cause: Cause) -> None:
    petition = make.petition(cause, state="closed")
    organiser.get(at(petition, "move/win"), told("We won."))
    assert Page.objects.get(pk=petition.pk).state == "closed"
