"""A mail server that is away or takes nothing: no letter's fault. On a real SMTP server."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from causes import letters
from causes.models import Letter, PostOffice, Undeliverable
from petitions.models import Petition
from tests.makers import NOW, Make
from tests.standins.smtp import Mailbox

State = Letter.State
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def mailbox(tmp_path: Path, settings: Any) -> Iterator[Mailbox]:
    with Mailbox(tmp_path) as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.smtp_port
        yield mailbox


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def send(now: dt.datetime = NOW) -> int:
    """Everything that may leave at `now`."""
    total = 0
    while claimed := letters.send_due(lambda: now):
        total += claimed
    return total


def arrived(mailbox: Mailbox) -> int:
    return len(mailbox.letters.all())


def test_a_server_that_is_away_costs_no_letter_a_try(
    make: Make, petition: Petition, mailbox: Mailbox, settings: Any
) -> None:
    for _ in range(3):
        make.pending(petition)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    now, rounds = NOW, 0
    while now < NOW + dt.timedelta(days=2):
        rounds += bool(send(now))
        now += 15 * MINUTE
    assert rounds > 100
    assert set(Letter.objects.values_list("state", "attempts")) == {(State.DUE, 0)}
    office = PostOffice.objects.get()
    assert office.trouble_since == NOW
    assert "ConnectionRefused" in office.trouble
    settings.EMAIL_PORT = port
    assert send(now + 15 * MINUTE) == 3
    assert not PostOffice.objects.get().trouble


def test_it_is_left_alone_longer_and_longer(make: Make, petition: Petition, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    make.pending(petition)
    tried = [minute for minute in range(60) if send(NOW + minute * MINUTE)]
    assert tried == [0, 1, 3, 8, 18, 33, 48]


def test_a_server_that_refuses_our_sender_is_no_letters_fault(
    make: Make, petition: Petition, mailbox: Mailbox
) -> None:
    make.pending(petition)
    mailbox.faults.add(kind="no_sender")
    send()
    assert Letter.objects.values_list("state", "attempts").get() == (State.DUE, 0)
    assert "our sender" in PostOffice.objects.get().trouble
    assert send(NOW + 2 * MINUTE) == 1
    assert Letter.objects.get().state == State.SENT


def test_ten_refusals_by_policy_in_a_row_are_meant_for_us(
    make: Make, petition: Petition, mailbox: Mailbox
) -> None:
    for _ in range(30):
        make.pending(petition)
    mailbox.faults.add(kind="policy", times=10)
    send()
    assert "in a row" in PostOffice.objects.get().trouble
    assert Letter.objects.filter(state=State.FAILED).count() == 0
    assert send(NOW + 20 * MINUTE) == 30
    assert arrived(mailbox) == 30


def test_words_that_one_server_does_not_like_fail_one_letter(
    make: Make, petition: Petition, mailbox: Mailbox
) -> None:
    for name in ("a", "picky", "c"):
        make.pending(petition, email=f"{name}@example.net")
    mailbox.faults.add(kind="content", match="picky")
    send()
    assert Letter.objects.get(state=State.FAILED).error == "refused with 554 5.6.0"
    assert not Undeliverable.objects.exists()
    assert arrived(mailbox) == 2


def test_a_mailbox_that_is_not_there_is_left_alone_from_now_on(
    make: Make, petition: Petition, mailbox: Mailbox
) -> None:
    signature = make.pending(petition)
    mailbox.faults.add(kind="permfail")
    send()
    assert Undeliverable.objects.get().email_key == signature.email_key
