"""One reminder, a day later, once for ever: to whom it can still be of use, and to nobody else."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts import clock
from causes import letters
from causes.confirming import confirm, invalidate, withdraw
from causes.letters import write_again
from causes.models import Letter, Page, Signed, State
from causes.reminding import remind_due
from causes.signing import Arrival, sign
from causes.writing import compose
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.visitors import button_of

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
LATER = NOW + DAY + MINUTE


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def waiting(make: Make, petition: Petition) -> Signed:
    """Signed at NOW, and their letter left."""
    signed = make.pending(petition, name="Ana Peña", email="ana@example.net")
    post(NOW)
    return signed


def post(now: dt.datetime) -> None:
    while letters.send_due(lambda: now):
        pass


def reminders() -> int:
    return Letter.objects.filter(kind=Letter.Kind.REMINDER).count()


def test_after_a_day_and_not_before(waiting: Signed) -> None:
    assert remind_due(NOW + DAY - MINUTE) == 0
    assert remind_due(LATER) == 1
    letter = Letter.objects.get(kind=Letter.Kind.REMINDER)
    assert (letter.email, letter.link_id, letter.urgency) == (
        "ana@example.net", waiting.link_id, Letter.Urgency.AWAITED,
    )  # fmt: skip


def test_once_for_ever(make: Make, petition: Petition, waiting: Signed) -> None:
    assert remind_due(LATER) == 1
    post(LATER)
    for days in (1, 2, 3, 10):
        assert remind_due(LATER + days * DAY) == 0
    withdraw(Signature.objects.get(), NOW + 3 * DAY)
    sign(petition, make.typed(petition, email="ana@example.net"), Arrival(), NOW + 4 * DAY)
    post(NOW + 4 * DAY)
    assert remind_due(NOW + 5 * DAY + HOUR) == 0, "not even after signing anew"


def test_its_button_counts_the_name(make: Make, petition: Petition, phone: Client) -> None:
    signed = clock.now() - DAY - HOUR
    make.pending(petition, now=signed)
    post(signed)
    assert remind_due(clock.now()) == 1
    button = button_of(Letter.objects.get(kind=Letter.Kind.REMINDER))
    assert phone.get(button).status_code == 200
    assert phone.post(button, {"name": "Ana", "updates": "no"}).status_code == 200
    assert Signature.objects.get().status == "confirmed"


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_says_only_what_it_is_for(make: Make, petition: Petition, language: str) -> None:
    """No news, no share link, no second petition: a reminder that advertises would need a yes first."""
    other = make.petition(petition.cause, title="Another petition")
    make.pending(petition, language=language)
    post(NOW)
    remind_due(LATER)
    message = compose(
        Letter.objects.select_related("page__organisation", "link").get(kind=Letter.Kind.REMINDER), LATER
    )
    said = f"{message.subject} {message.body} {message.alternatives[0][0]}"
    assert other.title not in said and other.public_path(language) not in said
    assert "/s/" not in said and "/sign/" not in said and "utm_" not in said
    assert ("only reminder" if language == "en" else "único recordatorio") in said


def test_both_kinds_of_pages(make: Make) -> None:
    make.pending(make.cause())
    post(NOW)
    assert remind_due(LATER) == 1


# --- who is left in peace ---


def test_who_confirmed(waiting: Signed, petition: Petition) -> None:
    assert confirm(petition, waiting.link.code, "Ana", True, NOW + HOUR)
    assert remind_due(LATER) == 0


@pytest.mark.parametrize("way", [withdraw, invalidate])
def test_who_is_off(waiting: Signed, way: Any) -> None:
    way(waiting, NOW + HOUR)
    assert remind_due(LATER) == 0


def test_who_is_held(make: Make, petition: Petition) -> None:
    sign(petition, make.typed(petition), Arrival(), NOW, held=True)
    assert remind_due(LATER) == 0


def test_who_signed_long_ago(waiting: Signed) -> None:
    """The sweep stood still for days: nobody gets mail about a wish of last week."""
    assert remind_due(NOW + 3 * DAY) == 0


def test_whose_first_letter_has_not_left(make: Make, petition: Petition) -> None:
    make.pending(petition)
    assert remind_due(LATER) == 0


def test_whose_first_letter_left_late_waits_a_day_from_then(make: Make, petition: Petition) -> None:
    make.pending(petition)
    post(NOW + 20 * HOUR)
    assert remind_due(LATER) == 0
    assert remind_due(NOW + 45 * HOUR) == 1


def test_whose_mailbox_is_not_there(waiting: Signed) -> None:
    Letter.objects.update(state=Letter.State.FAILED, sent_at=None)
    assert remind_due(LATER) == 0


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"state": State.PAUSED}, 1),
        ({"state": State.HIDDEN}, 0),
        ({"state": State.CLOSED, "closed_at": NOW + HOUR}, 1),
        ({"state": State.CLOSED, "closed_at": NOW - 24 * HOUR}, 0),
        ({"state": State.DELIVERED, "closed_at": NOW - 24 * HOUR}, 0),
        ({"closes_at": NOW - 24 * HOUR}, 0),
        ({"closes_at": NOW + HOUR}, 1),
        ({"state": State.WON}, 0),
    ],
)
def test_only_while_it_can_still_be_confirmed(
    petition: Petition, waiting: Signed, fields: dict[str, Any], expected: int
) -> None:
    Page.objects.filter(pk=petition.pk).update(**fields)
    assert Page.objects.get(pk=petition.pk).takes_confirmations(LATER) == bool(expected)
    assert remind_due(LATER) == expected


def test_it_is_one_of_the_five(petition: Petition, waiting: Signed) -> None:
    for _ in range(3):
        write_again(Signature.objects.get(), NOW)
    post(NOW)
    assert remind_due(LATER) == 1
    row = Signature.objects.get()
    assert row.letters == 5
    write_again(row, LATER)
    assert Letter.objects.count() == 5


def test_whose_mailbox_had_its_five(petition: Petition, waiting: Signed) -> None:
    for _ in range(4):
        write_again(Signature.objects.get(), NOW)
    post(NOW)
    assert remind_due(LATER) == 0


def test_whose_mailbox_had_its_ten_today(make: Make, petition: Petition, waiting: Signed) -> None:
    for _ in range(10):
        make.pending(make.petition(), email="ana@example.net", now=LATER)
    post(LATER)
    assert remind_due(LATER) == 0


def test_closed_between_writing_and_sending(petition: Petition, waiting: Signed) -> None:
    remind_due(LATER)
    Page.objects.filter(pk=petition.pk).update(state=State.HIDDEN)
    post(LATER)
    assert Letter.objects.get(kind=Letter.Kind.REMINDER).state == Letter.State.FAILED


# --- at the same time ---


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_each_name_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causes.reminding.BATCH", 7)
    make = Make()
    petition = make.petition()
    for number in range(50):
        make.pending(petition, email=f"n{number}@example.net")
    post(NOW)
    done: list[int] = []

    def work() -> None:
        try:
            done.append(remind_due(LATER))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(done) == reminders() == 50
    links = Letter.objects.filter(kind=Letter.Kind.REMINDER).values_list("link", flat=True)
    assert len(set(links)) == 50
