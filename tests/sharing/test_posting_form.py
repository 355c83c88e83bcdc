"""The text of a post: shown exactly, counted as X counts, agreed to in words that are kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from causes.confirming import withdraw
from causes.models import Signed
from petitions.models import Petition
from sharing import pausing, wording
from sharing.channels import NETWORKS
from sharing.channels.x import weighted_length
from sharing.models import ChannelPause, Connection, Post
from sharing.tasks import send_posts
from tests.makers import NOW, Make
from tests.sharing.x_walk import POST, connect, field, words_of
from tests.standins.x import XStandin

LINK = "http://127.0.0.1:8000/s/{}/x/"


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open")


@pytest.fixture
def maria(make: Make, petition: Petition) -> Signed:
    return make.signature(petition, email="maria@example.net")


def press(client: Client, words: str, **more: str) -> Any:
    """Type these words over what is there, and press the button."""
    page = client.get(POST).content.decode()
    return client.post(POST, {"words": words, "agreed": field(page, "agreed"), **more})


def test_it_works(x: XStandin, phone: Client, maria: Signed) -> None:
    page = connect(phone, x, maria)
    answer = press(phone, "My clinic, my neighbours.\r\nSign with me: ¡ya! 🌊")
    assert (answer.status_code, answer["Location"]) == (303, POST)
    post = Post.objects.get()
    link = LINK.format(maria.link.code)
    assert post.text == f"My clinic, my neighbours.\nSign with me: ¡ya! 🌊\n{link}"
    assert link in page.content.decode()
    assert (post.state, post.link, post.page_id) == ("ready", maria.link, maria.link.page_id)
    assert "On its way to X" in words_of(phone.get(POST))


def test_what_is_agreed_to_is_shown_and_kept(x: XStandin, phone: Client, maria: Signed) -> None:
    page = connect(phone, x, maria)
    press(phone, "Mine")
    kept = Post.objects.get().consent_wording
    assert kept in words_of(page)
    assert "exactly this text once on X, as @maria_lopez_demo" in kept
    assert maria.supporter.organisation.name in kept


def test_what_was_not_shown_is_not_agreed_to(x: XStandin, phone: Client, maria: Signed) -> None:
    connect(phone, x, maria)
    old = field(phone.get(POST).content.decode(), "agreed")
    Connection.objects.update(handle="another_name")
    answer = phone.post(POST, {"words": "Kept words", "agreed": old})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "What you agree to has changed" in words_of(answer)
    assert field(page, "words") == "Kept words"
    assert not Post.objects.exists()
    assert phone.post(POST, {"words": "Kept words", "agreed": field(page, "agreed")}).status_code == 303
    assert "@another_name" in Post.objects.get().consent_wording


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "Write a few words of your own."),
        ("   \r\n ", "Write a few words of your own."),
        ("Hey @mayor, keep it open", "mention other accounts. Write it without the @: @mayor"),
        ("＠mayor keep it open", "mention other accounts"),
        ("x" * 257, "This is 1 character too long for X, its link included."),
        ("漢" * 140, "This is 24 characters too long for X, its link included."),
        ("x" * 4001, "far too long"),
        ("null\x00", "Null characters are not allowed."),
    ],
)
def test_bad_words_are_told_and_nothing_is_lost(
    x: XStandin, phone: Client, maria: Signed, words: str, message: str
) -> None:
    connect(phone, x, maria)
    answer = press(phone, words)
    assert answer.status_code == 422
    assert message in words_of(answer)
    assert field(answer.content.decode(), "words").replace("\r\n", "\n") == words.replace("\r\n", "\n")
    assert "<title>\nError:" in answer.content.decode() or "<title>Error:" in answer.content.decode()
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    "words",
    ["x" * 256, "Write to ana@example.net", "https://m.example/@ana d@", "5 @ 3 dollars", "漢" * 128],
)
def test_good_words_go(x: XStandin, phone: Client, maria: Signed, words: str) -> None:
    connect(phone, x, maria)
    assert press(phone, words).status_code == 303
    assert weighted_length(Post.objects.get().text) <= 280


def test_hostile_words_are_text(x: XStandin, phone: Client, maria: Signed) -> None:
    connect(phone, x, maria)
    assert press(phone, "<script>alert(1)</script>\x07 </textarea> cafe\u0301").status_code == 303
    assert Post.objects.get().text.split("\n")[0] == "<script>alert(1)</script> </textarea> café"
    assert b"<script>alert" not in phone.get(POST).content


def test_a_double_press_makes_one_post(x: XStandin, phone: Client, maria: Signed) -> None:
    connect(phone, x, maria)
    agreed = field(phone.get(POST).content.decode(), "agreed")
    for words in ("First press", "Second press"):
        phone.post(POST, {"words": words, "agreed": agreed})
    assert [post.text.split("\n")[0] for post in Post.objects.all()] == ["First press"]


def test_the_link_is_not_written_twice(x: XStandin, phone: Client, maria: Signed) -> None:
    connect(phone, x, maria)
    link = LINK.format(maria.link.code)
    press(phone, f"Look: {link} – please")
    assert Post.objects.get().text == f"Look: {link} – please"


def test_a_failed_post_can_be_asked_for_again(x: XStandin, phone: Client, maria: Signed) -> None:
    connect(phone, x, maria)
    press(phone, "First try")
    Post.objects.update(state="failed", why="forbidden", settled_at=NOW, attempts=1)
    standing = phone.get(POST)
    assert "It was not posted." in words_of(standing)
    assert "the text may be too long" in words_of(standing)
    form = phone.get(f"{POST}?again=1").content.decode()
    assert field(form, "words") == "First try"
    phone.post(f"{POST}?again=1", {"words": "Second try", "agreed": field(form, "agreed")})
    post = Post.objects.get()
    assert (post.state, post.why, post.text.split("\n")[0]) == ("ready", "", "Second try")
    # The same press once more changes nothing.
    phone.post(f"{POST}?again=1", {"words": "Third try", "agreed": field(form, "agreed")})
    assert Post.objects.get().text == post.text


@pytest.mark.parametrize("state", ["ready", "sending", "sent", "unknown"])
def test_only_a_failed_post_is_asked_for_again(x: XStandin, phone: Client, maria: Signed, state: str) -> None:
    connect(phone, x, maria)
    agreed = field(phone.get(POST).content.decode(), "agreed")
    phone.post(POST, {"words": "First try", "agreed": agreed})
    Post.objects.update(state=state)
    before = Post.objects.values().get()
    assert "<textarea" not in phone.get(f"{POST}?again=1").content.decode()
    phone.post(f"{POST}?again=1", {"words": "Second try", "agreed": agreed})
    assert Post.objects.values().get() == before


def test_the_page_says_how_it_stands(x: XStandin, phone: Client, maria: Signed) -> None:
    connect(phone, x, maria)
    press(phone, "Look at me")
    said = {}
    for state in ("ready", "sending", "sent", "failed", "unknown"):
        Post.objects.update(state=state, why={"failed": "invalid", "unknown": "no_answer"}.get(state, ""))
        Post.objects.update(remote_id="123" if state == "sent" else "")
        answer = phone.get(POST)
        assert "Look at me" in words_of(answer)
        said[state] = (words_of(answer), answer.content.decode())
    assert "On its way" in said["ready"][0] and "On its way" in said["sending"][0]
    assert f'href="{x.base}/maria_lopez_demo/status/123"' in said["sent"][1]
    assert "could not read this post" in said["failed"][0]
    assert "Open X and look: is it there?" in said["unknown"][0]
    assert f'href="{x.base}/maria_lopez_demo"' in said["unknown"][1]
    free = "https://x.com/intent/tweet?text=Look%20at%20me&amp;url="
    # Not while it is on its way: it would stand there twice.
    assert [state for state, (_, page) in said.items() if free in page] == ["failed", "unknown"]


@pytest.mark.parametrize("state", ["ready", "sending", "sent", "unknown"])
def test_what_waits_can_be_taken_back(x: XStandin, phone: Client, maria: Signed, state: str) -> None:
    connect(phone, x, maria)
    press(phone, "Maybe not")
    Post.objects.update(state=state)
    assert phone.get("/connect/x/take-back/").status_code == 405
    assert phone.post("/connect/x/take-back/")["Location"] == POST
    post = Post.objects.get()
    if state == "ready":
        assert (post.state, post.why) == ("failed", "taken_back")
        assert "It was taken back before it was sent." in words_of(phone.get(POST))
        assert "https://x.com/intent/tweet" in phone.get(POST).content.decode()
    else:
        assert (post.state, post.why) == (state, "")


def test_a_paused_channel_takes_no_wishes(x: XStandin, phone: Client, maria: Signed) -> None:
    connect(phone, x, maria)
    agreed = field(phone.get(POST).content.decode(), "agreed")
    ChannelPause.objects.create(network="x", since=NOW)
    page = phone.get(POST)
    assert "paused" in words_of(page)
    assert "https://x.com/intent/tweet" in page.content.decode()
    phone.post(POST, {"words": "Now?", "agreed": agreed})
    assert not Post.objects.exists()
    pausing.resume("x")
    assert phone.post(POST, {"words": "Now!", "agreed": agreed}).status_code == 303


def test_whoever_withdrew_asks_for_nothing(x: XStandin, phone: Client, maria: Signed) -> None:
    connect(phone, x, maria)
    agreed = field(phone.get(POST).content.decode(), "agreed")
    withdraw(maria, NOW)
    assert phone.post(POST, {"words": "Still me", "agreed": agreed})["Location"] == "/connect/x/"
    assert not Post.objects.exists()


def test_another_person_sees_nothing_of_it(x: XStandin, phone: Client, make: Make, maria: Signed) -> None:
    connect(phone, x, maria)
    press(phone, "Only mine")
    sam, other = make.signature(make.petition(), email="sam@example.net"), Client()
    page = connect(other, x, sam, "sam_okafor_demo")
    assert "Only mine" not in page.content.decode()
    assert Connection.objects.count() == 2


def test_the_posts_words_are_spanish_there(x: XStandin, phone: Client, maria: Signed) -> None:
    connect(phone, x, maria)
    page = phone.get("/es" + POST).content.decode()
    phone.post("/es" + POST, {"words": "Con mis palabras", "agreed": field(page, "agreed")})
    assert Post.objects.get().consent_wording == field(page, "agreed")
    assert "Pido" in Post.objects.get().consent_wording


@pytest.mark.parametrize(
    "title",
    ["Tell @mayor to act", "word " * 80, "漢字" * 200, "https://a.example/" + "x" * 400 + " and more " * 30],
)
def test_every_suggestion_would_be_taken(title: str) -> None:
    address = LINK.format("abcdefghj")
    words = wording.suggestion(title, address, NETWORKS["x"])
    assert words
    assert not NETWORKS["x"].named(words)
    assert weighted_length(wording.post_text(words, address)) <= 280


def test_a_post_too_old_to_be_meant_fails(
    x: XStandin, phone: Client, maria: Signed, later: Callable[..., None]
) -> None:
    connect(phone, x, maria)
    press(phone, "Today!")
    later(hours=49)
    send_posts()
    assert (Post.objects.get().state, Post.objects.get().why) == ("failed", "too_old")
    assert not x.posts
