"""What those who decide answered: entered by organisers, shown in full, told in the public log."""

import datetime as dt
import html
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Role
from causes import front_cache
from causes.models import Change, State
from petitions.models import Petition, Response
from tests.makers import Make
from tests.petitions.desk.cast import change, signed_in

ADD = "/admin/petitions/response/add/"


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic", decision_maker="City Council", language="es")


@pytest.fixture
def organiser(make: Make, petition: Petition) -> Client:
    return signed_in(make.user((petition.organisation, Role.ORGANISER)))


def said(petition: Petition, **more: Any) -> dict[str, Any]:
    return {
        "petition": petition.pk,
        "who": "Mayor Romero",
        "words": "We keep it **open**. <script>alert(1)</script>",
        "on": clock.now().date().isoformat(),
        "source": "city.example/minutes",
        **more,
    }


def test_the_form_knows_the_petition_it_comes_from(organiser: Client, petition: Petition) -> None:
    address = f"{ADD}?petition={petition.pk}"
    assert html.escape(address) in organiser.get(change(petition)).content.decode()
    page = organiser.get(address).content.decode()
    assert 'value="City Council"' in page
    assert organiser.get(f"{ADD}?petition=x").status_code == 200


def test_it_stands_on_the_page_at_once_and_in_the_log(
    organiser: Client, phone: Client, petition: Petition
) -> None:
    assert organiser.post(ADD, said(petition)).status_code == 302
    front_cache.forget()
    page = phone.get("/p/clinic/").content.decode()
    assert "The answer of Mayor Romero" in page
    assert "<strong>open</strong>" in page and "<script>alert" not in page
    assert 'href="https://city.example/minutes"' in page
    assert '<blockquote class="prose" lang="es">' in page
    assert "Mayor Romero answered." in page
    assert "Mayor Romero respondió." in phone.get("/es/p/clinic/").content.decode()
    line = Change.objects.get(page=petition.pk, what="response")
    assert (line.hand, line.public) == ("organiser", True)


def test_correcting_a_letter_writes_no_second_line(organiser: Client, petition: Petition) -> None:
    organiser.post(ADD, said(petition))
    row = Response.objects.get()
    address = f"/admin/petitions/response/{row.pk}/change/"
    assert organiser.post(address, said(petition, words="We keep it open until June.")).status_code == 302
    row.refresh_from_db()
    assert row.words == "We keep it open until June."
    assert Change.objects.filter(what="response").count() == 1


def test_an_answer_is_not_deleted(make: Make, organiser: Client, petition: Petition) -> None:
    organiser.post(ADD, said(petition))
    row = Response.objects.get()
    for desk in (organiser, signed_in(make.user((make.organisation(), Role.OWNER), is_superuser=True))):
        assert desk.post(f"/admin/petitions/response/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Response.objects.exists()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"on": (clock.now() + dt.timedelta(days=2)).date().isoformat()}, "This day has not come yet."),
        ({"who": ""}, "This field is required."),
        ({"source": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"words": "x" * 5001}, "5000"),
    ],
)
def test_a_mistake_is_told(organiser: Client, petition: Petition, fault: dict[str, str], told: str) -> None:
    answer = organiser.post(ADD, said(petition, **fault))
    assert told in html.unescape(answer.content.decode())
    assert not Response.objects.exists()


def test_a_draft_has_no_answer(organiser: Client, make: Make, petition: Petition) -> None:
    draft = make.petition(petition.cause, state=State.DRAFT, published_at=None)
    assert organiser.post(ADD, said(draft)).status_code == 200
    assert not Response.objects.exists()


def test_who_only_looks_enters_nothing(make: Make, petition: Petition) -> None:
    desk = signed_in(make.user((petition.organisation, Role.VIEWER)))
    assert desk.post(ADD, said(petition)).status_code == 403
