"""Erasing: afterwards the whole database is read, and the person is nowhere in it."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core import mail
from django.db import connections
from django.test import Client

from accounts import clock, suppression
from accounts.models import Role, Supporter, User
from causes import counting, letters, recounting, undeliverable
from causes.models import Letter, Link, Page, Signed, State, Status, Tally
from petitions.models import Petition, Signature
from sharing import disconnecting, forgetting
from sharing.erasure import erase
from sharing.models import Connection, Post
from tests import database
from tests.makers import Make
from tests.sharing.own_page import page_of, token
from tests.sharing.x_walk import connect
from tests.standins.x import XStandin

EMAIL, NAME = "maria.lopez@example.net", "María Xochitl López"
# The postcode alone, and not five digits of some moment's microseconds.
TRACES = re.compile(r"maria\.lopez|Maria\.Lopez|Xochitl|(?<![\w.])85799(?!\w)")


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open")


@pytest.fixture
def maria(make: Make, petition: Petition) -> Signed:
    return make.signature(petition, name=NAME, email=EMAIL, postcode="85799", now=clock.now())


def traces() -> list[str]:
    """Every row of every table with something of hers in it."""
    return [
        f"{table}: {row}" for table, rows in database.contents().items() for row in rows if TRACES.search(row)
    ]


def send_all() -> None:
    while letters.send_due(clock.now):
        pass


def test_nothing_is_left_anywhere(phone: Client, make: Make, petition: Petition, maria: Signed) -> None:
    make.signature(make.cause(petition.organisation), name=NAME, email=EMAIL, postcode="85799")
    make.pending(make.petition(petition.cause), name=NAME, email="Maria.Lopez@example.net")
    won = make.signature(make.petition(petition.cause), name=NAME, email=EMAIL, postcode="85799")
    Page.objects.filter(pk=won.page.pk).update(state=State.WON)
    staff = make.user((petition.organisation, Role.OWNER))
    LogEntry.objects.log_actions(staff.pk, [maria], CHANGE, "struck", single_object=True)
    undeliverable.mark(maria.email_key, "refused with 550", clock.now())
    assert len(traces()) > 8
    asked = phone.post(page_of(maria), {"erase": "ask"})
    assert asked.status_code == 200 and 'value="yes"' in asked.content.decode()
    assert Signature.objects.filter(name=NAME).count() == 3, "asking erases nothing"
    done = phone.post(page_of(maria), {"erase": "yes"})
    assert "Your data is erased" in done.content.decode()
    [left] = traces()
    assert left.startswith("causes_letter"), "only the receipt, until it has left"
    mail.outbox.clear()
    send_all()
    [receipt] = mail.outbox
    assert receipt.to == ["Maria.Lopez@example.net"] or receipt.to == [EMAIL]
    assert traces() == []


def test_a_receipt_that_cannot_be_sent_forgets_too(maria: Signed) -> None:
    erase(maria.supporter, clock.now())
    Letter.objects.update(attempts=20)
    send_all()
    assert [letter.state for letter in Letter.objects.all()] == [Letter.State.FAILED]
    assert traces() == []


def test_while_it_runs_it_also_withdraws(make: Make, petition: Petition, maria: Signed) -> None:
    make.signature(petition, now=clock.now())
    counting.count_all(clock.now())
    erase(maria.supporter, clock.now())
    assert Tally.objects.get().delta == -1
    counting.count_all(clock.now())
    petition.refresh_from_db()
    assert petition.count == 1


@pytest.mark.parametrize("state", [State.PAUSED, State.CLOSED])
def test_so_it_does_until_it_is_handed_over(petition: Petition, maria: Signed, state: State) -> None:
    Page.objects.filter(pk=petition.pk).update(state=state)
    erase(maria.supporter, clock.now())
    assert not Signature.objects.exists() and not Supporter.objects.exists()


@pytest.mark.parametrize("state", [State.DELIVERED, State.WON, State.LOST, State.NO_ANSWER])
def test_what_was_handed_over_stays_a_number(petition: Petition, maria: Signed, state: State) -> None:
    counting.count_all(clock.now())
    Page.objects.filter(pk=petition.pk).update(state=state)
    erase(maria.supporter, clock.now())
    assert not Tally.objects.exists()
    row = Signature.objects.get()
    assert (row.status, row.name, row.email, row.postcode) == (Status.CONFIRMED, "", "", "")
    petition.refresh_from_db()
    assert petition.count == 1


@pytest.mark.parametrize("status", [Status.PENDING, Status.HELD, Status.WITHDRAWN, Status.INVALID])
def test_a_name_that_does_not_count_just_goes(maria: Signed, status: Status) -> None:
    counting.count_all(clock.now())
    Signature.objects.update(status=status)
    erase(maria.supporter, clock.now())
    assert not Signature.objects.exists() and not Tally.objects.exists()


def test_the_link_goes_on_leading_to_its_page(phone: Client, petition: Petition, maria: Signed) -> None:
    erase(maria.supporter, clock.now())
    assert Link.objects.filter(code=maria.link.code).exists()
    answer = phone.get(f"/s/{maria.link.code}/whatsapp/")
    assert answer.status_code == 302 and petition.public_path("en") in answer["Location"]


def test_whom_they_brought_stays(make: Make, petition: Petition, maria: Signed) -> None:
    friend = make.signature(petition, maria, now=clock.now())
    erase(maria.supporter, clock.now())
    friend.link.refresh_from_db()
    assert friend.link.generation == 2 and Signature.objects.get().pk == friend.pk


def test_others_and_other_organisations_are_untouched(make: Make, petition: Petition, maria: Signed) -> None:
    other = make.signature(petition, now=clock.now())
    elsewhere = make.signature(make.petition(), email=EMAIL, now=clock.now())
    erase(maria.supporter, clock.now())
    assert Signature.objects.get(pk=other.pk).name == other.name
    assert Signature.objects.get(pk=elsewhere.pk).email == EMAIL
    assert Letter.objects.filter(link=elsewhere.link, email=EMAIL).exists()


def test_letters_that_waited_are_never_sent(make: Make, petition: Petition, maria: Signed) -> None:
    make.again(maria, now=clock.now())
    erase(maria.supporter, clock.now())
    send_all()
    assert [message.subject for message in mail.outbox] == ["Your data is erased"]


def test_its_links_open_nothing_any_more(phone: Client, maria: Signed) -> None:
    paths = [page_of(maria), f"/confirm/{token(maria, 'confirm')}/"]
    erase(maria.supporter, clock.now())
    for path in paths:
        assert phone.get(path).status_code in (303, 404)
    assert phone.post(paths[0], {"erase": "yes"}).status_code == 404


# --- nobody writes to them again, unless they come back themselves ---


def test_a_hash_stays_and_only_they_lift_it(make: Make, petition: Petition, maria: Signed) -> None:
    organisation = petition.organisation_id
    assert not suppression.is_suppressed(organisation, EMAIL)
    erase(maria.supporter, clock.now())
    assert suppression.is_suppressed(organisation, EMAIL)
    assert not suppression.is_suppressed(make.organisation().pk, EMAIL)
    Supporter.objects.create(  # as an import would
        organisation_id=organisation, email_key=EMAIL, email=EMAIL, name=NAME, created_at=clock.now()
    )
    assert suppression.is_suppressed(organisation, EMAIL)
    again = make.signature(petition, email=EMAIL, now=clock.now())
    assert again.status == Status.CONFIRMED
    assert not suppression.is_suppressed(organisation, EMAIL)


def test_erased_again_is_suppressed_again(make: Make, petition: Petition, maria: Signed) -> None:
    erase(maria.supporter, clock.now())
    again = make.signature(petition, email=EMAIL, now=clock.now())
    erase(again.supporter, clock.now())
    assert suppression.is_suppressed(petition.organisation_id, EMAIL)


# --- the account on X ---


@pytest.fixture
def connected(x: XStandin, phone: Client, maria: Signed) -> Connection:
    connect(phone, x, maria)
    return Connection.objects.get()


def test_her_account_is_given_back_and_gone(
    x: XStandin, connected: Connection, maria: Signed, later: Callable[..., None]
) -> None:
    handle = connected.handle
    erase(maria.supporter, clock.now())
    send_all()
    assert traces() == []
    assert handle not in Connection.objects.get().handle and not User.objects.filter(is_active=True).exists()
    assert disconnecting.give_back(clock.now()) == 1
    forgetting.forget(clock.now())
    assert not Connection.objects.exists() and not User.objects.exists()


def test_where_x_is_off_it_goes_at_once(
    x: XStandin, connected: Connection, maria: Signed, settings: Any
) -> None:
    settings.X_CLIENT_ID = ""
    erase(maria.supporter, clock.now())
    assert not Connection.objects.exists() and not User.objects.exists()


def test_her_posts_go(x: XStandin, connected: Connection, maria: Signed) -> None:
    Post.objects.create(
        connection=connected,
        page_id=maria.link.page_id,
        link=maria.link,
        asked_by=User.objects.get(),
        text=f"{NAME} signed",
        consent_wording="yes",
        due_at=clock.now(),
        not_before=clock.now(),
        created_at=clock.now(),
    )
    erase(maria.supporter, clock.now())
    send_all()
    assert not Post.objects.exists() and traces() == []


def test_staff_are_never_erased_this_way(make: Make, petition: Petition, maria: Signed) -> None:
    staff = make.user((petition.organisation, Role.OWNER), email=EMAIL)
    erase(maria.supporter, clock.now())
    staff.refresh_from_db()
    assert staff.email == EMAIL and staff.is_active


# --- at the same time ---


@pytest.mark.django_db(transaction=True)
def test_three_presses_are_one() -> None:
    make = Make()
    maria = make.signature(make.petition(), name=NAME, email=EMAIL, now=clock.now())
    counting.count_all(clock.now())

    def press(_: int) -> bool:
        try:
            return erase(maria.supporter, clock.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(press, range(3))) == [False, False, True]
    assert Tally.objects.get().delta == -1 and Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", [State.OPEN, State.DELIVERED])
def test_the_proof_of_the_count_holds(state: State) -> None:
    make = Make()
    petition = make.petition()
    maria = make.signature(petition, name=NAME, email=EMAIL, now=clock.now())
    make.signature(petition, maria, now=clock.now())
    counting.count_all(clock.now())
    Page.objects.filter(pk=petition.pk).update(state=state)
    erase(maria.supporter, clock.now())
    assert recounting.differences() == []
    counting.count_all(clock.now())
    assert recounting.differences() == []
