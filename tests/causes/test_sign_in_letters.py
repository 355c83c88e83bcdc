"""Letters about a sign-in wait in the post office like all others, and hold no secret while they wait."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts import clock
from accounts.models import Role, User
from causes.letters import send_due
from causes.models import Letter
from causes.sign_in_letters import ByPost
from tests.database import contents
from tests.makers import Make

RESET = "/accounts/password/reset/"
WORDS = "three words of mine"


@pytest.fixture
def ana(make: Make) -> User:
    return make.user((make.organisation(), Role.ORGANISER), email="ana@example.org", name="Ana Peña")


def ask(email: str, path: str = RESET) -> Any:
    return Client(REMOTE_ADDR=f"10.0.0.{len(email) % 250}").post(path, {"email": email}, follow=True)


def way_in(letter: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/\S*/password/reset/key/\S+)", str(letter.body))
    assert found, letter.body
    return found[1]


def test_it_is_a_row_first_and_leaves_later(ana: User) -> None:
    ask("ana@example.org")
    letter = Letter.objects.get()
    assert (letter.kind, letter.page_id, letter.email) == ("new_password", None, "ana@example.org")
    assert not mail.outbox
    assert send_due(clock.now) == 1
    assert mail.outbox[0].to == ["ana@example.org"]
    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT


def test_nothing_that_opens_a_door_lies_in_the_database(ana: User) -> None:
    ask("ana@example.org")
    send_due(clock.now)
    key = way_in(mail.outbox[0]).rstrip("/").split("-")[-1]
    assert len(key) > 20 and key not in str(contents())


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_its_way_leads_to_the_language_it_was_asked_in(ana: User, prefix: str) -> None:
    ask("ana@example.org", prefix + RESET)
    send_due(clock.now)
    path = way_in(mail.outbox[0])
    assert path.startswith(f"{prefix}/accounts/")
    visitor = Client()
    form = visitor.get(path, follow=True)
    visitor.post(form.context["action_url"], {"password1": WORDS, "password2": WORDS})
    ana.refresh_from_db()
    assert ana.check_password(WORDS)


def test_nobody_learns_whether_there_is_such_a_sign_in(ana: User) -> None:
    known, unknown = ask("ana@example.org"), ask("eva@example.org")
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert sorted(Letter.objects.values_list("email", "kind")) == [
        ("ana@example.org", "new_password"),
        ("eva@example.org", "no_account"),
    ]


def test_the_address_of_nobody_goes_with_its_letter(db: None) -> None:
    ask("eva@example.org")
    send_due(clock.now)
    assert mail.outbox[0].to == ["eva@example.org"] and "nobody signs in here" in str(mail.outbox[0].body)
    assert (Letter.objects.get().email, Letter.objects.get().email_key) == ("", "")


def test_it_goes_to_the_address_that_is_kept(ana: User) -> None:
    ByPost().send_password_reset_mail(ana, "ána@example.org", {})
    assert Letter.objects.get().email == "ana@example.org"


def test_a_mailbox_has_ten_letters_a_day(ana: User) -> None:
    for _ in range(12):
        ByPost().send_password_reset_mail(ana, ana.email, {})
    assert Letter.objects.count() == 10


def test_whoever_left_meanwhile_gets_none(ana: User) -> None:
    ask("ana@example.org")
    User.objects.update(is_active=False)
    send_due(clock.now)
    assert not mail.outbox and Letter.objects.get().state == Letter.State.FAILED


def test_no_other_letter_of_allauth_leaves_unseen(db: None) -> None:
    with pytest.raises(KeyError):
        ByPost().send_mail("account/email/email_confirmation", "ana@example.org", {})
