"""Bluesky over real HTTP: one record per key, places in bytes, and each answer's meaning."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sharing.asking import new_key
from sharing.channels import NETWORKS, http
from sharing.channels.base import (
    ChannelError,
    Failed,
    NotThere,
    Outcome,
    Reason,
    Retry,
    Sent,
    Unauthorized,
    Unclear,
    Unknown,
)
from sharing.channels.bluesky import facets
from sharing.channels.network import Access, Card, Door, Outgoing
from tests.standins.bluesky import BlueskyStandin
from tests.standins.bluesky_api import APP_PASSWORD

BLUESKY = NETWORKS["bluesky"]
LINK = "http://127.0.0.1:8000/s/8Kd3mPqRt/bluesky/"
NOW = datetime.now(UTC)
PICTURE = b"\xff\xd8\xff\xe0 a picture"


@pytest.fixture
def standin(tmp_path: Path, settings: Any) -> Iterator[BlueskyStandin]:
    with BlueskyStandin(tmp_path) as running:
        settings.TRUSTED_INSTANCES = [running.base]
        yield running


@pytest.fixture
def access(standin: BlueskyStandin) -> Access:
    door = Door(standin.base)
    tokens, account = BLUESKY.sign_in(door, handle="river-keepers.test", password=APP_PASSWORD, now=NOW)
    return Access(door, account.id, account.username, tokens.access, APP_PASSWORD)


@pytest.fixture
def post() -> Outgoing:
    card = Card("Keep the clinic open", "Fund it.", PICTURE)
    return Outgoing(f"¡Firma! 🌊 #Río\n{LINK}", LINK, new_key(NOW), "es", NOW, NOW, card)


def test_it_works(standin: BlueskyStandin, access: Access, post: Outgoing) -> None:
    assert BLUESKY.publish(access, post, NOW) == Sent(post.key)
    [arrived] = standin.posts
    assert (arrived["text"], arrived["handle"]) == (post.text, "river-keepers.test")
    external = arrived["record"]["embed"]["external"]
    assert (external["uri"], external["title"]) == (LINK, "Keep the clinic open")
    assert external["thumb"]["size"] == len(PICTURE)
    assert arrived["record"]["langs"] == ["es"]
    assert BLUESKY.look_for(access, post, NOW) == Sent(post.key)


def test_the_same_post_is_one_record(standin: BlueskyStandin, access: Access, post: Outgoing) -> None:
    for _ in range(3):
        assert BLUESKY.publish(access, post, NOW + timedelta(hours=3)) == Sent(post.key)
    # The card's picture could not be had the second time: it is there already, and stays as it is.
    other = replace(post, card=replace(post.card, picture=b""))
    assert BLUESKY.publish(access, other, NOW) == Sent(post.key)
    assert len(standin.posts) == 1


def test_links_and_tags_are_found_by_their_bytes() -> None:
    text = f"ñ🌊 #Río 日本 {LINK} #2"
    link, tag = facets(text, LINK)
    raw = text.encode()
    for facet, words in ((link, LINK), (tag, "#Río")):
        index = facet["index"]
        assert raw[index["byteStart"] : index["byteEnd"]].decode() == words
    assert tag["features"] == [{"$type": "app.bsky.richtext.facet#tag", "tag": "Río"}]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("400", Failed(Reason.INVALID)),
        ("expired", Unauthorized()),
        ("401", Unauthorized()),
        ("403", Failed(Reason.FORBIDDEN)),
        ("500", Unknown()),
        ("503", Unknown()),
        ("200 garbage", Unknown()),
        ("200 no uri", Unknown()),
        ("reset", Unknown()),
        ("huge", Unknown()),
    ],
)
def test_each_answer_has_its_meaning(
    standin: BlueskyStandin, access: Access, post: Outgoing, kind: str, expected: Outcome
) -> None:
    standin.faults.add(kind=kind)
    outcome = BLUESKY.publish(access, post, NOW)
    assert type(outcome) is type(expected)
    if isinstance(expected, Failed):
        assert isinstance(outcome, Failed) and outcome.reason == expected.reason


@pytest.mark.parametrize(("kind", "minutes"), [("429", 30), ("429 nonsense", 5)])
def test_a_limit_says_when(
    standin: BlueskyStandin, access: Access, post: Outgoing, kind: str, minutes: int
) -> None:
    standin.faults.add(kind=kind)
    now = datetime.now(UTC)  # the server's clock runs on while other tests take their time
    outcome = BLUESKY.publish(access, post, now)
    assert isinstance(outcome, Retry) and outcome.not_before
    wait = outcome.not_before - now
    assert timedelta(minutes=minutes - 1) < wait < timedelta(minutes=minutes + 2)


@pytest.mark.parametrize("kind", ["500", "reset", "200 garbage"])
def test_a_picture_that_is_not_taken_holds_nothing_up(
    standin: BlueskyStandin, access: Access, post: Outgoing, kind: str
) -> None:
    standin.faults.add(kind=kind, at="blob")
    assert BLUESKY.publish(access, post, NOW) == Sent(post.key)
    assert "thumb" not in standin.posts[0]["record"]["embed"]["external"]


def test_a_slow_server_is_not_waited_for(
    standin: BlueskyStandin, access: Access, post: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "CONNECT_AND_READ_SECONDS", (3, 0.3))
    standin.faults.add(kind="hang", when="after", seconds=3)
    assert isinstance(BLUESKY.publish(access, post, NOW), Unknown)
    assert BLUESKY.look_for(access, post, NOW) == Sent(post.key)


def test_nobody_home_is_tried_again(access: Access, post: Outgoing, settings: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        home = f"http://127.0.0.1:{closed.getsockname()[1]}"
        settings.TRUSTED_INSTANCES = [home]
        assert isinstance(BLUESKY.publish(replace(access, door=Door(home)), post, NOW), Retry)


def test_looking_proves_or_says_that_it_cannot(
    standin: BlueskyStandin, access: Access, post: Outgoing
) -> None:
    assert BLUESKY.look_for(access, post, NOW) == NotThere()
    for kind in ("500", "503", "429", "reset"):
        standin.faults.add(kind=kind, at="timeline")
        assert isinstance(BLUESKY.look_for(access, post, NOW), Unclear)
    standin.expire()
    assert isinstance(BLUESKY.look_for(access, post, NOW), Unauthorized)
    fresh = replace(access, token=BLUESKY.renew(access, NOW).access)
    assert BLUESKY.look_for(fresh, post, NOW) == NotThere()


def test_a_wrong_password_is_told(standin: BlueskyStandin) -> None:
    with pytest.raises(ChannelError) as told:
        BLUESKY.sign_in(Door(standin.base), handle="river-keepers.test", password="wrong", now=NOW)
    assert told.value.permanent
    assert "wrong" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "length"), [("abc", 3), (LINK, len(LINK)), ("👨‍👩‍👧🇲🇽ñ", 3), ("漢字", 2), ("🌊" * 290, 290)]
)
def test_it_counts_as_bluesky_does(text: str, length: int) -> None:
    assert BLUESKY.length(text) == length


def test_a_text_too_heavy_in_bytes_is_too_long() -> None:
    assert BLUESKY.length("👨‍👩‍👧" * 200) > BLUESKY.room  # 200 characters, 3,600 bytes
