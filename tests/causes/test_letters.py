"""The post office on a real SMTP server: every letter leaves, once where that can be known."""

import datetime as dt
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.headerregistry import Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.test import Client

from accounts import clock
from causes import letter_queue, letters
from causes.confirming import invalidate, release, withdraw
from causes.models import Letter
from causes.signing import Arrival, sign
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.standins.letters import Letter as Received
from tests.standins.smtp import Mailbox

State = Letter.State
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def mailbox(tmp_path: Path, settings: Any) -> Iterator[Mailbox]:
    with Mailbox(tmp_path) as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.smtp_port
        settings.DEFAULT_FROM_EMAIL = "Groundswell <letters@groundswell.example>"
        yield mailbox


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep “La Clínica” & Sons < open >")


def send(now: dt.datetime = NOW) -> int:
    """Everything that is due at `now`."""
    total = 0
    while claimed := letters.send_due(lambda: now):
        total += claimed
    return total


def only(mailbox: Mailbox) -> Received:
    [letter] = mailbox.letters.all()
    return letter


def states() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def test_a_letter_as_it_arrives(make: Make, petition: Petition, mailbox: Mailbox) -> None:
    make.pending(petition, name="Dolores Huerta", email="dolores@example.net")
    assert send() == 1
    letter = only(mailbox)
    headers = letter.headers
    assert letter.to == ["dolores@example.net"]
    assert letter.subject.strip() == "Press once to be counted: Keep “La Clínica” & Sons < open >"
    assert headers["From"] == "Groundswell <letters@groundswell.example>"
    assert headers["To"] == "dolores@example.net"
    assert headers["Reply-To"] == petition.organisation.contact_email
    assert headers["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[\w.-]+@groundswell\.example>", letter.message_id)
    assert headers["Content-Type"].startswith("multipart/alternative")
    for part in (letter.text, letter.html):
        assert "Dolores Huerta" in part
        assert "1 Main Street, Tucson AZ" in part
    assert "“La Clínica” & Sons < open >" in letter.text
    assert "&lt; open &gt;" in letter.html


def test_its_button_counts_the_name(phone: Client, make: Make, petition: Petition, mailbox: Mailbox) -> None:
    sign(petition, make.typed(petition, name="Dolores"), Arrival(), clock.now())
    send(clock.now())
    addresses = {urlsplit(address).path for address in only(mailbox).links if "/confirm/" in address}
    assert len(addresses) == 1, "both parts lead to the same place"
    button = addresses.pop()
    assert phone.get(button).status_code == 200
    assert phone.post(button, {"name": "Dolores", "updates": "no"}).status_code == 200
    assert Signature.objects.get().status == "confirmed"


def test_it_speaks_the_language_of_the_form(make: Make, petition: Petition, mailbox: Mailbox) -> None:
    make.pending(petition, language="es")
    send()
    letter = only(mailbox)
    assert "Confirmar" in letter.html
    assert all("/es/" in address for address in letter.links if "/confirm/" in address)


def test_who_had_signed_is_told(make: Make, petition: Petition, mailbox: Mailbox) -> None:
    make.again(make.signature(petition))
    send()
    letter = only(mailbox)  # the one that asks to confirm came too late to be of use
    assert "already" in letter.text.lower()
    assert not any("/confirm/" in address for address in letter.links)


@pytest.mark.parametrize(
    "name", ["Eve\r\nBcc: x@example.net", "Eve\nX: y", "<b>Eve</b>", "{{ url }}", "%s %(x)s"]
)
def test_a_name_cannot_write_headers_or_markup(
    make: Make, petition: Petition, mailbox: Mailbox, name: str
) -> None:
    make.pending(petition, name=name)
    send()
    letter = only(mailbox)
    assert "Bcc" not in letter.headers and "X" not in letter.headers
    assert "<b>Eve" not in letter.html


def test_a_title_of_two_lines_is_one_subject(make: Make, mailbox: Mailbox) -> None:
    make.pending(make.petition(title="Keep it\nopen\r\nX-Evil: yes"))
    send()
    assert only(mailbox).subject.endswith("Keep it open X-Evil: yes")


def test_an_address_in_another_script_arrives(make: Make, petition: Petition, mailbox: Mailbox) -> None:
    make.pending(petition, email="dolores@bücher.example.net")
    send()
    assert [Address(addr_spec=to).domain for to in only(mailbox).to] == ["xn--bcher-kva.example.net"]


# --- what the other side may answer ---


def test_a_busy_mailbox_is_tried_again_later(make: Make, petition: Petition, mailbox: Mailbox) -> None:
    mailbox.faults.add(kind="tempfail", times=2)
    make.pending(petition)
    assert (send(), states()) == (1, [State.DUE])
    assert send(NOW + 59 * dt.timedelta(seconds=1)) == 0, "not before its time"
    assert (send(NOW + 2 * MINUTE), states()) == (1, [State.DUE])
    assert (send(NOW + 10 * MINUTE), states()) == (1, [State.SENT])
    only(mailbox)


def test_a_mailbox_that_is_always_busy_is_given_up(make: Make, petition: Petition, mailbox: Mailbox) -> None:
    mailbox.faults.add(kind="tempfail", times=99)
    make.pending(petition)
    now, tries = NOW, 0
    while states() != [State.FAILED]:
        tries += send(now)
        now += 60 * MINUTE
    assert tries == 7
    assert now - NOW < dt.timedelta(days=2)


def test_a_mailbox_that_is_not_there_is_not_tried_again(
    make: Make, petition: Petition, mailbox: Mailbox
) -> None:
    mailbox.faults.add(kind="permfail")
    make.pending(petition)
    send()
    assert states() == [State.FAILED]
    assert "550" in Letter.objects.get().error
    assert send(NOW + dt.timedelta(days=3)) == 0


def test_one_bad_mailbox_does_not_keep_the_others(make: Make, petition: Petition, mailbox: Mailbox) -> None:
    mailbox.faults.add(kind="permfail", match="nobody")
    mailbox.faults.add(kind="tempfail", match="busy")
    for name in ("a", "nobody", "b", "busy", "c"):
        make.pending(petition, email=f"{name}@example.net")
    send()
    assert {letter.to[0][0] for letter in mailbox.letters.all()} == {"a", "b", "c"}


def test_in_doubt_it_is_sent_again_and_can_be_recognised(
    make: Make, petition: Petition, mailbox: Mailbox
) -> None:
    """The connection breaks after the letter was given and before the answer: nobody knows."""
    mailbox.faults.add(kind="drop_after_data")
    make.pending(petition)
    make.pending(petition)
    send()
    assert states() == [State.DUE, State.SENT], "the second letter took a fresh connection"
    send(NOW + 11 * MINUTE)
    assert states() == [State.SENT, State.SENT]
    first, _, copy = sorted(mailbox.letters.all(), key=lambda letter: letter.n)
    assert (first.to, first.message_id) == (copy.to, copy.message_id)


def test_no_server_at_all_is_a_reason_to_wait(
    make: Make, petition: Petition, mailbox: Mailbox, settings: Any
) -> None:
    make.pending(petition)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    send()
    assert states() == [State.DUE]
    settings.EMAIL_PORT = port
    send(NOW + 2 * MINUTE)
    assert states() == [State.SENT]


def test_what_a_dead_worker_had_claimed_is_sent_after_its_lease(
    make: Make, petition: Petition, mailbox: Mailbox
) -> None:
    make.pending(petition)
    letter_queue.claim(NOW, 100)
    assert send(NOW + 9 * MINUTE) == 0
    assert send(NOW + 11 * MINUTE) == 1
    only(mailbox)


def test_a_letter_that_cannot_be_written_does_not_keep_the_others(
    make: Make, petition: Petition, mailbox: Mailbox
) -> None:
    """A kind of a newer version, met by a worker of the old one."""
    for _ in range(3):
        make.pending(petition)
    Letter.objects.filter(pk=Letter.objects.earliest("pk").pk).update(kind="novel")
    with pytest.raises(ValueError, match="novel"):
        letters.send_due(lambda: NOW)
    assert states() == [State.SENDING, State.DUE, State.DUE], "it waits for its lease, they do not"
    assert send() == 2
    now = NOW
    while states()[0] != State.FAILED:
        now += 20 * MINUTE
        try:
            send(now)
        except ValueError:
            continue
    assert Letter.objects.earliest("pk").attempts == 8, "and one day it is given up"


# --- what is no longer wanted ---


@pytest.mark.parametrize("way", [withdraw, invalidate])
def test_a_name_taken_off_or_struck_gets_no_more_letters(
    make: Make, petition: Petition, mailbox: Mailbox, way: Any
) -> None:
    way(make.pending(petition), NOW)
    send()
    assert (states(), mailbox.letters.all()) == ([State.FAILED], [])


def test_a_name_that_is_gone_gets_none(make: Make, petition: Petition, mailbox: Mailbox) -> None:
    make.pending(petition).delete()
    send()
    assert (states(), mailbox.letters.all()) == ([State.FAILED], [])


def test_a_released_name_gets_its_letter(make: Make, petition: Petition, mailbox: Mailbox) -> None:
    sign(petition, make.typed(petition), Arrival(), NOW, held=True)
    assert send() == 0
    assert release(Signature.objects.get(), NOW)
    send()
    assert "/confirm/" in only(mailbox).text


# --- at the same time ---


@pytest.mark.django_db(transaction=True)
def test_three_workers_send_each_letter_once(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "BATCH", 7)
    make = Make()
    petition = make.petition()
    for number in range(60):
        make.pending(petition, email=f"n{number}@example.net")

    def work(_: int) -> int:
        try:
            return send()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) == 60
    assert len(mailbox.letters.all()) == len({letter.to[0] for letter in mailbox.letters.all()}) == 60
    assert set(states()) == {State.SENT}
