"""Goals that follow one another, and who set each of them."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from causes import front_cache
from causes.models import Change, Page, State
from causes.recounting import Difference, mend
from petitions.goals import raise_due
from petitions.models import Petition
from petitions.tasks import raise_goals
from tests.makers import NOW, Make
from tests.petitions.desk.cast import DRAFT, answers, signed_in

LATER = NOW + dt.timedelta(hours=1)


def reach(petition: Petition, count: int) -> None:
    Page.objects.filter(pk=petition.pk).update(count=count)


def goal(petition: Petition) -> int:
    return Page.objects.get(pk=petition.pk).goal


@pytest.mark.parametrize(
    ("first", "count", "following"),
    [(100, 99, 100), (100, 100, 250), (100, 612, 1000), (300, 250, 300), (300, 300, 500), (10, 12, 100)],
)
def test_the_next_goal_comes_from_the_ladder(make: Make, first: int, count: int, following: int) -> None:
    petition = make.petition(goal=first)
    reach(petition, count)
    raise_due(NOW)
    assert goal(petition) == following
    assert raise_due(LATER) == 0, "each rung once"
    assert Change.objects.count() == (first != following)


@pytest.mark.parametrize("state", [State.DRAFT, State.PAUSED, State.CLOSED, State.HIDDEN, State.WON])
def test_only_an_open_petition_climbs(make: Make, state: State) -> None:
    petition = make.petition(state=state)
    reach(petition, 400)
    assert raise_due(NOW) == 0
    assert goal(petition) == 100


def test_the_page_tells_the_rung_and_its_history(make: Make, phone: Client) -> None:
    petition = make.petition(slug="clinic", goal_consequence="then we ask for a hearing")
    assert "then we ask for a hearing" in phone.get("/p/clinic/").content.decode()
    reach(petition, 130)
    raise_goals()
    front_cache.forget()
    page = phone.get("/p/clinic/").content.decode()
    assert "We passed <strong>100</strong>" in page and "Next step: <strong>250</strong>" in page
    assert "100 reached. The next step is 250." in page
    assert "then we ask for a hearing" not in page, "that was for the step before"
    shown = phone.get("/p/clinic.json").json()
    assert shown["goal"] == 250
    assert [(line["from"], line["to"], line["by"]) for line in shown["goal_history"]] == [(100, 250, "clock")]


def typed(make: Make, petition: Petition, **more: Any) -> str:
    client = signed_in(make.user((petition.organisation, Role.ORGANISER), name="Olga"))
    address = f"/admin/petitions/petition/{petition.pk}/change/"
    given = {"time_zone": "UTC", "slug": petition.slug, "_continue": "1", **more}
    return client.post(address, answers(petition.cause, **given), follow=True).content.decode()


def test_the_organisers_own_goal_stands_and_is_told(make: Make, phone: Client) -> None:
    petition = make.petition(slug="clinic")
    reach(petition, 130)
    raise_due(NOW)
    asked = "then we march"
    typed(make, petition, goal=1500, goal_reason="The mayor asked for it.", goal_consequence=asked)
    reach(petition, 600)
    assert raise_due(LATER) == 0
    page = phone.get("/p/clinic/").content.decode()
    assert "The organisers set the goal from 250 to 1,500." in page
    assert "The mayor asked for it." in page and "Olga" not in page
    assert "Next step: <strong>1,500</strong>" in page and asked in page


def test_a_reached_number_is_no_goal(make: Make) -> None:
    petition = make.petition(goal=250)
    reach(petition, 130)
    assert "Already reached." in typed(make, petition, goal=120)
    assert goal(petition) == 250
    assert not Change.objects.exists()


def test_a_draft_s_goal_is_nobody_s_news(make: Make) -> None:
    petition = make.petition(**DRAFT)
    assert "Why another goal?" not in typed(make, petition, goal=300)
    assert goal(petition) == 300
    assert not Change.objects.exists()


def test_a_corrected_count_is_told_with_its_reason(make: Make, phone: Client) -> None:
    petition = make.petition(slug="clinic")
    reach(petition, 40)
    nought = Difference(petition.pk, rows=0, counted=40, journal=0, ways=0, regions=0)
    mend([nought], NOW, "A backup was put back.")
    page = phone.get("/p/clinic/").content.decode()
    assert "The count was corrected from 40 to 0." in page and "A backup was put back." in page
