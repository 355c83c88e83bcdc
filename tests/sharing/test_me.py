"""The supporter's own page: theirs alone, and every button does the one thing it says."""

import datetime as dt
import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client

from accounts import clock
from accounts.models import Supporter
from causes import counting, letters
from causes.confirming import confirm
from causes.models import Letter, Page, Signed, State, Status, Tally
from causes.signing import Arrival, sign
from petitions.models import Petition, Signature
from sharing import me
from tests import database
from tests.makers import Make
from tests.sharing.own_page import page_of, stop_of, token

EMAIL = "maria.lopez@example.net"


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open")


@pytest.fixture
def maria(make: Make, petition: Petition) -> Signed:
    return make.signature(petition, name="María López", email=EMAIL, now=clock.now())


def read(phone: Client, signed: Signed) -> str:
    return phone.get(page_of(signed)).content.decode()


# --- whose page it is ---


def test_opening_it_shows_and_changes_nothing(phone: Client, maria: Signed) -> None:
    before = database.contents()
    answer = phone.get(page_of(maria))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "María López" in page and "Keep the clinic open" in page and "confirmed" in page
    assert phone.get(f"{page_of(maria)}data.json").status_code == 200
    assert database.contents() == before
    assert not answer.cookies


def test_nobody_keeps_it_and_no_address_is_in_it(phone: Client, maria: Signed) -> None:
    answer = phone.get(page_of(maria))
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "strict-origin"
    page = answer.content.decode()
    assert "m•••@e•••" in page
    assert EMAIL not in page and "maria.lopez" not in page


def test_it_opens_for_24_hours(phone: Client, maria: Signed) -> None:
    assert phone.get(page_of(maria, dt.timedelta(hours=23, minutes=59))).status_code == 200
    old = phone.get(page_of(maria, dt.timedelta(hours=24, minutes=1)))
    assert old.status_code == 404
    assert "María" not in old.content.decode() and 'action="/me/"' in old.content.decode()


@pytest.mark.parametrize("fault", ["cut", "altered", "another's", "confirm", "unsubscribe", "empty"])
def test_only_its_own_letter_opens_it(
    phone: Client, make: Make, petition: Petition, maria: Signed, fault: str
) -> None:
    mine = token(maria)
    tries = {
        "cut": mine[:-3],
        "altered": mine[:-1] + ("A" if mine[-1] != "A" else "B"),
        "another's": mine.replace(maria.link.code, make.signature(petition).link.code),
        "confirm": token(maria, "confirm"),
        "unsubscribe": token(maria, "unsubscribe"),
        "empty": maria.link.code,
    }
    for path in (f"/me/{tries[fault]}/", f"/me/{tries[fault]}/data.json"):
        answer = phone.get(path)
        assert answer.status_code == 404 and "María" not in answer.content.decode()
    assert phone.post(f"/me/{tries[fault]}/", {"erase": "yes"}).status_code == 404
    assert Supporter.objects.filter(name="María López").exists()


def test_one_organisation_does_not_see_another(phone: Client, make: Make, maria: Signed) -> None:
    other = make.signature(make.petition(title="Something else"), email=EMAIL)
    assert "Something else" not in read(phone, maria)
    assert "Keep the clinic open" not in read(phone, other)


def test_each_letter_leads_there(phone: Client, maria: Signed) -> None:
    letters.send_due(clock.now)
    sign(maria.page, _typed_again(maria), Arrival(), clock.now())
    letters.send_due(clock.now)
    found = re.search(r"http\S+(/me/\S+/)\s", str(mail.outbox[-1].body))
    assert found and "Keep the clinic open" in phone.get(found[1]).content.decode()


def _typed_again(signed: Signed) -> Any:
    return Make().typed(signed.page, email=signed.email)


def test_it_speaks_the_language_of_its_path(phone: Client, maria: Signed) -> None:
    assert "Lo que firmaste" in phone.get(f"/es{page_of(maria)}").content.decode()


# --- what came of it ---


def test_my_effect_in_numbers_without_names(
    phone: Client, make: Make, petition: Petition, maria: Signed
) -> None:
    brought = [make.signature(petition, maria, name=f"Friend {n}", now=clock.now()) for n in range(3)]
    for friend in brought[:2]:
        make.signature(petition, friend, name="Friend of friend", now=clock.now())
    counting.count_all(clock.now())
    page = read(phone, maria)
    assert "You brought 3, they brought 2." in page
    assert "Friend" not in page


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.WON, State.LOST, State.HIDDEN])
def test_what_came_of_it(phone: Client, petition: Petition, maria: Signed, state: State) -> None:
    Page.objects.filter(pk=petition.pk).update(state=state)
    page = read(phone, maria)
    assert f"<dd>{State(state).label}</dd>" in page
    assert (petition.public_path("en") in page) == (state != State.HIDDEN)


def test_causes_are_there_too(phone: Client, make: Make, petition: Petition, maria: Signed) -> None:
    make.signature(make.cause(petition.organisation, title="Health for all"), email=EMAIL, now=clock.now())
    assert "Health for all" in read(phone, maria)


# --- taking one's name off ---


def test_taking_off_counts_down_with_a_receipt(phone: Client, petition: Petition, maria: Signed) -> None:
    counting.count_all(clock.now())
    answer = phone.post(page_of(maria), {"take_off": maria.link.code})
    assert answer.status_code == 303
    assert "Your name is off." in phone.get(answer["Location"]).content.decode()
    counting.count_all(clock.now())
    petition.refresh_from_db()
    assert petition.count == 0 and Signature.objects.get().status == Status.WITHDRAWN
    while letters.send_due(clock.now):
        pass
    [receipt] = [m for m in mail.outbox if "off" in m.subject]
    assert receipt.to == [EMAIL]


def test_twice_is_once(phone: Client, maria: Signed) -> None:
    for _ in range(2):
        phone.post(page_of(maria), {"take_off": maria.link.code})
    assert Tally.objects.filter(delta=-1).count() == 1
    assert Letter.objects.filter(kind=Letter.Kind.RECEIPT_OFF).count() == 1


def test_signing_again_works(phone: Client, make: Make, petition: Petition, maria: Signed) -> None:
    phone.post(page_of(maria), {"take_off": maria.link.code})
    sign(petition, _typed_again(maria), Arrival(), clock.now())
    row = Signature.objects.get()
    assert row.status == Status.PENDING
    assert confirm(petition, row.link.code, row.name, True, clock.now())
    counting.count_all(clock.now())
    petition.refresh_from_db()
    assert petition.count == 1


def test_only_the_one_that_was_pressed(phone: Client, make: Make, petition: Petition, maria: Signed) -> None:
    later = make.signature(make.petition(petition.cause), email=EMAIL, now=clock.now())
    phone.post(page_of(maria), {"take_off": maria.link.code})
    assert Signature.objects.get(pk=later.pk).status == Status.CONFIRMED
    assert Signature.objects.get(pk=maria.pk).status == Status.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_are_one() -> None:
    make = Make()
    maria = make.signature(make.petition(), email=EMAIL, now=clock.now())
    rows = [me.rows_of(maria.supporter) for _ in range(3)]

    def press(number: int) -> bool:
        try:
            return me.withdraw_with_receipt(rows[number][0], clock.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(press, range(3))) == [False, False, True]
    assert Letter.objects.filter(kind=Letter.Kind.RECEIPT_OFF).count() == 1


def test_somebody_elses_name_stays(phone: Client, make: Make, petition: Petition, maria: Signed) -> None:
    other = make.signature(petition, now=clock.now())
    phone.post(page_of(maria), {"take_off": other.link.code})
    assert Signature.objects.get(pk=other.pk).status == Status.CONFIRMED


@pytest.mark.parametrize("status", [Status.HELD, Status.INVALID])
def test_what_staff_decide_is_not_taken_off(phone: Client, maria: Signed, status: Status) -> None:
    """Taking a held name off and signing again would lead around staff."""
    Signature.objects.update(status=status)
    phone.post(page_of(maria), {"take_off": maria.link.code})
    assert Signature.objects.get().status == status


@pytest.mark.parametrize("state", [State.DELIVERED, State.WON, State.LOST, State.NO_ANSWER])
def test_what_was_handed_over_stays_counted(
    phone: Client, petition: Petition, maria: Signed, state: State
) -> None:
    Page.objects.filter(pk=petition.pk).update(state=state)
    assert 'name="take_off"' not in read(phone, maria)
    phone.post(page_of(maria), {"take_off": maria.link.code})
    assert Signature.objects.get().status == Status.CONFIRMED


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
@pytest.mark.parametrize("press", [{"take_off": "x"}, {"updates": "no"}, {"erase": "yes"}])
def test_a_page_of_another_site_presses_nothing(
    phone: Client, maria: Signed, headers: dict[str, str], press: dict[str, str]
) -> None:
    press = {name: maria.link.code if value == "x" else value for name, value in press.items()}
    before = database.contents()
    assert phone.post(page_of(maria), press, headers=headers).status_code == 403
    assert database.contents() == before


def test_updates_are_one_press(phone: Client, make: Make, petition: Petition, maria: Signed) -> None:
    elsewhere = make.signature(make.petition(), email=EMAIL)
    phone.post(page_of(maria), {"updates": "no"})
    assert "You get no updates" in read(phone, maria)
    assert Signature.objects.get(pk=elsewhere.pk).updates, "another organisation is another matter"
    phone.post(page_of(maria), {"updates": "yes"})
    assert Signature.objects.get(pk=maria.pk).updates


# --- one's data ---


def test_my_data_is_all_of_it(phone: Client, make: Make, petition: Petition, maria: Signed) -> None:
    make.signature(petition, name="Somebody Else")
    answer = phone.get(f"{page_of(maria)}data.json")
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer["Cache-Control"] == "no-store"
    data = json.loads(answer.content)
    assert data["person"]["email"] == EMAIL
    [signed] = data["signed"]
    assert signed["postcode"] == "85701" and signed["status"] == "confirmed"
    assert signed["consent"]["version"] == 1 and "I sign this petition" in signed["consent"]["wording"]
    assert [letter["kind"] for letter in data["letters"]] == ["confirm"]
    assert data["posts"] == []
    assert "Somebody Else" not in answer.content.decode()


def test_unsubscribing_leads_no_further(phone: Client, maria: Signed) -> None:
    """Old letters are passed on: the way off the list is no way to the page."""
    page = phone.post(stop_of(maria)).content.decode()
    assert 'href="/me/"' in page and maria.link.code not in page
