"""Updates by letter: who gets one, that the number shown is the number sent, and what stops a letter."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import suppression
from causes import letters, mailing, undeliverable, updates
from causes.confirming import withdraw
from causes.mailing import OtherNumber
from causes.models import Letter, Page, Signed, Update
from causes.signing import LETTERS_PER_DAY
from causes.updates import NotPossible
from petitions.models import Petition
from tests.causes.news import LATER, arrived, crowd, draft, send
from tests.makers import NOW, Make

State = Letter.State


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open")


def readers() -> list[str]:
    return sorted(letter.to[0] for letter in arrived())


def say_no(signed: Signed) -> None:
    type(signed)._default_manager.filter(pk=signed.pk).update(updates=False)


def test_it_goes_to_the_confirmed_who_said_yes_and_to_nobody_else(make: Make, petition: Petition) -> None:
    make.signature(petition, email="yes@example.net")
    make.signature(petition, email="no@example.net", updates=False)
    make.pending(petition, email="pending@example.net")
    withdraw(make.signature(petition, email="left@example.net"), NOW)
    make.signature(make.petition(petition.cause), email="other-petition@example.net")
    make.signature(petition.cause, email="cause@example.net")
    undeliverable.mark(make.signature(petition, email="full@example.net").email_key, "550", NOW)
    gone = make.signature(petition, email="erased@example.net")
    suppression.suppress(petition.organisation_id, gone.email_key, LATER)
    back = make.signature(petition, email="back@example.net", now=NOW)
    suppression.suppress(petition.organisation_id, back.email_key, NOW - dt.timedelta(days=1))
    assert send(draft(petition)) == 2
    assert readers() == ["back@example.net", "yes@example.net"]


def test_a_cause_writes_to_those_who_stand_with_it(make: Make, petition: Petition) -> None:
    make.signature(petition, email="signatory@example.net")
    make.signature(petition.cause, email="cause@example.net")
    send(draft(petition.cause))
    [letter] = arrived()
    assert letter.to == ["cause@example.net"]
    assert "stand with" in letter.body


def test_the_number_shown_is_the_number_sent_or_nothing_is(make: Make, petition: Petition) -> None:
    first, _ = (make.signature(petition) for _ in range(2))
    update = draft(petition)
    people = mailing.wanted(petition, LATER)
    say_no(first)
    with pytest.raises(OtherNumber) as other:
        mailing.send(update, people, LATER, LATER)
    assert other.value.people == 1
    update.refresh_from_db()
    assert (update.state, update.shown_at) == (Update.State.DRAFT, None)
    assert not Letter.objects.filter(kind=Letter.Kind.UPDATE).exists()
    mailing.send(update, other.value.people, LATER, LATER)
    assert Letter.objects.filter(kind=Letter.Kind.UPDATE).count() == 1


def test_a_growing_petition_can_be_written_to(make: Make, petition: Petition) -> None:
    """Who confirms between the look and the press is not among the number, and not written to."""
    make.signature(petition, email="early@example.net")
    seen_at = LATER
    people = mailing.wanted(petition, seen_at)
    make.signature(petition, email="late@example.net", now=LATER + dt.timedelta(seconds=1))
    mailing.send(draft(petition), people, seen_at, LATER + dt.timedelta(seconds=2))
    assert [letter.to for letter in arrived(LATER + dt.timedelta(hours=1))] == [["early@example.net"]]


def test_none_twice_by_the_database_itself(make: Make, petition: Petition) -> None:
    make.signature(petition)
    update = draft(petition)
    send(update)
    with pytest.raises(NotPossible):
        send(update)
    row = Letter.objects.get(kind=Letter.Kind.UPDATE)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.django_db(transaction=True)
def test_people_sign_while_it_is_being_written() -> None:
    make = Make()
    petition = make.petition()
    make.signature(petition)

    def sign_quickly() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        make.pending(petition)
        connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as somebody:
        send(draft(petition))
        somebody.submit(sign_quickly).result()
    assert petition.signatures.count() == 2


def test_nobody_to_write_to_is_said_and_nothing_happens(petition: Petition) -> None:
    update = draft(petition)
    with pytest.raises(NotPossible):
        mailing.send(update, 0, LATER, LATER)
    update.refresh_from_db()
    assert update.state == Update.State.DRAFT


def test_each_in_their_language_and_the_original_where_there_are_no_words(
    make: Make, petition: Petition
) -> None:
    make.signature(petition, email="en@example.net", language="en")
    make.signature(petition, email="es@example.net", language="es")
    update = draft(petition)
    updates.write_texts(update, {"es": {"title": "El concejo council escuchó", "words": ""}})
    send(update)
    found = {letter.to[0]: letter for letter in arrived()}
    assert found["en@example.net"].subject == "The council listened"
    spanish = found["es@example.net"]
    assert spanish.subject == "El concejo council escuchó"
    html = spanish.alternatives[0][0]
    assert '<div lang="en"><p>They <strong>voted</strong> today.</p>' in html
    assert f"/es/p/{petition.slug}/#update-{update.pk}" in spanish.body


def test_the_letter_has_ways_out_and_a_link_of_ones_own(make: Make, petition: Petition) -> None:
    signed = make.signature(petition, name="Dolores")
    send(draft(petition))
    [letter] = arrived()
    html = letter.alternatives[0][0]
    for part in (letter.body, html):
        assert "Dolores" in part and "1 Main Street, Tucson AZ" in part
        assert f"/s/{signed.link.code}/copy/" in part
        assert re.search(r"/me/[\w.-]+/", part) and re.search(r"/unsubscribe/[\w.-]+/", part)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/unsubscribe/" in letter.extra_headers["List-Unsubscribe"]


def test_who_says_no_before_it_left_does_not_get_it(make: Make, petition: Petition) -> None:
    stays, leaves, withdraws = (make.signature(petition, email=f"{n}@example.net") for n in "abc")
    update = draft(petition)
    assert send(update) == 3
    say_no(leaves)
    withdraw(withdraws, LATER)
    assert readers() == [stays.email]
    assert mailing.numbers(update).not_wanted == 2


def test_nothing_leaves_from_a_hidden_page(make: Make, petition: Petition) -> None:
    make.signature(petition)
    update = draft(petition)
    send(update)
    Page.objects.filter(pk=petition.pk).update(state="hidden")
    assert readers() == []
    with pytest.raises(NotPossible):
        send(draft(petition))


def test_it_is_sent_when_no_letter_waits(make: Make, petition: Petition) -> None:
    make.signature(petition)
    update = draft(petition)
    send(update)
    mailing.finish(LATER)
    update.refresh_from_db()
    assert update.state == Update.State.SENDING
    arrived()
    mailing.finish(LATER)
    update.refresh_from_db()
    assert (update.state, update.ended_at) == (Update.State.SENT, LATER)
    assert mailing.numbers(update) == mailing.Numbers(sent=1)


def test_who_leaves_after_it_is_counted(make: Make, petition: Petition) -> None:
    leaves, _ = (make.signature(petition) for _ in range(2))
    update = draft(petition)
    send(update)
    arrived()
    say_no(leaves)
    assert mailing.numbers(update) == mailing.Numbers(sent=2, left_after=1)


def test_numbers_outlive_the_rows(make: Make, petition: Petition) -> None:
    make.signature(petition)
    update = draft(petition)
    send(update)
    arrived()
    mailing.keep_numbers(LATER + dt.timedelta(days=29))
    Letter.objects.all().delete()
    update.refresh_from_db()
    assert mailing.numbers(update) == mailing.Numbers(sent=1)


def test_a_test_letter_goes_to_its_organiser_alone(make: Make, petition: Petition) -> None:
    organiser = make.user(name="Olga Ruiz", email="olga@example.org")
    make.signature(petition, email="olga@example.org")
    make.signature(petition)
    update = draft(petition, by=organiser)
    updates.write_texts(update, {"es": {"title": "El council escuchó", "words": "Votaron."}})
    assert mailing.send_test(update, organiser, LATER) == 2
    found = arrived()
    assert [letter.to for letter in found] == [["olga@example.org"]] * 2
    assert {letter.subject for letter in found} == {
        "Test: The council listened",
        "Prueba: El council escuchó",
    }
    assert "List-Unsubscribe" not in found[0].extra_headers
    update.refresh_from_db()
    assert update.tested_at == LATER
    assert send(update) == 2, "the organiser's own name is still among those who get it"


def test_many_are_written_by_one_statement(
    make: Make, petition: Petition, django_assert_max_num_queries: Any
) -> None:
    crowd(make.signature(petition), 500)
    update = draft(petition)
    with django_assert_max_num_queries(20):
        assert send(update) == 501
    assert Letter.objects.filter(update=update, state=State.DUE).count() == 501


def test_tests_use_up_none_of_the_letters_one_may_ask_for(make: Make, petition: Petition) -> None:
    """Who runs a petition signs it, too. Broken line: a test as urgent as what somebody waits for."""
    organiser = make.user(email="ana@example.net")
    for _ in range(LETTERS_PER_DAY):
        mailing.send_test(draft(petition), organiser, LATER)
    assert not letters.enough_today("ana@example.net", LATER)
    make.pending(petition, email="ana@example.net", now=LATER)
    assert Letter.objects.filter(email_key="ana@example.net", kind="confirm").exists()
