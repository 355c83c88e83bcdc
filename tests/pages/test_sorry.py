"""When something is not there, not ready or broken: a page with a way on, that says only what is so."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.utils.translation import override

from causes.models import State
from causes.models.page import PRIVATE_STATES
from config import errors
from tests.makers import Make


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [("/nothing/here/", "en", "There is nothing"), ("/es/p/nada/", "es", "no hay nada")],
)
def test_not_found_keeps_the_language_and_shows_what_is_open(
    phone: Client, make: Make, path: str, language: str, words: str
) -> None:
    petition = make.petition()
    make.petition(state=State.CLOSED, title="An old one")
    answer = phone.get(path)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in page and words in page
    assert petition.public_path(language) in page
    assert "An old one" not in page


def failed(error: Exception) -> tuple[int, str]:
    """Status and page after `error` left a view."""
    try:
        raise error
    except type(error):
        answer = errors.server_error(RequestFactory().get("/"))
    return answer.status_code, answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_database_out_of_reach_is_a_moment_to_wait() -> None:
    connection.close()  # as it is after a try to connect that failed
    with override("en"):
        status, page = failed(OperationalError("could not connect"))
    assert status == 503
    assert "it was not saved" in page


@pytest.mark.django_db
def test_after_any_other_failure_nothing_is_claimed() -> None:
    connection.ensure_connection()
    status, page = failed(OperationalError("terminated in the middle"))
    assert status == 500
    assert "not saved" not in page
    assert failed(ValueError("a mistake of ours"))[0] == 500


@pytest.mark.parametrize("path", ["/", "/es/", "/causes/", "/privacy/", "/cookies/", "/accessibility/"])
def test_an_empty_site_is_no_error(phone: Client, db: None, path: str) -> None:
    assert phone.get(path).status_code == 200


def test_an_empty_home_says_what_comes_next(phone: Client, db: None) -> None:
    assert "No open petitions yet." in phone.get("/").content.decode()


def test_where_all_has_ended_the_wins_are_shown(phone: Client, make: Make) -> None:
    won = make.petition(state=State.WON)
    make.petition(state=State.CLOSED)
    page = phone.get("/").content.decode()
    assert won.title in page
    assert "No open petitions yet." in page


def test_the_cookie_page_says_what_the_settings_say(phone: Client, db: None, settings: object) -> None:
    page = phone.get("/cookies/").content.decode()
    assert "<code>sessionid</code>" in page and "12 hours" in page


def test_the_press_gets_numbers_with_their_day(phone: Client, make: Make) -> None:
    petition = make.petition()
    page = phone.get(f"/p/{petition.slug}/press/").content.decode()
    assert "0 people had signed" in page
    assert petition.organisation.contact_email in page
    assert phone.get(f"/p/{make.petition(state=State.DRAFT).slug}/press/").status_code == 404


@pytest.mark.parametrize("state", [state for state in State if state not in PRIVATE_STATES])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_state_has_its_words(phone: Client, make: Make, state: str, language: str) -> None:
    petition = make.petition(state=state)
    page = phone.get(petition.public_path(language)).content.decode()
    assert ('name="email"' in page) == (state == State.OPEN)
    assert ('class="petition-panel panel ended' in page) == (state != State.OPEN)
