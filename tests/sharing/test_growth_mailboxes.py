"""Whose letters arrive: who confirms, by the mailbox, among those who signed lately."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from causes.models import Status
from petitions.models import Petition, Signature
from sharing.growth import mail_pictures, mailboxes
from sharing.growth.mailboxes import AT_MOST
from sharing.growth.story import Story
from tests.makers import NOW, Make

Write = Callable[..., None]
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def write(make: Make, petition: Petition) -> Write:
    """Names as the desk would find them, at one mailbox."""

    def at(domain: str, confirmed: int, waiting: int, wait: int = 4, **fields: Any) -> None:
        signed = fields.pop("signed_at", NOW - dt.timedelta(days=1))
        for place in range(confirmed + waiting):
            row = make.pending(petition)
            is_in = place < confirmed
            Signature.objects.filter(pk=row.pk).update(
                **{
                    "email": f"p{place}@{domain}",
                    "signed_at": signed,
                    "status": Status.CONFIRMED if is_in else Status.PENDING,
                    "confirmed_at": signed + wait * MINUTE if is_in else None,
                    **fields,
                }
            )

    return at


def told(petition: Petition) -> mailboxes.Mailboxes:
    return mailboxes.mailboxes(petition, NOW)


def test_each_large_mailbox_with_its_part_and_its_wait(petition: Petition, write: Write) -> None:
    write("Gmail.com", confirmed=36, waiting=4, wait=3)
    write("yahoo.com", confirmed=10, waiting=20, wait=90)
    write("small.example", confirmed=4, waiting=1)
    found = [(box.domain, box.confirm.part, box.confirm.whole, box.wait) for box in told(petition).each]
    assert found == [
        ("gmail.com", 36, 40, 3 * MINUTE),
        ("yahoo.com", 10, 30, 90 * MINUTE),
        ("", 4, 5, 4 * MINUTE),
    ]
    everybody = told(petition).everybody
    assert (everybody.confirm.part, everybody.confirm.whole, everybody.wait) == (50, 75, 3 * MINUTE)
    assert [box.domain for box in told(petition).behind] == ["yahoo.com"]


@pytest.mark.parametrize(
    "fields",
    [
        {"signed_at": NOW - 10 * MINUTE},
        {"signed_at": NOW - dt.timedelta(days=31)},
        {"status": Status.HELD},
        {"status": Status.INVALID},
        {"channel": "offline"},
        {"email": ""},
    ],
)
def test_whom_no_letter_of_these_days_reached_is_left_out(
    petition: Petition, write: Write, fields: dict[str, object]
) -> None:
    write("gmail.com", confirmed=2, waiting=1, **fields)
    assert told(petition).everybody.confirm.whole == 0 and told(petition).each == []


def test_one_press_is_no_answer_to_a_letter(petition: Petition, write: Write) -> None:
    write("gmail.com", confirmed=2, waiting=0, wait=0)
    assert told(petition).everybody.confirm.whole == 0


def test_another_petition_is_not_read(make: Make, petition: Petition, write: Write) -> None:
    write("gmail.com", confirmed=3, waiting=0)
    assert mailboxes.mailboxes(make.petition(petition.cause), NOW).each == []


def test_the_figure_says_who_falls_behind(petition: Petition, write: Write) -> None:
    write("gmail.com", confirmed=36, waiting=4)
    write("yahoo.com", confirmed=10, waiting=30)
    figure = mail_pictures.letters(Story(petition.organisation, NOW, petition))
    assert figure.finding == "Only 25% confirm at yahoo.com: do letters arrive there?"
    assert [row[0] for row in figure.table.rows] == ["gmail.com", "yahoo.com", "Everybody"]
    assert figure.table.amber == [1] and "yahoo.com" in figure.drawings[0]


def test_the_figure_says_nothing_of_few(petition: Petition, write: Write) -> None:
    write("gmail.com", confirmed=20, waiting=9)
    figure = mail_pictures.letters(Story(petition.organisation, NOW, petition))
    assert not figure.table.rows and not figure.drawings


@pytest.mark.parametrize(
    ("wait", "words"),
    [(None, "–"), (dt.timedelta(seconds=20), "1 minute"), (59 * MINUTE, "59 minutes"),
     (150 * MINUTE, "2 hours"), (dt.timedelta(days=3), "3 days")],
)  # fmt: skip
def test_a_wait_in_words(wait: dt.timedelta | None, words: str) -> None:
    assert mail_pictures.wait_words(wait) == words


def test_it_is_one_question_over_an_index_and_not_of_all_names(petition: Petition, write: Write) -> None:
    write("gmail.com", confirmed=3, waiting=0)
    with CaptureQueriesContext(connection) as asked:
        told(petition)
    assert len(asked) == 1 and f"LIMIT {AT_MOST}" in asked[0]["sql"]
