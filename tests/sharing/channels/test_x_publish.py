"""Each row of the table of outcomes, against the stand-in over real HTTP."""

import logging
import socket
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import requests

from sharing.channels import http, x
from sharing.channels.base import (
    REASON_TEXTS,
    Failed,
    Outcome,
    Paused,
    Reason,
    Retry,
    Sent,
    Unauthorized,
    Unknown,
)
from tests.standins.x import XStandin

TEXT = "I signed for a cleaner river. https://groundswell.example/s/8Kd3mPqRt/post/"


def test_it_works(standin: XStandin, app: x.App, token: str, now: datetime) -> None:
    outcome = x.publish(app, text=TEXT, token=token, now=now)

    assert [post.text for post in standin.posts] == [TEXT]
    assert standin.posts[0].account.username == "river_keepers"
    assert outcome == Sent(standin.posts[0].id)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("400", Failed(Reason.INVALID)),
        ("401", Unauthorized()),
        ("402", Paused()),
        ("403", Failed(Reason.FORBIDDEN)),
        ("403 null", Failed(Reason.FORBIDDEN)),
        ("403 scope", Failed(Reason.SCOPE)),
        ("403 client", Failed(Reason.SCOPE)),
        ("403 duplicate", Failed(Reason.DUPLICATE)),
        ("404", Unknown()),
        ("500", Unknown()),
        ("503", Unknown()),
        ("503 list", Unknown()),
        ("301", Unknown()),
    ],
)
def test_an_answer_that_is_no_post(
    standin: XStandin, app: x.App, token: str, now: datetime, kind: str, expected: Outcome
) -> None:
    standin.faults.add(kind=kind)

    outcome = x.publish(app, text=TEXT, token=token, now=now)

    assert not isinstance(outcome, Sent)
    assert outcome.detail.startswith(kind[:3])
    assert replace(outcome, detail="") == expected
    assert not standin.posts


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", ["hang", "reset", "500", "503", "201 garbage", "201 no id"])
def test_what_may_be_posted_is_unknown(
    standin: XStandin,
    app: x.App,
    token: str,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    when: str,
) -> None:
    if kind == "hang":
        monkeypatch.setattr(http, "CONNECT_AND_READ_SECONDS", (5, 0.3))
    standin.faults.add(kind=kind, when=when, seconds=5)

    outcome = x.publish(app, text=TEXT, token=token, now=now)

    assert isinstance(outcome, Unknown)
    assert (outcome.detail == "ReadTimeout") is (kind == "hang")
    assert len(standin.wait_for_posts(1)) == 1 if when == "after" else not standin.posts


@pytest.mark.parametrize("kind", ["huge", "trickle"])
def test_an_endless_answer_is_given_up_and_unknown(
    standin: XStandin, app: x.App, token: str, now: datetime, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    if kind == "trickle":
        monkeypatch.setattr(http, "ANSWER_SECONDS", 0.5)
    standin.faults.add(kind=kind, seconds=0.1)

    outcome = x.publish(app, text=TEXT, token=token, now=now)

    assert outcome == Unknown({"huge": "AnswerTooLarge", "trickle": "AnswerTooSlow"}[kind])
    assert len(standin.posts) == 1


def test_a_slow_answer_is_waited_for(standin: XStandin, app: x.App, token: str, now: datetime) -> None:
    standin.faults.add(kind="slow", seconds=0.3)

    assert isinstance(x.publish(app, text=TEXT, token=token, now=now), Sent)


@pytest.mark.parametrize(
    ("kind", "earliest", "whole_channel"),
    [
        ("429", timedelta(minutes=10), False),
        ("429 user", timedelta(hours=12), False),
        ("429 app", timedelta(hours=24), True),
        ("429 bare", timedelta(minutes=15), False),
        ("429 nonsense", timedelta(minutes=15), False),
        ("429 absurd", timedelta(hours=25), False),
    ],
)
def test_too_many_posts_wait_for_the_last_limit(
    standin: XStandin,
    app: x.App,
    token: str,
    now: datetime,
    kind: str,
    earliest: timedelta,
    whole_channel: bool,
) -> None:
    standin.faults.add(kind=kind)

    outcome = x.publish(app, text=TEXT, token=token, now=now)

    assert isinstance(outcome, Retry)
    assert outcome.not_before is not None
    # The headers hold whole seconds, and a little chance is added so that not all come back at once.
    assert earliest - timedelta(seconds=1) < outcome.not_before - now < earliest + timedelta(seconds=60)
    assert outcome.whole_channel is whole_channel


def test_the_hundred_and_first_post_of_a_window_waits(
    standin: XStandin, app: x.App, token: str, now: datetime
) -> None:
    for number in range(100):
        standin.state.add_post(standin.account("river_keepers"), f"post {number}", now.timestamp())

    assert isinstance(x.publish(app, text=TEXT, token=token, now=now), Retry)
    assert len(standin.posts) == 100


def test_nobody_listens(app: x.App, token: str, now: datetime) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        deaf = replace(app, api_base=f"http://127.0.0.1:{taken.getsockname()[1]}")

        assert x.publish(deaf, text=TEXT, token=token, now=now) == Retry(detail="ConnectionError")


def test_nobody_picks_up(app: x.App, token: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "CONNECT_AND_READ_SECONDS", (0.3, 5))
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):  # the queue has one place; the kernel drops who comes later
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        deaf = replace(app, api_base=f"http://127.0.0.1:{full.getsockname()[1]}")

        assert x.publish(deaf, text=TEXT, token=token, now=now) == Retry(detail="ConnectTimeout")


def test_no_such_host(app: x.App, token: str, now: datetime) -> None:
    nowhere = replace(app, api_base="http://x.invalid")

    assert x.publish(nowhere, text=TEXT, token=token, now=now) == Retry(detail="ConnectionError")


def test_no_trust(standin: XStandin, app: x.App, token: str, now: datetime) -> None:
    wrong = replace(app, api_base=standin.base.replace("http://", "https://"))

    assert x.publish(wrong, text=TEXT, token=token, now=now) == Retry(detail="SSLError")
    assert not standin.posts


def test_a_used_up_token_and_a_narrow_one(standin: XStandin, app: x.App, token: str, now: datetime) -> None:
    narrow = standin.tokens(scope="tweet.read users.read")["access_token"]
    assert x.publish(app, text=TEXT, token=narrow, now=now) == Failed(Reason.SCOPE, "403 Forbidden")

    standin.expire_access()
    assert isinstance(x.publish(app, text=TEXT, token=token, now=now), Unauthorized)
    assert not standin.posts


def test_the_same_text_twice_is_a_duplicate(standin: XStandin, app: x.App, token: str, now: datetime) -> None:
    x.publish(app, text=TEXT, token=token, now=now)

    outcome = x.publish(app, text=TEXT, token=token, now=now)

    assert isinstance(outcome, Failed) and outcome.reason == Reason.DUPLICATE
    assert len(standin.posts) == 1


def test_every_reason_has_its_sentence() -> None:
    assert set(REASON_TEXTS) == set(Reason)


def test_a_text_arrives_as_it_is(standin: XStandin, app: x.App, token: str, now: datetime) -> None:
    text = 'Ñandú & "río" <b>\n\nعربي 日本 👩‍👩‍👧 100 % #agua'

    x.publish(app, text=text, token=token, now=now)

    assert standin.posts[0].text == text


def test_tokens_never_reach_the_log(
    standin: XStandin, app: x.App, token: str, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    standin.faults.add(kind="reset")
    standin.faults.add(kind="403")

    for _ in range(3):
        x.publish(app, text=TEXT, token=token, now=now)

    assert "outcome is unknown" in caplog.text
    assert token not in caplog.text
    assert "demo" not in repr(replace(app, client_id="shown"))


def test_a_proxy_for_the_old_host_is_not_used(
    standin: XStandin, app: x.App, token: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    assert isinstance(x.publish(app, text=TEXT, token=token, now=now), Sent)


def test_a_dead_proxy_means_that_nothing_was_sent(
    app: x.App, token: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    elsewhere = replace(app, api_base="http://x.invalid")

    assert x.publish(elsewhere, text=TEXT, token=token, now=now) == Retry(detail="ProxyError")


def test_redirects_are_not_followed(standin: XStandin) -> None:
    standin.faults.add(kind="301")

    with http.session() as session, pytest.raises(requests.TooManyRedirects):
        session.post(f"{standin.base}/2/tweets", json={"text": TEXT})
