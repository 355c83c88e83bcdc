"""What waits for somebody's hand, on the organisation's page and on a petition's own."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Role
from causes import changes
from causes.counting import count_all
from causes.models import Page, ReasonState
from petitions.models import Petition, Signature
from sharing import growth
from sharing.growth.launch import checklist, next_step
from sharing.growth.waiting import passed_untold, tasks
from tests.makers import NOW, Make

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def passed(petition: Petition, told: dt.datetime | None = None) -> None:
    """The clock followed the goal a day ago."""
    Page.objects.filter(pk=petition.pk).update(goal_passed=100, goal=250, told_at=told)
    changes.write(petition, changes.GOAL, NOW - DAY, before=100, after=250)


def said(petition: Petition) -> list[str]:
    pages = Page.objects.filter(organisation=petition.organisation)
    return [f"{task.words} | {task.about}" for task in tasks(pages, NOW)]


def test_reasons_wait_until_they_are_read(make: Make) -> None:
    petition = make.petition(title="Open the pool")
    for _ in range(2):
        make.signature(petition, reason="Because", now=NOW)
    assert said(petition) == ["2 reasons to review | Open the pool"]
    Signature.objects.update(reason_state=ReasonState.APPROVED)
    assert said(petition) == []


def test_a_passed_goal_is_news_until_it_is_told(make: Make) -> None:
    petition = make.petition(title="Open the pool")
    passed(petition, told=NOW - 2 * DAY)
    assert said(petition) == ["Goal 100 passed: post an update? | Open the pool"]
    Page.objects.filter(pk=petition.pk).update(told_at=NOW)
    assert said(petition) == []


def test_a_closed_petition_asks_for_nothing(make: Make) -> None:
    petition = make.petition()
    passed(petition)
    Page.objects.filter(pk=petition.pk).update(closes_at=NOW)
    assert passed_untold(Page.objects.filter(pk=petition.pk), NOW) == {}


def test_what_waits_elsewhere_is_nobodys_business(make: Make) -> None:
    petition, foreign = make.petition(), make.petition()
    make.signature(foreign, reason="Because", now=NOW)
    passed(foreign)
    assert said(petition) == []


def test_only_who_may_act_is_asked_to(make: Make) -> None:
    petition = make.petition()
    passed(petition)
    for role, asked in ((Role.ORGANISER, True), (Role.VIEWER, False)):
        client = Client()
        client.force_login(make.user((petition.organisation, role)))
        text = client.get(f"/admin/growth/organisation/{petition.organisation.slug}/").content.decode()
        assert ("Goal 100 passed: post an update?" in text) is asked
        text = client.get(f"/admin/growth/petition/{petition.slug}/").content.decode()
        assert ("Launch checklist" in text) is asked


def test_the_next_step_is_the_first_that_is_not_done(make: Make) -> None:
    petition = make.petition(picture="pictures/x.webp")
    steps = checklist(petition)
    told = growth.headline_numbers(growth.read(Page.objects.filter(pk=petition.pk)), NOW)
    found = next_step(petition, steps, told, NOW)
    assert [step.done for step in steps[:2]] == [True, True]
    assert found is next(step for step in steps if not step.done)


def test_when_all_is_done_the_numbers_ask(make: Make) -> None:
    petition = make.petition()
    told = growth.headline_numbers(growth.read(Page.objects.filter(pk=petition.pk)), NOW)
    assert next_step(petition, [], told, NOW) is None
    passed(petition)
    petition.refresh_from_db()
    found = next_step(petition, [], told, NOW)
    assert found and str(found.why) == "100 is passed. Tell them what comes next."
    assert next_step(petition, [], told, NOW) is not None
    petition.closes_at = NOW
    assert next_step(petition, [], told, NOW) is None


def test_the_last_who_signed_are_first_names_for_those_who_may_read_them(make: Make) -> None:
    petition = make.petition()
    make.signature(petition, name="Ximena Robles", now=NOW)
    make.pending(petition, name="Quentin Waits", now=NOW)
    count_all(NOW)
    for role, shown in ((Role.ORGANISER, True), (Role.VIEWER, False)):
        client = Client()
        client.force_login(make.user((petition.organisation, role)))
        text = client.get(f"/admin/growth/petition/{petition.slug}/").content.decode()
        assert ("Ximena" in text) is shown
        assert "Robles" not in text and "Quentin" not in text
