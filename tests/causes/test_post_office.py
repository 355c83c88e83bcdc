"""The order of letters, what must not arrive twice, and their limits: on a real SMTP server."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from causes import letter_queue, letters, post_office
from causes.models import Letter, Signed
from petitions.models import Petition
from tests.makers import NOW, Make
from tests.processes import wait_until
from tests.standins.smtp import Mailbox

State, Urgency = Letter.State, Letter.Urgency
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


def sent_to(mailbox: Mailbox) -> list[str]:
    return [letter.to[0] for letter in sorted(mailbox.letters.all(), key=lambda letter: letter.n)]


def bulk(signature: Signed, number: int, now: dt.datetime = NOW) -> None:
    """So many letters that may take their time, as an update writes them: in one statement."""
    Letter.objects.filter(link=signature.link).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO causes_letter (kind, urgency, page_id, link_id, email, email_key, language, state,
                                       attempts, due_at, error, created_at)
            SELECT 'my_page', %s, %s, %s, 'n' || n || '@example.net', %s, 'en', 'due', 0, %s, '', %s
            FROM generate_series(1, %s) AS n
            """,
            [
                Urgency.UPDATE,
                signature.link.page_id,
                signature.link_id,
                signature.email_key,
                now,
                now,
                number,
            ],
        )


# --- what goes first ---


def test_fifty_thousand_updates_do_not_delay_a_confirmation(
    make: Make, petition: Petition, mailbox: Mailbox
) -> None:
    bulk(make.signature(petition), 50_000, NOW - 60 * MINUTE)
    moments = iter(range(10_000))

    def busy() -> dt.datetime:
        """In the middle of the batch somebody signs."""
        if next(moments) == 30:
            make.pending(petition, email="waits@example.net")
        return NOW

    letters.send_due(busy)
    before = len(sent_to(mailbox))
    assert 1 < before < 30, "the updates stood aside"
    letters.send_due(lambda: NOW)
    assert sent_to(mailbox)[before] == "waits@example.net"
    assert Letter.objects.filter(state=State.SENDING).count() == 0


def test_the_queue_is_read_from_its_index(make: Make, petition: Petition) -> None:
    bulk(make.signature(petition), 50_000)
    values: dict[str, Any] = {
        "urgency": Urgency.AWAITED,
        "wanted": 100,
        "now": NOW,
        "lease": NOW + 10 * MINUTE,
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE causes_letter")
        cursor.execute(f"EXPLAIN {letter_queue._CLAIM}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "letter_due" in plan and "Seq Scan" not in plan


def test_organisers_letters_stand_between(make: Make, petition: Petition, mailbox: Mailbox) -> None:
    for name, urgency in (("u", Urgency.UPDATE), ("o", Urgency.ORGANISER), ("a", Urgency.AWAITED)):
        pending = make.pending(petition, email=f"{name}@example.net")
        Letter.objects.filter(link=pending.link).update(urgency=urgency)
    send()
    assert [to[0] for to in sent_to(mailbox)] == ["a", "o", "u"]


def test_a_batch_goes_over_one_line(make: Make, petition: Petition, mailbox: Mailbox) -> None:
    for _ in range(30):
        make.pending(petition)
    send()
    assert (len(sent_to(mailbox)), mailbox.lines) == (30, 1)


# --- what must not arrive twice ---


def test_an_update_in_doubt_is_unknown_and_not_sent_again(
    make: Make, petition: Petition, mailbox: Mailbox
) -> None:
    bulk(make.signature(petition), 3)
    mailbox.faults.add(kind="drop_after_data", match="n2@")
    send()
    send(NOW + 60 * MINUTE)
    assert dict(Letter.objects.values_list("email", "state")) == {
        "n1@example.net": State.SENT,
        "n2@example.net": State.UNKNOWN,
        "n3@example.net": State.SENT,
    }
    assert len(sent_to(mailbox)) == 3


def test_of_a_dead_workers_updates_only_the_one_in_flight_is_unknown(make: Make, petition: Petition) -> None:
    bulk(make.signature(petition), 3)
    held = letter_queue.claim(NOW, 100)
    assert letter_queue.begin(held[0], NOW)
    assert letter_queue.settle_lapsed(NOW + 9 * MINUTE) == 0
    assert letter_queue.settle_lapsed(NOW + 11 * MINUTE) == 3
    states = list(Letter.objects.order_by("pk").values_list("state", flat=True))
    assert states == [State.UNKNOWN, State.DUE, State.DUE]


def test_who_lost_their_lease_does_not_begin(make: Make, petition: Petition) -> None:
    bulk(make.signature(petition), 1)
    [mine] = letter_queue.claim(NOW, 100)
    letter_queue.settle_lapsed(NOW + 11 * MINUTE)
    [theirs] = letter_queue.claim(NOW + 11 * MINUTE, 100)
    assert not letter_queue.begin(mine, NOW + 11 * MINUTE)
    assert letter_queue.begin(theirs, NOW + 11 * MINUTE)


# --- so many in an hour ---


def test_updates_leave_a_fifth_of_the_hour_to_those_who_wait(
    make: Make, petition: Petition, mailbox: Mailbox, settings: Any
) -> None:
    settings.LETTERS_PER_HOUR = 10
    bulk(make.signature(petition), 20)
    assert send() == 8
    for _ in range(3):
        make.pending(petition)
    assert send() == 2
    assert send(NOW + 59 * MINUTE) == 0
    assert send(NOW + 61 * MINUTE) == 8, "the third confirmation and seven updates"
    assert Letter.objects.filter(state=State.DUE, urgency=Urgency.AWAITED).count() == 0


def test_no_plan_claims_more_than_was_asked_for(make: Make, petition: Petition) -> None:
    """Without the fence, a nested loop ran the selection for every row and took all of them."""
    bulk(make.signature(petition), 50)
    with connection.cursor() as cursor:
        for path in (
            "enable_hashjoin",
            "enable_mergejoin",
            "enable_hashagg",
            "enable_material",
            "enable_sort",
        ):
            cursor.execute(f"SET LOCAL {path} = off")
        cursor.execute("SET LOCAL enable_seqscan = on")
    assert len(letter_queue.claim(NOW, 7)) == 7


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_use_the_same_room(settings: Any) -> None:
    settings.LETTERS_PER_HOUR = 5
    make = Make()
    petition = make.petition()
    for _ in range(10):
        make.pending(petition)

    def claim(_: int = 0) -> int:
        try:
            return len(letter_queue.claim(NOW, 100))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert len(letter_queue.claim(NOW, 100)) == 5
            other = pool.submit(claim)
            wait_until(lambda: other.done() or is_waiting(), "the second worker")
        assert other.result() == 0


def test_a_worker_that_slept_too_long_leaves_alone_what_another_took(make: Make, petition: Petition) -> None:
    """Broken line: handing back, or settling, by the letter's number alone."""
    make.pending(petition)
    [mine] = letter_queue.claim(NOW, 100)
    letter_queue.settle_lapsed(NOW + 11 * MINUTE)
    [theirs] = letter_queue.claim(NOW + 12 * MINUTE, 100)
    letter_queue.hand_back([mine])
    letter_queue.settle(mine, State.DUE, NOW + 12 * MINUTE, "refused with 451")
    stored = Letter.objects.get()
    assert (stored.state, stored.lease_until, stored.attempts) == (State.SENDING, theirs.lease_until, 2)
    letter_queue.settle(mine, State.SENT, NOW + 12 * MINUTE)
    assert Letter.objects.get().state == State.SENT, "that it left is true whoever holds it"


def is_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


# --- an organisation that cannot be reached ---


def test_without_a_postal_address_letters_wait_and_are_not_lost(
    make: Make, petition: Petition, mailbox: Mailbox
) -> None:
    nowhere = make.petition(make.cause(make.organisation(postal_address=" ")))
    for _ in range(3):
        make.pending(nowhere)
    make.pending(petition, email="other@example.net")
    send()
    assert sent_to(mailbox) == ["other@example.net"]
    waiting = Letter.objects.filter(page=nowhere.page)
    assert set(waiting.values_list("state", "attempts", "error")) == {(State.DUE, 0, letters.NO_ADDRESS)}
    nowhere.organisation.postal_address = "2 Main Street"
    nowhere.organisation.save()
    send(NOW + 16 * MINUTE)
    assert len(sent_to(mailbox)) == 4
    assert not waiting.exclude(error="").exists()


def test_a_pause_stops_between_two_batches(
    make: Make, petition: Petition, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "BATCH", 2)
    for _ in range(5):
        make.pending(petition)
    letters.send_due(lambda: NOW)
    post_office.pause(make.user(), "why", NOW)
    assert send() == 0
    post_office.go_on()
    assert send() == 3
