"""On one's own page: whether the first name is shown, and the reason taken off; and both are erased."""

import html
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from causes import front_cache
from causes.confirming import withdraw
from causes.models import ReasonState, Signed
from petitions import reasons, reports
from petitions.models import Petition, Report
from sharing.erasure import erase
from sharing.my_data import data_of
from tests import database
from tests.makers import NOW, Make
from tests.sharing.own_page import page_of

WORDS = "My mother was treated here."


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic", asks_country=True)


@pytest.fixture
def maria(make: Make, petition: Petition) -> Signed:
    row = make.signature(
        petition, name="María López", show_name=True, reason=WORDS, country="MX", now=clock.now()
    )
    reasons.judge(petition, row.pk, ReasonState.CHOSEN, reasons.digest(WORDS))
    return row


def public(phone: Client) -> str:
    front_cache.forget()
    return html.unescape(phone.get("/p/clinic/").content.decode())


def press(phone: Client, row: Signed, button: str) -> Any:
    return phone.post(page_of(row), {button: row.link.code}, follow=True)


def test_hide_and_show_and_the_page_follows(phone: Client, maria: Signed) -> None:
    assert "María" in public(phone) and WORDS in public(phone)
    answer = press(phone, maria, "hide_name")
    assert "off the page. You stay counted." in answer.content.decode()
    assert "María" not in public(phone) and WORDS not in public(phone)
    maria.refresh_from_db()
    assert maria.status == "confirmed"
    assert 'name="show_name"' in phone.get(page_of(maria)).content.decode()
    press(phone, maria, "show_name")
    assert "María" in public(phone) and WORDS in public(phone)


def test_take_the_reason_off_and_keep_the_name(phone: Client, maria: Signed) -> None:
    assert WORDS in phone.get(page_of(maria)).content.decode()
    answer = press(phone, maria, "reason_off")
    assert "Your reason is gone." in answer.content.decode()
    maria.refresh_from_db()
    assert (maria.reason, maria.reason_state, maria.show_name) == ("", "", True)
    assert WORDS not in public(phone) and "María" in public(phone)
    assert 'name="reason_off"' not in phone.get(page_of(maria)).content.decode()


@pytest.mark.parametrize("button", ["show_name", "hide_name", "reason_off"])
def test_nobody_else_s_name_is_touched(phone: Client, make: Make, maria: Signed, button: str) -> None:
    mallory = make.signature(maria.page, now=clock.now())
    before = database.contents()
    phone.post(page_of(mallory), {button: maria.link.code})
    phone.post(page_of(mallory), {button: "x"})
    assert database.contents() == before


@pytest.mark.parametrize("why_not", ["withdrawn", "switched off", "sensitive"])
def test_what_cannot_be_shown_is_not_offered(
    phone: Client, make: Make, petition: Petition, why_not: str
) -> None:
    row = make.signature(petition, now=clock.now())
    if why_not == "withdrawn":
        withdraw(row, NOW)
    else:
        field = {"switched off": {"offers_name": False}, "sensitive": {"sensitive": True}}[why_not]
        Petition.objects.filter(pk=petition.pk).update(**field)
    assert 'name="show_name"' not in phone.get(page_of(row)).content.decode()
    press(phone, row, "show_name")
    row.refresh_from_db()
    assert not row.show_name


def test_a_support_has_no_such_buttons(phone: Client, make: Make) -> None:
    page = phone.get(page_of(make.signature(make.cause(), now=clock.now()))).content.decode()
    assert "show_name" not in page and "reason_off" not in page


def test_my_data_has_them(maria: Signed) -> None:
    (signed,) = data_of(maria.supporter, clock.now())["signed"]
    assert (signed["country"], signed["reason"], signed["reason_state"]) == ("MX", WORDS, "chosen")


@pytest.mark.parametrize("state", ["open", "delivered"])
def test_erasing_takes_them_too(phone: Client, petition: Petition, maria: Signed, state: str) -> None:
    report = reports.take(
        petition, reports.Told(Report.Kind.FALSE, "Wrong year.", maria.email), "en", NOW, suspect=False
    )
    Petition.objects.filter(pk=petition.pk).update(state=state)
    assert erase(maria.supporter, NOW)
    assert WORDS not in public(phone) and "María" not in public(phone)
    left = repr(database.contents())
    assert WORDS not in left
    report.refresh_from_db()
    assert (report.words, report.email) == ("Wrong year.", "")
    if state == "delivered":
        maria.refresh_from_db()
        assert (maria.country, maria.reason, maria.reason_state) == ("", "", "")
