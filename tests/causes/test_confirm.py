"""The letter's button: looking changes nothing, pressing counts once, and no token breaks anything."""

import datetime as dt
import re

import pytest
from django.test import Client

from accounts import clock
from causes import tokens
from causes.counting import count_all
from causes.models import Letter, Page, Signed, State, Status, Tally
from petitions.models import Petition, Signature
from tests.database import contents
from tests.makers import NOW, Make
from tests.visitors import button_of

AS_STORED = {"name": "Ana Peña", "updates": "yes"}


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def waiting(make: Make, petition: Petition) -> Signed:
    return make.pending(petition, name="Ana Peña", now=clock.now())


@pytest.fixture
def button(waiting: Signed) -> str:
    return button_of(Letter.objects.get())


def token_of(signed: Signed, age: dt.timedelta = dt.timedelta()) -> str:
    return tokens.make("confirm", signed.link.code, signed.email_key, clock.now() - age)


def status() -> str:
    return Signature.objects.get().status


def test_looking_changes_nothing(phone: Client, button: str) -> None:
    before = contents()
    for _ in range(3):
        assert phone.get(button).status_code == 200
        assert phone.head(button).status_code == 200
    assert contents() == before


@pytest.mark.parametrize("updates", [True, False])
def test_the_page_shows_what_will_be_stored(phone: Client, button: str, updates: bool) -> None:
    Signature.objects.update(updates=updates)
    page = phone.get(button).content.decode()
    assert 'value="Ana Peña"' in page
    chosen = re.search(r'<input[^>]*value="(\w+)"[^>]*\bchecked', page)
    assert chosen and chosen[1] == ("yes" if updates else "no")


def test_pressing_counts(phone: Client, petition: Petition, button: str) -> None:
    pressed = phone.post(button, AS_STORED)
    assert pressed.status_code == 200
    row = Signature.objects.get()
    assert (row.status, row.name, row.updates, row.new_to_list) == ("confirmed", "Ana Peña", True, True)
    count_all(NOW)
    assert Page.objects.get(pk=petition.pk).count == 1


def test_pressing_again_says_so_and_counts_nothing(phone: Client, button: str) -> None:
    phone.post(button, AS_STORED)
    before = contents()
    again = phone.post(button, {"name": "Mallory", "updates": "no"})
    assert again.status_code == 200
    assert "already counted" in again.content.decode()
    assert phone.get(button).status_code == 200
    assert contents() == before


def test_name_and_choice_as_changed_on_the_page_are_stored(phone: Client, button: str) -> None:
    phone.post(button, {"name": "  Ana  Peña de Soto ", "updates": "no"})
    row = Signature.objects.select_related("supporter").get()
    assert (row.name, row.updates, row.supporter.name) == ("Ana Peña de Soto", False, "Ana Peña de Soto")


@pytest.mark.parametrize("typed", [{}, {"name": ""}, {"name": "x" * 101, "updates": "yes"}, {"updates": "?"}])
def test_bad_input_is_told(phone: Client, button: str, typed: dict[str, str]) -> None:
    assert phone.post(button, typed).status_code == 422
    assert status() == Status.PENDING


def test_another_site_cannot_press(button: str) -> None:
    evil = Client(headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"})
    assert evil.post(button, AS_STORED).status_code == 422
    assert status() == Status.PENDING


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_keeps_the_page(phone: Client, button: str, method: str) -> None:
    answer = getattr(phone, method)(button, AS_STORED)
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "strict-origin"
    assert not answer.cookies


# --- tokens that do not do ---


def cut(token: str) -> list[str]:
    code, issued, proof = token.split(".")
    forged = ("B" if proof[0] == "A" else "A") + proof[1:]
    return [
        code,
        f"{code}.",
        f"{code}.{issued}",
        f"{code}.{issued}.",
        f"{code}.{issued}.{proof[:-1]}",
        f"{code}.{issued}.{forged}",
        f"{code}.{issued}0.{proof}",
        f"{code}.{proof}.{issued}",
        f"{code}.{issued}.é",
        f"{code}.é.{proof}",
        f"{code}.-1.{proof}",
        f"{code}.zzzzzzzzzzzz.{proof}",
        f"{code}.{issued}.%00",
        f"{code}.%00.{proof}",
        f"{code}.{issued}.{proof * 50}",
    ]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("number", range(15))
def test_a_cut_token_leads_to_the_page_with_a_note(
    phone: Client, petition: Petition, waiting: Signed, method: str, number: int
) -> None:
    before = contents()
    answer = getattr(phone, method)(f"/confirm/{cut(token_of(waiting))[number]}/", AS_STORED)
    assert answer.status_code == 303
    assert answer["Location"] == f"{petition.public_path('en')}#letter-cut"
    assert contents() == before


def test_the_note_is_on_the_page_and_in_the_language_of_the_letter(
    phone: Client, petition: Petition, waiting: Signed
) -> None:
    answer = phone.get(f"/es/confirm/{waiting.link.code}.x.y/")
    assert answer["Location"] == f"{petition.public_path('es')}#letter-cut"
    assert b'id="letter-cut"' in phone.get(petition.public_path("es")).content


@pytest.mark.parametrize(
    "hostile",
    ["x", ".", "...", "%00", "%F0%9F%92%A9", "a" * 5000, "%2e%2e", "{{7*7}}", "' OR 1=1 --", "☃.☃.☃"],
)
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_a_hostile_token_leads_home(phone: Client, db: None, method: str, hostile: str) -> None:
    answer = getattr(phone, method)(f"/confirm/{hostile}/")
    assert (answer.status_code, answer["Location"]) == (303, "/")


@pytest.mark.parametrize("purpose", ["withdraw", "unsubscribe", "Confirm", ""])
def test_a_token_for_another_purpose_does_not_count(phone: Client, waiting: Signed, purpose: str) -> None:
    token = tokens.make(purpose, waiting.link.code, waiting.email_key, clock.now())
    phone.post(f"/confirm/{token}/", AS_STORED)
    assert status() == Status.PENDING


def test_a_token_of_somebody_else_does_not_count(phone: Client, waiting: Signed, make: Make) -> None:
    other = make.pending(make.petition())
    _, issued, proof = token_of(other).split(".")
    phone.post(f"/confirm/{waiting.link.code}.{issued}.{proof}/", AS_STORED)
    assert Signature.objects.get(pk=waiting.pk).status == Status.PENDING


def test_an_alias_confirms_nothing(phone: Client, waiting: Signed, make: Make) -> None:
    alias = make.again(waiting)
    token = tokens.make("confirm", alias, waiting.email_key, clock.now())
    assert phone.post(f"/confirm/{token}/", AS_STORED).status_code == 303
    assert status() == Status.PENDING


# --- too late ---


def test_an_old_link_can_be_exchanged_for_a_new_letter(phone: Client, waiting: Signed) -> None:
    old = f"/confirm/{token_of(waiting, dt.timedelta(days=14, minutes=1))}/"
    assert "grown old" in phone.get(old).content.decode()
    phone.post(old, AS_STORED)
    assert (status(), Letter.objects.count()) == (Status.PENDING, 1)
    told = phone.post(old, {"again": "1"})
    assert (told.status_code, Letter.objects.count()) == (200, 2)
    assert phone.get(button_of(Letter.objects.latest("id"))).status_code == 200


def test_a_link_of_thirteen_days_still_counts(phone: Client, waiting: Signed) -> None:
    phone.post(f"/confirm/{token_of(waiting, dt.timedelta(days=13, hours=23))}/", AS_STORED)
    assert status() == Status.CONFIRMED


def test_the_answer_is_the_same_when_the_mailbox_has_had_its_five(phone: Client, waiting: Signed) -> None:
    old = f"/confirm/{token_of(waiting, dt.timedelta(days=15))}/"
    answers = [phone.post(old, {"again": "1"}).content for _ in range(6)]
    assert set(answers) == {answers[0]}
    assert Letter.objects.count() == 5


def test_nor_are_there_more_than_ten_a_day(phone: Client, make: Make, waiting: Signed) -> None:
    for _ in range(9):
        make.pending(make.petition(), email=waiting.email, now=clock.now())
    old = f"/confirm/{token_of(waiting, dt.timedelta(days=15))}/"
    assert phone.post(old, {"again": "1"}).status_code == 200
    assert Letter.objects.filter(email_key=waiting.email_key).count() == 10


def close(petition: Petition, ago: dt.timedelta, state: State = State.CLOSED) -> None:
    Page.objects.filter(pk=petition.pk).update(state=state, closes_at=clock.now() - ago)


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED])
def test_for_48_hours_after_closing_a_name_can_still_be_confirmed(
    phone: Client, petition: Petition, button: str, state: State
) -> None:
    close(petition, dt.timedelta(hours=47, minutes=59), state)
    assert phone.post(button, AS_STORED).status_code == 200
    assert status() == Status.CONFIRMED


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED])
def test_and_not_afterwards(phone: Client, petition: Petition, button: str, state: State) -> None:
    close(petition, dt.timedelta(hours=48, minutes=1), state)
    answer = phone.post(button, AS_STORED)
    assert answer["Location"].endswith("#too-late")
    assert status() == Status.PENDING


@pytest.mark.parametrize("gone", [State.DRAFT, State.HIDDEN, State.REJECTED])
def test_what_is_not_public_cannot_be_confirmed(
    phone: Client, petition: Petition, button: str, gone: State
) -> None:
    Page.objects.update(state=gone)
    assert phone.post(button, AS_STORED)["Location"] == "/"
    assert status() == Status.PENDING


@pytest.mark.parametrize("ended", [Status.HELD, Status.WITHDRAWN, Status.INVALID])
def test_what_no_longer_waits_is_not_counted(phone: Client, button: str, ended: Status) -> None:
    Signature.objects.update(status=ended)
    assert phone.post(button, AS_STORED).status_code == 303
    assert status() == ended
    assert not Tally.objects.exists()
