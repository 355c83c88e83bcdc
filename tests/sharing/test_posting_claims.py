"""Who may send a post, and when: claims, leases, disconnecting and asking twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from accounts import clock
from sharing import asking, disconnecting, posting
from sharing.channels.base import Sent
from sharing.models import Connection, Post
from sharing.tasks import give_back, send_posts
from tests.makers import Make
from tests.sharing.posts import connection, waiting
from tests.standins.x import XStandin


@pytest.fixture
def account(x: XStandin, db: None) -> Connection:
    return connection(x)


@pytest.fixture
def post(make: Make, account: Connection) -> Post:
    return waiting(make, account)


def test_connecting_again_sends_what_is_asked_again(x: XStandin, make: Make, post: Post) -> None:
    Connection.objects.update(status="reconnect")
    send_posts()
    post.refresh_from_db()
    assert (post.state, post.why) == ("failed", "reconnect")
    Connection.objects.update(status="active")
    send_posts()
    assert not x.posts


def test_a_disconnected_account_posts_nothing(x: XStandin, post: Post, account: Connection) -> None:
    disconnecting.disconnect(account, clock.now())
    post.refresh_from_db()
    assert (post.state, post.why) == ("failed", "disconnected")
    send_posts()
    assert not x.posts


def test_disconnecting_in_the_middle_is_heeded(x: XStandin, post: Post, account: Connection) -> None:
    """Claimed, and then its owner takes the permission back before it is sent."""
    claimed = posting.claim(clock.now())
    assert claimed
    disconnecting.disconnect(account, clock.now())
    posting.settle(claimed, posting._send(claimed, clock.now), clock.now())
    post.refresh_from_db()
    assert (post.state, post.why) == ("failed", "disconnected")
    assert not x.posts


def test_giving_back_is_tried_for_a_day(x: XStandin, account: Connection, later: Callable[..., None]) -> None:
    access = account.access_token
    disconnecting.disconnect(account, clock.now())
    x.faults.add(kind="503", at="revoke", times=100)
    times = 0
    for minutes in range(0, 26 * 60, 5):
        later(minutes=minutes)
        before = x.faults._waiting[0].times
        give_back()
        times += before - x.faults._waiting[0].times
        account.refresh_from_db()
        assert account.status == "revoked"
        assert account.not_told
        if minutes == 60:
            assert account.access_token == access
    assert 5 < times < 20
    assert (account.access_token, account.refresh_token, account.give_back_at) == ("", "", None)


def test_a_lost_worker_leaves_unknown(x: XStandin, post: Post, later: Callable[..., None]) -> None:
    posting.claim(clock.now())
    later(seconds=100)
    send_posts()
    assert Post.objects.get().state == "sending"
    later(seconds=130)
    posting.own_up(clock.now())
    post.refresh_from_db()
    assert (post.state, post.why, post.attempts) == ("unknown", "cut_off", 1)
    assert not x.posts


def test_a_claim_that_was_lost_is_not_sent(x: XStandin, post: Post, later: Callable[..., None]) -> None:
    """A worker that slept through its lease finds out before it speaks to X."""
    claimed = posting.claim(clock.now())
    assert claimed
    later(minutes=3)
    posting.own_up(clock.now())
    posting.settle(claimed, posting._send(claimed, clock.now), clock.now())
    post.refresh_from_db()
    assert (post.state, post.why) == ("unknown", "cut_off")
    assert not x.posts


def test_the_truth_is_told_even_late(x: XStandin, post: Post, later: Callable[..., None]) -> None:
    """Declared unknown while X was still answering: the worker that knows better says so."""
    claimed = posting.claim(clock.now())
    assert claimed
    later(minutes=3)
    posting.own_up(clock.now())
    posting.settle(claimed, Sent("42"), clock.now())
    post.refresh_from_db()
    assert (post.state, post.remote_id) == ("sent", "42")


def test_somebody_elses_claim_is_not_settled(x: XStandin, post: Post) -> None:
    claimed = posting.claim(clock.now())
    assert claimed
    Post.objects.update(attempts=2)
    posting.settle(claimed, Sent("42"), clock.now())
    post.refresh_from_db()
    assert post.state == "sending"


@pytest.mark.parametrize("state", ["ready", "sending", "sent", "unknown"])
def test_asking_twice_changes_nothing(x: XStandin, post: Post, state: str) -> None:
    """The second of two presses may come at any moment of the first one's life."""
    Post.objects.update(state=state)
    before = Post.objects.values().get()
    asking.ask(post.connection, post.link, post.asked_by, "Another text", "I agree", clock.now())
    assert Post.objects.values().get() == before


def test_nothing_leaves_while_x_is_off(x: XStandin, post: Post, settings: Any) -> None:
    settings.X_CLIENT_ID = ""
    send_posts()
    assert Post.objects.get().state == "ready"
    assert not x.posts


@pytest.mark.django_db(transaction=True)
def test_two_that_claim_at_once_share_the_work(x: XStandin, make: Make) -> None:
    account = connection(x)
    for number in range(20):
        waiting(make, account, f"Number {number}")

    def work(_: int) -> int:
        try:
            return posting.send_due(clock.now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(work, range(4)))
    assert sum(counts) == 20
    assert sorted(post.text for post in x.posts) == sorted(post.text for post in Post.objects.all())
    assert {post.state for post in Post.objects.all()} == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_a_refresh_race_spends_one_token(x: XStandin, make: Make) -> None:
    """Four workers find the same expired token: one asks X, the others wait for it."""
    account = connection(x)
    for number in range(8):
        waiting(make, account, f"Number {number}")
    x.expire_access()

    def work(_: int) -> None:
        try:
            posting.send_due(clock.now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    account.refresh_from_db()
    assert account.status == "active"
    assert len(x.posts) == 8
    assert len(x.state._refresh) == 2  # the token of the first consent, and that of one refresh
