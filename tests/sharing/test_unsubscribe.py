"""Off the list: by the mail program's own button or by ours; never by looking."""

import email
import re
from email.policy import default

import pytest
from django.core import mail
from django.test import Client

from accounts import clock, suppression
from accounts.models import Supporter
from causes import letters
from causes.confirming import withdraw
from causes.models import Letter, Signed, Status
from causes.models.letter import ABOUT_PEOPLE
from causes.writing import LETTERS, organiser, owner, samples
from petitions.models import Petition, Signature
from sharing.erasure import erase
from tests import database
from tests.causes import news
from tests.makers import Make
from tests.sharing.own_page import stop_of

ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"
# Those who run a page switch their letters off at the desk, who is erased is on no list any more, and what
# is about somebody's own sign-in they asked for.
_NO_LIST = (Letter.Kind.RECEIPT_GONE, Letter.Kind.UPDATE_TEST, *ABOUT_PEOPLE)
TO_SUPPORTERS = [
    kind
    for kind, written_by in LETTERS.items()
    if kind not in _NO_LIST and written_by.__module__ not in (organiser.__name__, owner.__name__)
]


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def maria(make: Make, petition: Petition) -> Signed:
    return make.signature(petition, email="maria@example.net", now=clock.now())


def wants(signed: Signed) -> bool:
    return Signature.objects.get(pk=signed.pk).updates


def test_looking_changes_nothing(phone: Client, maria: Signed) -> None:
    before = database.contents()
    answer = phone.get(stop_of(maria))
    assert answer.status_code == 200 and answer.content.decode().count('name="stop"') == 1
    phone.head(stop_of(maria))
    assert database.contents() == before and wants(maria)


def test_our_button_acts_at_once(phone: Client, maria: Signed) -> None:
    answer = phone.post(stop_of(maria), {"stop": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "You’re off the list." in page and "You stay counted." in page
    assert not wants(maria)
    assert Signature.objects.get().status == Status.CONFIRMED


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "https://mail.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_so_does_the_mail_programs_own(maria: Signed, headers: dict[str, str]) -> None:
    """RFC 8058: no cookie, no page before, no redirect after."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(stop_of(maria), ONE_CLICK, content_type=FORM, headers=headers)
    assert answer.status_code == 200 and not answer.cookies
    assert not wants(maria)
    assert client.post(stop_of(maria), ONE_CLICK, content_type=FORM).status_code == 200, "twice is once"


def test_it_holds_for_all_that_the_organisation_asked(phone: Client, make: Make, maria: Signed) -> None:
    same = make.signature(make.petition(maria.page.as_petition.cause), email=maria.email)
    other = make.signature(make.petition(), email=maria.email)
    phone.post(stop_of(maria))
    assert not wants(maria) and not wants(same)
    assert wants(other), "another organisation is another matter"


def test_a_later_no_keeps_it_so(phone: Client, make: Make, maria: Signed) -> None:
    phone.post(stop_of(maria))
    make.signature(make.petition(maria.page.as_petition.cause), email=maria.email, updates=False)
    assert not Signature.objects.filter(updates=True).exists()
    assert not Supporter.objects.filter(updates=True).exists()


@pytest.mark.parametrize("fault", ["cut", "altered", "me"])
def test_only_its_own_letter(phone: Client, maria: Signed, fault: str) -> None:
    path = stop_of(maria)
    path = {
        "cut": path[:-4] + "/",
        "altered": path[:-2] + ("A" if path[-2] != "A" else "B") + "/",
        "me": path.replace("unsubscribe", "me", 1),
    }[fault]
    assert phone.post(path, ONE_CLICK, content_type=FORM).status_code == 404
    assert wants(maria)


def sent() -> list[mail.EmailMessage]:
    mail.outbox.clear()
    while letters.send_due(clock.now):
        pass
    return list(mail.outbox)


def test_every_letter_has_the_way_off(phone: Client, make: Make, petition: Petition) -> None:
    pending = make.pending(petition, now=clock.now())
    signed = make.signature(petition, now=clock.now())
    make.again(signed, now=clock.now())
    phone.post("/me/", {"email": signed.email})
    withdraw(pending, clock.now())
    letters.put_in_post(Letter.Kind.RECEIPT_OFF, pending, clock.now())
    make.pending(petition, now=clock.now())
    news.send(news.draft(petition), clock.now())
    found = sent()
    assert set(Letter.objects.filter(state="sent").values_list("kind", flat=True)) == {
        "confirm", "already", "my_page", "receipt_off", "update",
    }  # fmt: skip
    for message in found:
        headers = email.message_from_bytes(message.message().as_bytes(), policy=default)
        assert headers["List-Unsubscribe-Post"] == ONE_CLICK
        address = re.fullmatch(r"<http\S+?(/unsubscribe/[\w.-]+/)>", headers["List-Unsubscribe"].strip())
        assert address and address[1] in str(message.body), "also for people to press"
        assert phone.post(address[1], ONE_CLICK, content_type=FORM).status_code == 200
    assert not Signature.objects.filter(email=signed.email, updates=True).exists()


@pytest.mark.parametrize("kind", TO_SUPPORTERS)
def test_no_kind_of_letter_forgets_it(db: None, kind: Letter.Kind) -> None:
    headers = samples.sample(kind, "en", clock.now()).extra_headers
    assert headers["List-Unsubscribe-Post"] == ONE_CLICK and "/unsubscribe/" in headers["List-Unsubscribe"]


def test_the_last_letter_has_none(maria: Signed) -> None:
    erase(maria.supporter, clock.now())
    [receipt] = sent()
    assert "List-Unsubscribe" not in receipt.extra_headers
    assert "/me/" not in str(receipt.body) and "/unsubscribe/" not in str(receipt.body)
    assert suppression.is_suppressed(maria.page.organisation_id, "maria@example.net")
