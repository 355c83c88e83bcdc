"""How a list grew: every way on it and off it is booked once, and their sum is the people on it."""

import datetime as dt
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from causes import bounces, forgetting, people_counting, striking, undeliverable, wishes
from causes.confirming import invalidate, restore, withdraw
from causes.counting import count_all
from causes.models import (
    Letter,
    ListDay,
    ListPart,
    Page,
    PersonChange,
    Signed,
    State,
)
from petitions.models import Petition, Signature
from sharing.erasure import erase
from sharing.growth.net_list import NetList, counted_since, lists, net_list, people_on_list
from sharing.growth.period import Period
from tests.makers import NOW, Make
from tests.sharing.people import parts, proven

DAY = dt.timedelta(days=1)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def test_who_confirms_with_a_yes_is_a_new_subscriber_on_that_day(make: Make, petition: Petition) -> None:
    make.signature(petition, now=NOW - 2 * DAY)
    make.signature(petition, now=NOW - DAY, updates=False)
    make.pending(petition)
    assert parts(petition.organisation) == {ListPart.JOINED: 1}
    assert ListDay.objects.get().day == (NOW - 2 * DAY).date()
    proven()


def test_who_was_known_and_says_yes_later_is_no_new_one(make: Make, petition: Petition) -> None:
    signed = make.signature(petition, updates=False)
    wishes.set_updates(signed.supporter.pk, True, NOW)
    other = make.signature(petition, updates=False)
    make.signature(make.petition(petition.cause), email=other.email)
    assert parts(petition.organisation) == {ListPart.RETURNED: 2}
    proven()


def test_a_second_yes_and_a_later_no_change_nothing(make: Make, petition: Petition) -> None:
    signed = make.signature(petition)
    make.signature(make.petition(petition.cause), email=signed.email)
    make.signature(petition.cause, email=signed.email, updates=False)
    assert parts(petition.organisation) == {ListPart.JOINED: 1}
    proven()


def test_off_and_on_again_is_booked_each_time(make: Make, petition: Petition) -> None:
    signed = make.signature(petition)
    count_all(NOW)
    for wanted in (False, False, True, False):
        wishes.set_updates(signed.supporter.pk, wanted, NOW)
        count_all(NOW)
    told = net_list(petition.organisation)
    assert told.parts == {ListPart.JOINED: 1, ListPart.LEFT: 2, ListPart.RETURNED: 1}
    assert (told.gained, told.lost, told.net) == (2, 2, 0)
    proven()


def test_taking_the_last_name_off_leaves_the_list(make: Make, petition: Petition) -> None:
    signed, other = make.signature(petition), make.petition(petition.cause)
    second = make.signature(other, email=signed.email)
    count_all(NOW)
    withdraw(signed, NOW)
    assert parts(petition.organisation) == {ListPart.JOINED: 1}
    withdraw(second, NOW)
    assert parts(petition.organisation) == {ListPart.JOINED: 1, ListPart.LEFT: 1}
    proven()


def test_a_strike_that_is_taken_back_was_none(make: Make, petition: Petition) -> None:
    signed = make.signature(petition)
    count_all(NOW)
    invalidate(signed, NOW)
    assert parts(petition.organisation) == {ListPart.JOINED: 1, ListPart.STRUCK: 1}
    restore(signed, NOW)
    assert parts(petition.organisation) == {ListPart.JOINED: 1}
    found = striking.strike(Signature, [signed.pk], NOW)
    assert parts(petition.organisation) == {ListPart.JOINED: 1, ListPart.STRUCK: 1}
    striking.put_back(Signature, found, NOW)
    assert parts(petition.organisation) == {ListPart.JOINED: 1}
    proven()


def test_a_mailbox_that_takes_nothing_is_off_every_list_until_it_is_read(make: Make) -> None:
    first, second = make.petition(), make.petition()
    for petition in (first, second):
        make.signature(petition, email="full@example.net")
    count_all(NOW)
    undeliverable.mark("full@example.net", "550", NOW)
    undeliverable.mark("full@example.net", "550 again", NOW)
    for petition in (first, second):
        assert parts(petition.organisation) == {ListPart.JOINED: 1, ListPart.BOUNCED: 1}
    proven()
    make.signature(make.petition(first.cause), email="full@example.net", updates=False)
    for petition in (first, second):
        assert parts(petition.organisation)[ListPart.RETURNED] == 1
    proven()


@pytest.mark.parametrize(
    ("event", "part"), [("complained", ListPart.COMPLAINED), ("unsubscribed", ListPart.LEFT)]
)
def test_calling_a_letter_spam_is_told_apart_from_leaving(
    make: Make, petition: Petition, event: str, part: ListPart
) -> None:
    signed = make.signature(petition)
    letter = Letter.objects.filter(link=signed.link).latest("pk")
    report: Any = SimpleNamespace(
        event_type=event, reject_reason=None, metadata={"letter": letter.pk}, description="", esp_event=None
    )
    count_all(NOW)
    bounces.take(report, NOW)
    bounces.take(report, NOW)
    assert parts(petition.organisation) == {ListPart.JOINED: 1, part: 1}
    proven()


@pytest.mark.parametrize("state", [State.OPEN, State.DELIVERED])
def test_an_erasure_is_booked_once_and_the_past_stays(make: Make, petition: Petition, state: str) -> None:
    signed = make.signature(petition, now=NOW - DAY)
    make.signature(petition)
    no_list = make.signature(petition, updates=False)
    count_all(NOW)
    Page.objects.filter(pk=petition.pk).update(state=state)
    for row in (signed, no_list):
        assert erase(row.supporter, NOW)
    assert parts(petition.organisation) == {ListPart.JOINED: 2, ListPart.ERASED: 1}
    yesterday = Period.of_days((NOW - DAY).date(), (NOW - DAY).date())
    assert net_list(petition.organisation, yesterday).net == 1, "a day that is over does not move"
    proven()


def test_who_comes_back_after_an_erasure_is_new(make: Make, petition: Petition) -> None:
    """Nobody can know otherwise: that is what erasing means."""
    signed = make.signature(petition)
    count_all(NOW)
    erase(signed.supporter, NOW)
    make.signature(petition, email=signed.email)
    assert parts(petition.organisation) == {ListPart.JOINED: 2, ListPart.ERASED: 1}
    proven()


def test_names_forgotten_on_time_leave_the_list_by_name(make: Make, petition: Petition) -> None:
    signed = make.signature(petition)
    make.signature(petition)
    make.signature(make.petition(petition.cause), email=signed.email)
    third = make.signature(petition)
    make.signature(make.petition(petition.cause), email=third.email, updates=False)
    count_all(NOW)
    Page.objects.filter(pk=petition.pk).update(state=State.CLOSED, closed_at=NOW, keep_months=1)
    forgetting.forget(NOW + 40 * DAY)
    assert parts(petition.organisation) == {ListPart.JOINED: 3, ListPart.FORGOTTEN: 2}
    proven()


def test_a_change_that_comes_twice_or_about_nobody_does_no_harm(make: Make, petition: Petition) -> None:
    signed = make.signature(petition)
    count_all(NOW)
    for person in (signed.supporter.pk, 999_999):
        for part in (ListPart.JOINED, ListPart.LEFT):
            PersonChange.objects.create(organisation=petition.organisation, person=person, part=part, at=NOW)
    assert parts(petition.organisation) == {ListPart.JOINED: 1}
    proven()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_journal_is_the_people(
    make: Make, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """A hundred things at random to thirty people of two organisations, counted now and then."""
    chance = Random(seed)
    monkeypatch.setattr(people_counting, "BATCH", 3)
    first = make.petition()
    pages = [first, make.petition(first.cause), first.cause, make.petition()]
    rows: list[Signed] = []
    for place in range(100):
        _something(make, chance, pages, rows, NOW - DAY * (100 - place))
        if chance.random() < 0.3:
            count_all(NOW)
    proven()


def _something(make: Make, chance: Random, pages: list[Page], rows: list[Signed], now: dt.datetime) -> None:
    standing = [row for row in rows if type(row)._default_manager.filter(pk=row.pk).exists()]
    if not standing or chance.random() < 0.4:
        page, email = chance.choice(pages), f"p{chance.randrange(30)}@example.net"
        if not any(row.page == page and row.email == email for row in standing):
            made = make.signature if chance.random() < 0.8 else make.pending
            rows.append(made(page, now=now, email=email, updates=chance.random() < 0.6))
        return
    row = chance.choice(standing)
    row.refresh_from_db()
    what: Any = chance.choice(
        [
            lambda: wishes.set_updates(row.supporter.pk, chance.random() < 0.5, now),
            lambda: withdraw(row, now),
            lambda: invalidate(row, now),
            lambda: restore(row, now),
            lambda: undeliverable.mark(row.email_key, "550", now),
            lambda: undeliverable.clear(row.email_key, now),
            lambda: erase(row.supporter, now),
        ]
    )
    what()


def test_a_period_has_its_own_days(make: Make, petition: Petition) -> None:
    for days in (1, 30, 31, 60, 61, 365, 366):
        make.signature(petition, now=NOW - days * DAY)
    make.signature(petition)
    count_all(NOW)
    told = lists(petition.organisation, NOW)
    assert [one.net for one in (told.lately, told.before, told.year, told.of_all)] == [2, 2, 6, 8]
    assert (told.people, told.since) == (8, None)
    ListDay.objects.create(organisation=petition.organisation, part=ListPart.BEFORE, day=NOW.date(), people=4)
    assert counted_since(petition.organisation) == NOW.date()
    assert people_on_list(petition.organisation) == 12
    assert net_list(petition.organisation) == NetList({ListPart.JOINED: 8})
