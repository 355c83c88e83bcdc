"""Everybody their own words: X forbids that many accounts post the same."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from causes.models import Signed
from petitions.models import Petition
from sharing import own_words, starting
from sharing.models import Post, ShareText
from tests.makers import Make
from tests.sharing.test_posting_form import press
from tests.sharing.x_walk import POST, connect, field, words_of
from tests.standins.x import XStandin


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open")


@pytest.fixture
def maria(make: Make, petition: Petition) -> Signed:
    return make.signature(petition, email="maria@example.net")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Keep it open!", "keep it  OPEN", True),
        ("¡Manténla abierta!", "Mantenla abierta", True),
        ("Look: https://a.example/x", "Look: https://b.example/y", True),
        ("🌊", "🔥", False),
        ("Keep it open", "Keep it open, please", False),
    ],
)
def test_what_counts_as_the_same(one: str, other: str, same: bool) -> None:
    assert own_words.equals(one, other) is same


def test_the_first_text_is_a_suggestion_that_would_go(x: XStandin, phone: Client, maria: Signed) -> None:
    """X forbids that many people post the same: who changes nothing is told, another suggestion goes."""
    first = field(connect(phone, x, maria).content.decode(), "words")
    texts = starting.of_ours("Keep the clinic open", "petition")
    start = starting.first_of(maria.link, texts)
    assert first == texts[start]
    for untouched in (first, first.upper() + " ", first.replace(":", "!")):
        answer = press(phone, untouched)
        assert answer.status_code == 422
        assert "Change a few words, or take another suggestion" in words_of(answer)
        assert field(answer.content.decode(), "words") == untouched
    assert not Post.objects.exists()
    following = (start + 1) % len(texts)
    other = phone.get(f"{POST}?words={following + 1}").content.decode()
    assert f'href="?words={(following + 1) % len(texts) + 1}"' in other
    assert field(other, "words") == texts[following] != first
    assert press(phone, field(other, "words")).status_code == 303
    assert Post.objects.get().text.startswith(f"{texts[following]}\nhttp")


def test_what_another_account_posted_in_these_days_is_not_posted_again(
    x: XStandin, phone: Client, make: Make, petition: Petition, maria: Signed
) -> None:
    connect(phone, x, maria)
    assert press(phone, "Our clinic stays open!").status_code == 303
    sam, other = make.signature(petition, email="sam@example.net"), Client()
    connect(other, x, sam, "sam_okafor_demo")
    answer = press(other, "our clinic  stays OPEN")
    assert answer.status_code == 422
    assert "Another account has posted just these words" in words_of(answer)
    assert field(answer.content.decode(), "words") == "our clinic  stays OPEN"
    assert press(other, "Our clinic stays open, says Sam").status_code == 303
    Post.objects.filter(connection__handle="sam_okafor_demo").delete()
    Post.objects.update(created_at=clock.now() - dt.timedelta(days=8))
    assert press(other, "our clinic stays open").status_code == 303


@pytest.mark.parametrize("words", ["0", "99", "-1", "x", "1" * 50])
def test_an_unknown_suggestion_is_the_first_one(
    x: XStandin, phone: Client, maria: Signed, words: str
) -> None:
    first = field(connect(phone, x, maria).content.decode(), "words")
    assert field(phone.get(f"{POST}?words={words}").content.decode(), "words") == first


def test_the_organisers_texts_come_first(
    x: XStandin, phone: Client, petition: Petition, maria: Signed
) -> None:
    for number, words in enumerate(("The clinic is where I was born", "Ten beds, one town"), 1):
        ShareText.objects.create(page=petition, channel="x", language="en", number=number, words=words)
    ShareText.objects.create(page=petition, channel="whatsapp", language="en", words="For chats")
    ShareText.objects.create(page=petition, channel="x", language="es", words="En español")
    connect(phone, x, maria)
    shown = {field(phone.get(f"{POST}?words={n}").content.decode(), "words") for n in (1, 2, 3, 4)}
    assert shown == {"The clinic is where I was born", "Ten beds, one town"}
