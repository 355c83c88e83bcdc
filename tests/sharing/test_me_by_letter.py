""" "Send me my page": a letter to who is known, and the same answer for everybody."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts import clock
from causes import letters
from causes.models import Letter, Signed, Status
from causes.signing import LETTERS_PER_DAY
from petitions.models import Petition, Signature
from sharing import me
from tests import database
from tests.makers import Make

EMAIL = "maria.lopez@example.net"
MINE = Letter.Kind.MY_PAGE


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open")


@pytest.fixture
def maria(make: Make, petition: Petition) -> Signed:
    return make.signature(petition, name="María López", email=EMAIL, now=clock.now())


def ask(phone: Client, email: str = EMAIL, **more: Any) -> Any:
    return phone.post("/me/", {"email": email}, **more)


def test_the_same_answer_for_any_address(phone: Client, maria: Signed) -> None:
    answers = [ask(phone, email) for email in (EMAIL, "nobody@example.net", "MARIA.LOPEZ@example.net")]
    answers += [ask(phone) for _ in range(6)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_only_who_is_known_is_written_to(phone: Client, maria: Signed) -> None:
    Letter.objects.all().delete()
    before = database.contents()
    ask(phone, "nobody@example.net")
    assert database.contents() == before
    ask(phone)
    letters.send_due(clock.now)
    [letter] = mail.outbox
    assert letter.to == [EMAIL]
    found = re.search(r"http\S+(/me/\S+/)\s", str(letter.body))
    assert found and "Keep the clinic open" in phone.get(found[1]).content.decode()


def test_it_goes_to_the_stored_address_only(phone: Client, make: Make, petition: Petition) -> None:
    make.signature(petition, email="maria@gmail.com", now=clock.now())
    ask(phone, "m.a.r.i.a+petitions@gmail.com")
    assert Letter.objects.get(kind=MINE).email == "maria@gmail.com"


def test_five_a_day(phone: Client, maria: Signed) -> None:
    for _ in range(7):
        ask(phone)
    assert Letter.objects.filter(kind=MINE).count() == me.ASKINGS_PER_DAY
    me.send_page(EMAIL, clock.now() + dt.timedelta(days=1, minutes=1))
    assert Letter.objects.filter(kind=MINE).count() == me.ASKINGS_PER_DAY + 1


def test_and_ten_of_all_kinds(phone: Client, make: Make, maria: Signed) -> None:
    for _ in range(LETTERS_PER_DAY - 1):
        make.pending(make.petition(), email=EMAIL, now=clock.now())
    ask(phone)
    assert not Letter.objects.filter(kind=MINE).exists()


def test_each_organisation_that_knows_me_writes(phone: Client, make: Make, maria: Signed) -> None:
    make.signature(make.petition(), email=EMAIL, now=clock.now())
    ask(phone)
    assert Letter.objects.filter(kind=MINE).values("page__organisation").distinct().count() == 2


def test_a_held_name_is_written_to_by_nobody(phone: Client, maria: Signed) -> None:
    """Whoever filled it in may not have been the mailbox's owner."""
    Signature.objects.update(status=Status.HELD)
    ask(phone)
    assert not Letter.objects.filter(kind=MINE).exists()


@pytest.mark.parametrize("typed", ["", "not an address", "a@b@c", "x" * 300])
def test_what_is_no_address_is_told(phone: Client, typed: str) -> None:
    answer = ask(phone, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page and 'href="#id_email"' in page


def test_a_page_of_another_site_asks_for_nothing(phone: Client, maria: Signed) -> None:
    assert ask(phone, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Letter.objects.filter(kind=MINE).exists()
