"""Mastodon over real HTTP: each answer's meaning, one status per key, and how a walk to a server goes."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

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
from sharing.channels.network import Access, Card, Door, Outgoing
from tests.standins.mastodon import MastodonStandin
from tests.standins.mastodon_api import ACCOUNTS

MASTODON = NETWORKS["mastodon"]
BACK = "http://127.0.0.1:8000/connect/mastodon/back/"
LINK = "http://127.0.0.1:8000/s/8Kd3mPqRt/mastodon/"
NOW = datetime.now(UTC)


@pytest.fixture
def standin(tmp_path: Path, settings: Any) -> Iterator[MastodonStandin]:
    with MastodonStandin(tmp_path) as running:
        settings.TRUSTED_INSTANCES = [running.base]
        yield running


@pytest.fixture
def access(standin: MastodonStandin) -> Access:
    return Access(Door(standin.base), ACCOUNTS["river_keepers"], "river_keepers@x", standin.token())


@pytest.fixture
def post() -> Outgoing:
    card = Card("Keep the clinic open", "Fund it.")
    return Outgoing(f"¡Firma! 🌊\n{LINK}", LINK, "3l5abcdefghij", "es", NOW, NOW, card)


def test_it_works(standin: MastodonStandin, access: Access, post: Outgoing) -> None:
    outcome = MASTODON.publish(access, post, NOW)
    [arrived] = standin.posts
    assert outcome == Sent(arrived["id"])
    assert (arrived["text"], arrived["language"], arrived["visibility"]) == (post.text, "es", "public")
    assert MASTODON.look_for(access, post, NOW) == outcome
    door = access.door
    assert MASTODON.post_address(door, "river_keepers@x", arrived["id"]) == (
        f"{standin.base}/@river_keepers/{arrived['id']}"
    )


def test_the_same_key_is_one_status(standin: MastodonStandin, access: Access, post: Outgoing) -> None:
    first = MASTODON.publish(access, post, NOW)
    assert MASTODON.publish(access, post, NOW) == first
    assert len(standin.posts) == 1
    MASTODON.publish(access, replace(post, key="3l5abcdefghik"), NOW)
    assert len(standin.posts) == 2


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("401", Unauthorized()),
        ("403", Failed(Reason.FORBIDDEN)),
        ("403 scope", Failed(Reason.SCOPE)),
        ("422", Failed(Reason.INVALID)),
        ("404", Unknown()),
        ("500", Unknown()),
        ("503", Unknown()),
        ("200 garbage", Unknown()),
        ("200 no id", Unknown()),
        ("reset", Unknown()),
        ("301", Unknown()),
        ("huge", Unknown()),
    ],
)
def test_each_answer_has_its_meaning(
    standin: MastodonStandin, access: Access, post: Outgoing, kind: str, expected: Outcome
) -> None:
    standin.faults.add(kind=kind)
    outcome = MASTODON.publish(access, post, NOW)
    assert type(outcome) is type(expected)
    if isinstance(expected, Failed):
        assert isinstance(outcome, Failed) and outcome.reason == expected.reason


@pytest.mark.parametrize(("kind", "minutes"), [("429", 30), ("429 nonsense", 5)])
def test_a_limit_says_when(
    standin: MastodonStandin, access: Access, post: Outgoing, kind: str, minutes: int
) -> None:
    standin.faults.add(kind=kind)
    now = datetime.now(UTC)  # the server's clock runs on while other tests take their time
    outcome = MASTODON.publish(access, post, now)
    assert isinstance(outcome, Retry) and outcome.not_before and not outcome.whole_channel
    wait = outcome.not_before - now
    assert timedelta(minutes=minutes - 1) < wait < timedelta(minutes=minutes + 2)


def test_a_slow_server_is_not_waited_for(
    standin: MastodonStandin, access: Access, post: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "CONNECT_AND_READ_SECONDS", (3, 0.3))
    standin.faults.add(kind="hang", when="after", seconds=3)
    assert isinstance(MASTODON.publish(access, post, NOW), Unknown)
    assert MASTODON.look_for(access, post, NOW) == Sent(standin.posts[0]["id"])


def test_nobody_home_is_tried_again(access: Access, post: Outgoing, settings: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        home = f"http://127.0.0.1:{closed.getsockname()[1]}"
        settings.TRUSTED_INSTANCES = [home]
        assert isinstance(MASTODON.publish(replace(access, door=Door(home)), post, NOW), Retry)


def test_looking_proves_or_says_that_it_cannot(
    standin: MastodonStandin, access: Access, post: Outgoing
) -> None:
    assert MASTODON.look_for(access, post, NOW) == NotThere()
    for kind in ("500", "200 garbage", "429", "reset"):
        standin.faults.add(kind=kind, at="timeline")
        assert isinstance(MASTODON.look_for(access, post, NOW), Unclear)
    assert isinstance(MASTODON.look_for(replace(access, token="x"), post, NOW), Unauthorized)


def test_the_walk(standin: MastodonStandin) -> None:
    door = MASTODON.register(standin.base, BACK)
    asked = MASTODON.ask(door, redirect_uri=BACK, state="s", verifier="v" * 64)
    back = {k: v[0] for k, v in parse_qs(urlsplit(standin.press(asked)).query).items()}
    assert back["state"] == "s"
    tokens, account = MASTODON.exchange(
        door, code=back["code"], verifier="v" * 64, redirect_uri=BACK, now=NOW
    )
    assert account
    host = standin.base.removeprefix("http://")
    assert (account.username, account.room) == (f"river_keepers@{host}", 500)
    assert MASTODON.shown(account.username) == f"@river_keepers@{host}"
    access = Access(door, account.id, account.username, tokens.access)
    MASTODON.give_back(access)
    assert not standin.kept.data["tokens"]


def test_another_verifier_gets_nothing(standin: MastodonStandin) -> None:
    door = MASTODON.register(standin.base, BACK)
    asked = MASTODON.ask(door, redirect_uri=BACK, state="s", verifier="v" * 64)
    code = parse_qs(urlsplit(standin.press(asked)).query)["code"][0]
    with pytest.raises(ChannelError):
        MASTODON.exchange(door, code=code, verifier="w" * 64, redirect_uri=BACK, now=NOW)


def test_a_server_that_says_no_length_has_the_usual_one(standin: MastodonStandin) -> None:
    standin.faults.add(kind="500", at="instance")
    test_room = MASTODON.register(standin.base, BACK)
    asked = MASTODON.ask(test_room, redirect_uri=BACK, state="s", verifier="v" * 64)
    code = parse_qs(urlsplit(standin.press(asked)).query)["code"][0]
    _, account = MASTODON.exchange(test_room, code=code, verifier="v" * 64, redirect_uri=BACK, now=NOW)
    assert account and account.room is None


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("abc", 3),
        (f"abc {LINK}", 27),
        ("👨‍👩‍👧 ñ 🇲🇽", 5),
        ("cafe\u0301", 4),
        ("@ana@forest.example hi", 7),
        ("two\nlines", 9),
    ],
)
def test_it_counts_as_mastodon_does(text: str, length: int) -> None:
    assert MASTODON.length(text) == length
