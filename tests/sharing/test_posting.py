"""What becomes of a post: every answer of X, over real HTTP, by the task that the worker runs."""

import datetime as dt
import logging
import socket
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from accounts import clock
from sharing import disconnecting, pausing
from sharing.models import ChannelPause, Connection, Post
from sharing.tasks import give_back, send_posts
from tests import database
from tests.makers import Make
from tests.sharing.posts import connection, waiting
from tests.standins.x import XStandin


@pytest.fixture
def account(x: XStandin, db: None) -> Connection:
    return connection(x)


@pytest.fixture
def post(make: Make, account: Connection) -> Post:
    return waiting(make, account)


def test_it_works(x: XStandin, post: Post) -> None:
    send_posts()
    post.refresh_from_db()
    assert [arrived.text for arrived in x.posts] == [post.text]
    assert x.posts[0].account.username == "maria_lopez_demo"
    assert (post.state, post.remote_id, post.attempts, post.lease_until) == ("sent", x.posts[0].id, 1, None)
    assert (post.why, post.error) == ("", "")
    assert post.settled_at


@pytest.mark.parametrize(
    "words",
    ["¡Ñandú! “comillas”", "two\nlines", " inner  spaces ", "🌊👨‍👩‍👧 emoji", "漢字", "a&b <c> 100% \\n"],
)
def test_the_stored_text_is_the_sent_text(x: XStandin, make: Make, account: Connection, words: str) -> None:
    post = waiting(make, account, words)
    send_posts()
    assert x.posts[0].text == post.text == Post.objects.get().text


@pytest.mark.parametrize(
    ("kind", "state", "why"),
    [
        ("400", "failed", "invalid"),
        ("403", "failed", "forbidden"),
        ("403 null", "failed", "forbidden"),
        ("403 scope", "failed", "scope"),
        ("403 client", "failed", "scope"),
        ("403 duplicate", "failed", "duplicate"),
        ("402", "ready", "paused"),
        ("429", "ready", "waiting"),
        ("429 user", "ready", "waiting"),
        ("429 app", "ready", "waiting"),
        ("429 bare", "ready", "waiting"),
        ("404", "unknown", "no_answer"),
        ("500", "unknown", "no_answer"),
        ("503", "unknown", "no_answer"),
        ("503 list", "unknown", "no_answer"),
        ("201 garbage", "unknown", "no_answer"),
        ("201 no id", "unknown", "no_answer"),
        ("reset", "unknown", "no_answer"),
        ("301", "unknown", "no_answer"),
    ],
)
def test_each_answer_leads_to_its_state(x: XStandin, post: Post, kind: str, state: str, why: str) -> None:
    x.faults.add(kind=kind)
    send_posts()
    post.refresh_from_db()
    assert (post.state, post.why, post.attempts, post.lease_until) == (state, why, 1, None)
    assert bool(post.settled_at) == (state != "ready")
    assert not post.remote_id
    assert not x.posts


def test_unreached_is_tried_again_later_and_later(
    x: XStandin, post: Post, settings: Any, later: Callable[..., None]
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.X_API_BASE = f"http://127.0.0.1:{closed.getsockname()[1]}"
        waits = []
        for hours in (0, 1, 2, 3):
            later(hours=hours)
            send_posts()
            post.refresh_from_db()
            waits.append((post.not_before - clock.now()).total_seconds())
    assert (post.state, post.why, post.attempts) == ("ready", "unreached", 4)
    assert waits == sorted(waits)
    assert 20 < waits[0] < 40
    settings.X_API_BASE = x.base
    send_posts()
    assert not x.posts  # not before its time
    later(hours=5)
    send_posts()
    assert len(x.posts) == 1


def test_a_limit_is_waited_out(x: XStandin, make: Make, post: Post, later: Callable[..., None]) -> None:
    """The last of the used-up windows counts, and all posts of the account wait with it."""
    other = waiting(make, post.connection)
    x.faults.add(kind="429 user")
    send_posts()
    waits = [row.not_before - clock.now() for row in Post.objects.order_by("pk")]
    assert all(
        dt.timedelta(hours=11, minutes=59) < wait < dt.timedelta(hours=12, minutes=1) for wait in waits
    )
    assert not x.posts
    later(hours=12, minutes=2)
    send_posts()
    assert {row.text for row in x.posts} == {post.text, other.text}


def test_the_sites_own_limit_stops_every_account(
    x: XStandin, make: Make, post: Post, later: Callable[..., None]
) -> None:
    waiting(make, connection(x, "sam_okafor_demo"))
    x.faults.add(kind="429 app")
    send_posts()
    assert not x.posts
    pause = ChannelPause.objects.get()
    assert pause.until
    later(hours=23)
    send_posts()
    assert not x.posts
    later(hours=25)
    send_posts()
    assert len(x.posts) == 2


def test_no_credit_stops_the_channel_until_staff_lift_it(
    x: XStandin, make: Make, post: Post, later: Callable[..., None]
) -> None:
    waiting(make, connection(x, "sam_okafor_demo"))
    x.faults.add(kind="402")
    send_posts()
    later(hours=40)
    send_posts()
    assert not x.posts
    pause = ChannelPause.objects.get()
    assert (pause.until, pause.said) == (None, "402 CreditsDepleted")
    assert [row.state for row in Post.objects.all()] == ["ready", "ready"]
    pausing.resume("x")
    send_posts()
    assert len(x.posts) == 2


def test_an_expired_token_is_refreshed_first(
    x: XStandin, post: Post, account: Connection, later: Callable[..., None]
) -> None:
    x.expire_access()
    later(hours=3)
    send_posts()
    account.refresh_from_db()
    assert (len(x.posts), account.status) == (1, "active")
    assert account.expires_at > clock.now()


def test_a_refused_token_is_refreshed_once(x: XStandin, post: Post, account: Connection) -> None:
    old = (account.access_token, account.refresh_token)
    x.expire_access()
    send_posts()
    account.refresh_from_db()
    assert len(x.posts) == 1
    assert not set(old) & {account.access_token, account.refresh_token}


def test_refused_twice_means_connect_again(x: XStandin, post: Post, account: Connection) -> None:
    x.faults.add(kind="401", times=2)
    send_posts()
    post.refresh_from_db()
    account.refresh_from_db()
    assert (post.state, post.why, account.status) == ("failed", "reconnect", "reconnect")
    assert not x.posts


@pytest.mark.parametrize("fault", ["spent", "lost", "garbled"])
def test_a_lost_refresh_means_connect_again(
    x: XStandin, post: Post, account: Connection, fault: str, later: Callable[..., None]
) -> None:
    """The old token is spent, and nobody has the new one: no storm of tries."""
    x.expire_access()
    if fault == "spent":
        x.state.rotate(account.refresh_token, clock.now().timestamp())
    else:
        x.faults.add(kind={"lost": "reset", "garbled": "201 garbage"}[fault], at="token", when="after")
    send_posts()
    if fault == "garbled":  # a 2xx that is no answer: asked once more, the token is found to be spent
        later(hours=1)
        send_posts()
    post.refresh_from_db()
    account.refresh_from_db()
    assert (post.state, post.why, account.status) == ("failed", "reconnect", "reconnect")
    assert not x.posts


def test_a_refresh_that_costs_nothing_is_tried_later(
    x: XStandin, post: Post, account: Connection, later: Callable[..., None]
) -> None:
    x.expire_access()
    x.faults.add(kind="503", at="token")
    send_posts()
    post.refresh_from_db()
    account.refresh_from_db()
    assert (post.state, post.why, account.status) == ("ready", "unreached", "active")
    later(minutes=10)
    send_posts()
    assert len(x.posts) == 1


def test_a_key_that_is_gone_means_connect_again(x: XStandin, post: Post, account: Connection) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE sharing_connection SET access_token = 'gAAAA', refresh_token = 'gAAAA'")
    send_posts()
    post.refresh_from_db()
    assert (post.state, post.why) == ("failed", "reconnect")
    assert Connection.objects.defer("access_token", "refresh_token").get().status == "reconnect"


def test_tokens_stay_out_of_logs_and_rows(
    x: XStandin, post: Post, account: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = {account.access_token, account.refresh_token}
    x.expire_access()
    x.faults.add(kind="500")
    with caplog.at_level(logging.DEBUG):
        send_posts()
        disconnecting.disconnect(account, clock.now())
        account.refresh_from_db()
        secrets |= {account.access_token, account.refresh_token}
        everything = database.everything()
        give_back()
    assert len(secrets) >= 2
    for secret in secrets:
        assert secret not in caplog.text
        assert secret not in everything
