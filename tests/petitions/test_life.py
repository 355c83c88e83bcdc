"""A petition's life: who may move it, what is written down, and what the page tells of it."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError
from django.test import Client

from accounts import clock
from accounts.models import Role, User
from causes import changes
from causes.counting import count
from causes.models import Change, Page, State
from causes.moves import MOVES, Asks, Who, moves_from
from causes.publishing import NotAllowed, NotExplained
from petitions import goals, publishing
from petitions.life import stale_since
from petitions.models import Outcome, Petition
from tests.makers import NOW, Make
from tests.petitions.desk.cast import signed_in

DRAFT: dict[str, Any] = {"state": State.DRAFT, "published_at": None}
DAY = dt.timedelta(days=1)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def organiser(make: Make, petition: Petition) -> User:
    return make.user((petition.organisation, Role.ORGANISER), name="Olga")


@pytest.fixture
def site(make: Make) -> User:
    return make.user(is_superuser=True)


def outcome(**fields: Any) -> Outcome:
    return Outcome(**{"what": "The council voted 5 to 2.", "on": NOW.date(), **fields})


SITE_ONLY = sorted(move.name for move in MOVES.values() if move.who == Who.SITE)


@pytest.mark.parametrize("name", SITE_ONLY)
def test_some_moves_are_the_site_s_alone(make: Make, organiser: User, name: str) -> None:
    assert SITE_ONLY == ["approve", "hide", "reject", "show"]
    petition = make.petition(state=MOVES[name].start[0])
    with pytest.raises(NotAllowed):
        publishing.make(name, petition, NOW, organiser, "why")
    assert name not in [move.name for move in moves_from(petition)]
    assert not Change.objects.exists()


def test_what_was_rejected_opens_only_by_the_site_s_yes(make: Make, organiser: User, site: User) -> None:
    """Otherwise a no would be worth nothing: back to the draft, publish."""
    petition = make.petition(**DRAFT)
    publishing.make("submit", petition, NOW, organiser)
    publishing.make("reject", petition, NOW, site, "It names a child.")
    publishing.make("revise", petition, NOW + DAY, organiser)
    with pytest.raises(NotAllowed):
        publishing.make("publish", petition, NOW + DAY, organiser)
    desk = seen_at_the_desk(make, petition)
    assert 'value="publish"' not in desk and 'value="submit"' in desk
    publishing.make("submit", petition, NOW + DAY, organiser)
    publishing.make("approve", petition, NOW + 2 * DAY, site)
    assert Page.objects.get(pk=petition.pk).state == State.OPEN


@pytest.mark.parametrize("name", ["open", "end"])
def test_what_the_clock_does_nobody_presses(make: Make, site: User, name: str) -> None:
    petition = make.petition(state=MOVES[name].start[0])
    with pytest.raises(NotAllowed):
        publishing.make(name, petition, NOW, site)


@pytest.mark.parametrize("name", [move.name for move in MOVES.values() if move.asks == Asks.REASON])
def test_without_a_reason_nothing_moves(make: Make, site: User, name: str) -> None:
    petition = make.petition(state=MOVES[name].start[0])
    with pytest.raises(NotExplained):
        publishing.make(name, petition, NOW, site, "  ")
    assert Page.objects.get(pk=petition.pk).state == petition.state == MOVES[name].start[0]


@pytest.mark.parametrize("name", [move.name for move in MOVES.values() if move.asks == Asks.OUTCOME])
def test_without_an_outcome_nothing_ends(make: Make, organiser: User, name: str) -> None:
    petition = make.petition(state=MOVES[name].start[0])
    with pytest.raises(NotExplained):
        publishing.make(name, petition, NOW, organiser)
    assert Page.objects.get(pk=petition.pk).state == petition.state == MOVES[name].start[0]
    publishing.make(name, petition, NOW, organiser, outcome=outcome())
    assert Outcome.objects.get(petition=petition).state == petition.state == MOVES[name].end


def test_each_move_is_a_line(petition: Petition, organiser: User, site: User) -> None:
    publishing.make("pause", petition, NOW, organiser, "Somebody signs by machine.")
    publishing.make("hide", petition, NOW + DAY, site, "A court asked for it.")
    publishing.make("show", petition, NOW + 2 * DAY, site)
    assert [
        (line.what, line.before, line.after, line.hand, line.public) for line in petition.changes.all()
    ] == [
        ("show", "hidden", "paused", "site", False),
        ("hide", "paused", "hidden", "site", False),
        ("pause", "open", "paused", "organiser", True),
    ]
    assert [line.reason for line in changes.public_lines(petition)] == ["Somebody signs by machine."]


@pytest.mark.parametrize("state", [State.OPEN, State.PAUSED, State.WON])
def test_what_was_hidden_comes_back_as_it_was(make: Make, site: User, state: State) -> None:
    petition = make.petition(state=state)
    publishing.make("hide", petition, NOW, site, "A court asked for it.")
    publishing.make("show", petition, NOW, site)
    assert Page.objects.get(pk=petition.pk).state == state


def test_a_cause_is_hidden_but_never_delivered(make: Make, site: User) -> None:
    cause = make.cause()
    assert [move.name for move in moves_from(cause, site=True)] == ["pause", "close", "hide"]


def test_the_log_is_only_added_to(petition: Petition, organiser: User) -> None:
    publishing.make("pause", petition, NOW, organiser)
    line = Change.objects.get()
    for rewrite in (
        lambda: Change.objects.update(reason="another"),
        lambda: Change.objects.all().delete(),
    ):
        with pytest.raises(InternalError, match="never rewritten"), transaction.atomic():
            rewrite()
    organiser.delete()
    assert Change.objects.get().by is None
    assert Change.objects.get().hand == line.hand == "organiser"


def test_a_draft_that_nobody_saw_may_go_with_its_lines(make: Make, organiser: User) -> None:
    petition = make.petition(**DRAFT)
    publishing.make("submit", petition, NOW, organiser)
    petition.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Change.objects.exists()


def test_home_tells_the_day_of_the_victory(make: Make, phone: Client) -> None:
    older, newer = make.petition(state=State.CLOSED), make.petition(state=State.CLOSED)
    publishing.make("win", newer, NOW, outcome=outcome(on=dt.date(2026, 11, 20)))
    publishing.make("win", older, NOW + DAY, outcome=outcome(on=dt.date(2026, 11, 16)))
    won = phone.get("/").context["won"]
    assert [(face.pk, face.won_on.day) for face in won] == [(newer.pk, 20), (older.pk, 16)]
    assert 'datetime="2026-11-20"' in phone.get("/").content.decode()


# --- stale ---


def seen_at_the_desk(make: Make, petition: Petition) -> str:
    client = signed_in(make.user((petition.organisation, Role.ORGANISER)))
    return client.get(f"/admin/petitions/petition/{petition.pk}/change/").content.decode()


def test_thirty_quiet_days_are_said_at_the_desk(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    petition = make.petition(published_at=NOW - 60 * DAY)
    make.signature(petition, now=NOW)
    count(NOW)
    for later, said in ((29 * DAY, False), (31 * DAY, True)):
        monkeypatch.setattr(clock, "now", lambda later=later: NOW + later)
        assert ("No signature and no news since" in seen_at_the_desk(make, petition)) == said


@pytest.mark.parametrize("state", [State.DRAFT, State.PAUSED, State.CLOSED])
def test_only_what_is_open_grows_stale(make: Make, state: State) -> None:
    assert stale_since(make.petition(state=state), NOW + 90 * DAY) is None


def test_a_new_goal_is_news(make: Make, organiser: User) -> None:
    petition = make.petition(goal=300)
    goals.chosen(petition, 100, NOW, organiser)
    assert stale_since(petition, NOW + 29 * DAY) is None
    assert stale_since(petition, NOW + 30 * DAY) == NOW
