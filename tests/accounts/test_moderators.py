"""A moderator speaks for the site about pages everywhere, and takes nothing of anybody's away."""

from typing import Any

import pytest
from django.test import Client

from accounts.access import May, may, moderates, organisations
from accounts.models import Organisation, Role, User
from causes import telling_organisers
from causes.models import Change, Letter, State
from petitions.models import ExportLog, Petition, Report, Response
from tests.makers import NOW, Make


@pytest.fixture
def moderator(make: Make) -> User:
    return User.objects.create_user("mo@example.org", name="Mo", is_staff=True, is_moderator=True)


@pytest.fixture
def desk(moderator: User) -> Client:
    client = Client()
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def move(desk: Client, petition: Petition, name: str, **told: Any) -> State:
    where = f"/admin/petitions/petition/{petition.pk}/move/"
    desk.post(f"{where}{name}/" if told else where, {"move": name, **told})
    petition.refresh_from_db()
    return State(petition.state)


@pytest.mark.parametrize("what", list(May))
def test_what_the_door_says(make: Make, moderator: User, what: May) -> None:
    make.organisation()
    everywhere = what in (May.SEE, May.MODERATE)
    assert may(moderator, what) is everywhere
    assert organisations(moderator, what).count() == (Organisation.objects.count() if everywhere else 0)


@pytest.mark.parametrize("role", list(Role))
def test_no_role_in_an_organisation_moderates(make: Make, role: Role) -> None:
    member = make.user((make.organisation(), role))
    assert not may(member, May.MODERATE) and not moderates(member)


def test_an_inactive_moderator_is_nobody(make: Make, moderator: User) -> None:
    make.organisation()
    moderator.is_active = False
    assert not moderates(moderator) and not may(moderator, May.MODERATE)


def test_reviews_hides_and_shows_again(make: Make, desk: Client, moderator: User) -> None:
    waiting = make.petition(state=State.REVIEW, published_at=None)
    assert move(desk, waiting, "approve") == State.OPEN
    assert move(desk, waiting, "hide", reason="It names a private person.") == State.HIDDEN
    line = Change.objects.filter(page=waiting.pk).latest("pk")
    assert (line.hand, line.by) == (Change.Hand.SITE, moderator)
    assert move(desk, waiting, "show") == State.OPEN
    refused = make.petition(state=State.REVIEW, published_at=None)
    assert move(desk, refused, "reject", reason="Not a petition.") == State.REJECTED


@pytest.mark.parametrize("name", ["pause", "close", "revise", "submit"])
def test_leaves_the_organisers_moves_to_them(make: Make, desk: Client, name: str) -> None:
    start = {"revise": State.REVIEW, "submit": State.DRAFT}.get(name, State.OPEN)
    petition = make.petition(state=start, published_at=NOW if start == State.OPEN else None)
    assert move(desk, petition, name) == start
    page = desk.get(f"/admin/petitions/petition/{petition.pk}/change/").content.decode()
    assert f'value="{name}"' not in page and f"/move/{name}/" not in page


def test_reads_and_answers_reports_and_shows_what_was_sent(make: Make, desk: Client) -> None:
    petition = make.petition()
    report = Report.objects.create(
        petition=petition, kind="reply", words="We disagree.", language="en", at=NOW
    )
    assert desk.get(f"/admin/petitions/report/{report.pk}/change/").status_code == 200
    desk.post(f"/admin/petitions/report/{report.pk}/answer/")
    answer = Response.objects.get(report=report)
    page = f"/admin/petitions/response/{answer.pk}/"
    assert f"{page}show/" in desk.get(f"{page}change/").content.decode()
    desk.post(f"{page}show/")
    answer.refresh_from_db()
    assert answer.shown_at


def test_changes_no_words_and_takes_no_names(make: Make, desk: Client) -> None:
    petition = make.petition()
    title = petition.title
    make.signature(petition, name="Dolores Huerta")
    desk.post(f"/admin/petitions/petition/{petition.pk}/change/", {"title": "Mine now"})
    petition.refresh_from_db()
    assert petition.title == title
    assert desk.get("/admin/petitions/signature/").status_code == 403
    assert desk.get(f"/admin/petitions/petition/{petition.pk}/export/").status_code in (403, 404)
    assert not ExportLog.objects.exists()
    assert desk.get("/admin/causes/letters/office/").status_code in (403, 404)
    assert desk.get(f"/admin/accounts/user/{make.user().pk}/change/").status_code == 404


def test_is_told_of_a_petition_that_waits(make: Make, moderator: User) -> None:
    petition = make.petition(state=State.REVIEW, published_at=None)
    assert list(telling_organisers.readers(Letter.Kind.SUBMITTED, petition)) == [moderator]


def test_only_an_administrator_makes_one_and_it_is_written_down(make: Make, desk: Client) -> None:
    ana = User.objects.create_user("ana@example.org")
    fields = {"email": ana.email, "name": "Ana", "language": "en", "is_active": "on", "is_moderator": "on"}
    desk.post(f"/admin/accounts/user/{ana.pk}/change/", fields)
    assert not User.objects.get(pk=ana.pk).is_moderator
    admin = Client()
    boss = User.objects.create_superuser("boss@example.org")
    admin.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    admin.post(f"/admin/accounts/user/{ana.pk}/change/", fields)
    ana.refresh_from_db()
    assert ana.is_moderator and ana.is_staff
