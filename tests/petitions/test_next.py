"""After signing, one more petition: of the same cause, by the same people, below the share or not at all."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client

from accounts import clock
from causes import counting
from causes.confirming import withdraw
from causes.models import Cause, Page, State
from petitions.models import NextPetition, Petition
from petitions.next_one import after, work_out
from petitions.tasks import work_out_next_ones
from tests.makers import NOW, Make
from tests.sharing.own_page import page_of
from tests.visitors import button_of, sign

DAY = dt.timedelta(days=1)


@pytest.fixture
def cause(make: Make) -> Cause:
    return make.cause()


@pytest.fixture
def clinic(make: Make, cause: Cause) -> Petition:
    return make.petition(cause, title="Keep the clinic open", slug="clinic")


def signed_by(make: Make, people: int, *petitions: Petition, start: int = 0) -> None:
    """So many people, each under all of these petitions."""
    for number in range(start, start + people):
        for petition in petitions:
            make.signature(petition, email=f"neighbour{number}@example.net")
    counting.count_all(NOW)


def titles_after(petition: Petition) -> list[str]:
    return [row.other.title for row in petition.next_ones.order_by("place")]


# --- which one ---


def test_the_one_that_the_same_people_signed(make: Make, cause: Cause, clinic: Petition) -> None:
    loud = make.petition(cause, title="Loud")
    near = make.petition(cause, title="Near")
    signed_by(make, 3, clinic, near)
    signed_by(make, 6, loud, start=50)
    assert work_out(NOW) > 0
    assert titles_after(clinic) == ["Near", "Loud"]
    assert titles_after(loud) == ["Near", "Keep the clinic open"]


def test_otherwise_the_one_that_moves_most(make: Make, cause: Cause, clinic: Petition) -> None:
    still = make.petition(cause, title="Still", count=500)
    moving = make.petition(cause, title="Moving")
    signed_by(make, 2, clinic, still)  # two people say nothing
    signed_by(make, 4, moving, start=50)
    work_out(NOW)
    assert titles_after(clinic) == ["Moving", "Still"]


def test_old_signatures_say_nothing_any_more(make: Make, cause: Cause, clinic: Petition) -> None:
    near = make.petition(cause, title="Near")
    make.petition(cause, title="Latest", count=10)
    signed_by(make, 3, clinic, near)
    work_out(NOW + 31 * DAY)
    assert titles_after(clinic) == ["Latest", "Near"]


def test_a_withdrawn_name_says_nothing(make: Make, cause: Cause, clinic: Petition) -> None:
    near, other = make.petition(cause, title="Near"), make.petition(cause, title="Other")
    signed_by(make, 3, clinic, near)
    signed_by(make, 4, other, start=50)
    for row in near.signatures.all():
        withdraw(row, NOW)
    counting.count_all(NOW)
    work_out(NOW)
    assert titles_after(clinic) == ["Other", "Near"]


def test_a_sensitive_petition_is_never_compared(make: Make, cause: Cause, clinic: Petition) -> None:
    quiet = make.petition(cause, title="Sensitive", sensitive=True)
    loud = make.petition(cause, title="Loud")
    signed_by(make, 3, clinic, quiet)
    signed_by(make, 6, loud, start=50)
    work_out(NOW)
    assert titles_after(clinic) == ["Loud", "Sensitive"], "by what everybody sees: its count"


def test_only_open_ones_of_the_same_cause(make: Make, cause: Cause, clinic: Petition) -> None:
    make.petition(title="Of another cause")
    for state in (State.DRAFT, State.PAUSED, State.CLOSED, State.HIDDEN, State.WON):
        make.petition(cause, state=state)
    make.petition(cause, title="Over", closes_at=NOW)
    work_out(NOW)
    assert titles_after(clinic) == []


def test_what_closed_since_or_was_signed_is_passed_over(make: Make, cause: Cause, clinic: Petition) -> None:
    first, second, third = (make.petition(cause, count=count) for count in (30, 20, 10))
    work_out(NOW)
    assert after(clinic, NOW) == first
    Page.objects.filter(pk=first.pk).update(state=State.CLOSED)
    assert after(clinic, NOW) == second
    assert after(clinic, NOW, but=[second.pk]) == third
    assert after(clinic, NOW, but=[second.pk, third.pk]) is None


def test_worked_out_anew_by_the_worker(make: Make, cause: Cause, clinic: Petition) -> None:
    other = make.petition(cause)
    for _ in range(2):
        work_out_next_ones()
    assert NextPetition.objects.filter(petition=clinic).count() == 1
    Page.objects.filter(pk=other.pk).update(state=State.HIDDEN)
    work_out_next_ones()
    assert not NextPetition.objects.filter(petition=clinic).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_trip_over_each_other() -> None:
    make = Make()
    cause = make.cause()
    for _ in range(4):
        make.petition(cause)
    done: list[int] = []

    def work() -> None:
        try:
            done.extend(work_out(NOW) for _ in range(5))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(done) == 10, "none of them broke"
    assert NextPetition.objects.count() == 4 * 3


# --- where it stands ---


def test_below_the_share_on_the_thanks_page(
    phone: Client, make: Make, cause: Cause, clinic: Petition
) -> None:
    other = make.petition(cause, title="Open the library", slug="library")
    work_out(NOW)
    page = phone.get(sign(phone, clinic)["Location"]).content.decode()
    assert page.count('href="/p/library/"') == 1
    assert page.index("/s/") < page.index('href="/p/library/"'), "the share comes first"
    assert page.index("check your mail") < page.index('href="/p/library/"')
    assert other.title in page


def test_nothing_where_there_is_nothing(phone: Client, clinic: Petition) -> None:
    work_out(NOW)
    page = phone.get(sign(phone, clinic)["Location"]).content.decode()
    assert "of the same cause" not in page


def test_it_speaks_the_reader_s_language(phone: Client, make: Make, cause: Cause, clinic: Petition) -> None:
    make.petition(cause, title="Open the library", slug="library")
    work_out(NOW)
    page = phone.get(sign(phone, clinic, language="es")["Location"]).content.decode()
    assert 'href="/es/p/library/" lang="en"' in page and "de la misma causa" in page


def test_thanks_costs_no_more_for_a_crowd(
    phone: Client, make: Make, cause: Cause, clinic: Petition, django_assert_max_num_queries: object
) -> None:
    make.petition(cause, slug="library")
    work_out(NOW)
    thanks = [sign(phone, clinic, email=f"n{n}@example.net")["Location"] for n in range(2)]
    phone.get(thanks[0])
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert b"/p/library/" in phone.get(thanks[1]).content


def test_after_standing_with_a_cause(phone: Client, cause: Cause, clinic: Petition) -> None:
    page = phone.get(sign(phone, cause)["Location"]).content.decode()
    assert 'href="/p/clinic/"' in page


def test_after_confirming_one_press_signs_it(
    phone: Client, make: Make, cause: Cause, clinic: Petition
) -> None:
    """The letter's button proved the mailbox, so the next page knows who stands before it."""
    library = make.petition(cause, title="Open the library", slug="library")
    work_out(NOW)
    signed = make.pending(clinic, now=clock.now())
    button = button_of(signed.link.letters.get())
    page = phone.post(button, {"name": "Ana", "updates": "no"}).content.decode()
    assert "/sign/" in page and 'href="/p/library/"' not in page
    assert page.index("/s/") < page.index("/sign/")
    make.signature(library, email=signed.email)
    again = phone.get(button)
    assert "already counted" in again.content.decode()
    assert "/sign/" not in again.content.decode(), "what they signed is not offered again"


def test_on_one_s_own_page(phone: Client, make: Make, cause: Cause, clinic: Petition) -> None:
    make.petition(cause, title="Open the library", slug="library")
    work_out(NOW)
    signed = make.signature(clinic)
    page = phone.get(page_of(signed)).content.decode()
    assert "Open the library" in page and "/sign/" in page
    withdraw(signed, clock.now())
    assert "/sign/" not in phone.get(page_of(signed)).content.decode()
