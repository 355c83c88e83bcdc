"""Advice beside a share text: what is said, per channel, and that it refuses nothing."""

import pytest
from django.test import Client

from accounts.models import Role
from sharing import text_advice
from tests.makers import Make

TITLE = "Keep the Saturday clinic open"
GOOD = "Our Saturday clinic must stay open. Add your name, I did."


def ticked(
    words: str, channel: str = "whatsapp", language: str = "en", title: str = TITLE
) -> dict[str, bool]:
    return {line.check: line.good for line in text_advice.advice(words, channel, language, title)}


def test_a_text_that_does_everything() -> None:
    assert ticked(GOOD) == {"length": True, "ask": True, "about": True, "bare": True}
    assert set(ticked(GOOD, "")) == {"length", "ask", "about", "bare", "x", ""}
    assert set(ticked(GOOD, "sms")) == {"length", "ask", "about", "bare", "sms"}


@pytest.mark.parametrize(
    ("words", "check"),
    [
        ("", "length"),
        ("Sign for the clinic. " + "a" * 200, "length"),
        ("The Saturday clinic closes in May.", "ask"),
        ("Sign this, please", "about"),
        ("Sign for the clinic: https://example.org/p/x/", "bare"),
    ],
)
def test_what_is_missing_is_not_ticked(words: str, check: str) -> None:
    assert ticked(words)[check] is False
    assert ticked(GOOD)[check] is True


def test_a_question_asks_in_any_words() -> None:
    assert ticked("The clinic closes. Will you let it?")["ask"]
    assert ticked("La clínica cierra. Súmate", language="es", title="Que siga la clínica")["ask"]
    assert "ask" not in ticked("La clinique ferme", language="fr"), "no list of words, no advice"


def test_a_title_of_short_words_is_not_asked_for() -> None:
    assert "about" not in ticked("Sign it", title="Fix it now")


def test_the_subject_of_a_letter_is_the_title() -> None:
    assert ticked(GOOD, "email")[""] is True
    assert ticked(GOOD, "email", title="Keep " + "the clinic open " * 6)[""] is False


def test_x_counts_with_the_link() -> None:
    assert ticked("a" * 256, "x")["x"] is True  # and a space and 23
    assert ticked("a" * 257, "x")["x"] is False


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ñ¿é" * 53, 1),  # the alphabet of phones has them
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("á" + "a" * 134, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("👋" * 35, 1),
        ("👋" * 36, 2),
    ],
)
def test_how_many_text_messages(text: str, number: int) -> None:
    assert text_advice.messages(text) == number


def test_the_screen_advises_and_stores_all_the_same(make: Make) -> None:
    petition = make.petition(title=TITLE)
    client = Client()
    client.force_login(make.user((petition.organisation, Role.ORGANISER)))
    where = f"/admin/share/{petition.pk}/texts/sms/"
    answer = client.post(where, {"en_1": "It closes https://example.org"}, follow=True).content.decode()
    assert "Saved." in answer
    assert '<li data-check="bare">' in answer and '<li data-check="ask">' in answer
    assert '<li data-check="sms" class="good">' in answer
    client.post(where, {"en_1": GOOD})
    assert '<li data-check="bare" class="good">' in client.get(where).content.decode()
