"""A real worker posts to a stand-in of X over real HTTP; it is crowded, doubled and robbed of its Redis."""

import datetime as dt
from collections.abc import Iterator

import pytest

from accounts import redis
from sharing.models import ChannelPause, Connection, Post
from tests.faults.x_stage import Stage, comes_to, wake
from tests.makers import Make
from tests.processes import wait_until
from tests.sharing import posts
from tests.standins.x import XStandin

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def worker(stage: Stage, django_db_setup: None) -> Iterator[None]:
    """One for all tests that leave it alive. It starts while the first test waits for its post."""
    with stage.worker():
        yield


def test_it_works(worker: None, x: XStandin, make: Make, account: Connection) -> None:
    post = posts.waiting(make, account, "¡Firma! 🌊 “now”\nsecond line")
    comes_to(post, "sent")
    assert [arrived.text for arrived in x.posts] == [post.text]
    assert post.remote_id == x.posts[0].id


@pytest.mark.parametrize(
    ("kind", "state", "why"),
    [
        ("400", "failed", "invalid"),
        ("403", "failed", "forbidden"),
        ("403 scope", "failed", "scope"),
        ("403 duplicate", "failed", "duplicate"),
        ("429", "ready", "waiting"),
        ("429 app", "ready", "waiting"),
        ("402", "ready", "paused"),
        ("500", "unknown", "no_answer"),
        ("503", "unknown", "no_answer"),
        ("reset", "unknown", "no_answer"),
        ("201 garbage", "unknown", "no_answer"),
    ],
)
def test_each_answer_leads_to_its_state(
    worker: None, x: XStandin, make: Make, account: Connection, kind: str, state: str, why: str
) -> None:
    x.faults.add(kind=kind)
    post = posts.waiting(make, account)
    wait_until(lambda: Post.objects.exclude(why="").exists(), "an outcome")
    if kind in ("429 app", "402"):  # written after the outcome: lifted too early, it would come later
        wait_until(ChannelPause.objects.exists, "the pause")
    post.refresh_from_db()
    assert (post.state, post.why, post.attempts) == (state, why, 1)
    # The next one goes out and this one does not; nothing does while the channel is paused.
    ChannelPause.objects.all().delete()
    other = posts.waiting(make, posts.connection(x, "sam_okafor_demo"), "The next one")
    Post.objects.filter(pk=post.pk, state="ready").update(not_before=post.not_before + dt.timedelta(days=1))
    wake()
    comes_to(other, "sent")
    assert [arrived.text for arrived in x.posts] == [other.text]


def test_a_refused_token_is_refreshed_once(
    worker: None, x: XStandin, make: Make, account: Connection
) -> None:
    x.expire_access()
    post = posts.waiting(make, account)
    comes_to(post, "sent")
    assert len(x.posts) == 1
    old = account.refresh_token
    account.refresh_from_db()
    assert account.refresh_token != old


def test_a_lost_refresh_means_connect_again(
    worker: None, x: XStandin, make: Make, account: Connection
) -> None:
    x.expire_access()
    x.faults.add(kind="reset", at="token", when="after")
    post = posts.waiting(make, account)
    comes_to(post, "failed")
    account.refresh_from_db()
    assert (post.why, account.status) == ("reconnect", "reconnect")
    assert not x.posts


def test_a_message_that_comes_ten_times_posts_once(
    worker: None, x: XStandin, make: Make, account: Connection
) -> None:
    x.faults.add(kind="slow", seconds=1)
    post = posts.waiting(make, account)
    for _ in range(10):
        wake()
    comes_to(post, "sent")
    assert len(x.posts) == 1


def test_redis_may_be_emptied_at_any_moment(
    worker: None, x: XStandin, make: Make, account: Connection
) -> None:
    """What the wake-up said is lost; the beat finds the rows."""
    x.faults.add(kind="slow", seconds=2)
    first = posts.waiting(make, account, "First")
    comes_to(first, "sending", "sent")
    second = posts.waiting(make, account, "Second")
    redis.client().flushdb()
    comes_to(first, "sent")
    comes_to(second, "sent")
    assert sorted(arrived.text for arrived in x.posts) == sorted([first.text, second.text])


def test_two_workers_post_each_once(
    worker: None, stage: Stage, x: XStandin, make: Make, account: Connection
) -> None:
    with stage.worker():
        rows = [posts.waiting(make, account, f"Number {number}") for number in range(40)]
        for _ in range(4):
            wake()
        wait_until(lambda: Post.objects.filter(state="sent").count() == 40, "40 posts", seconds=60)
        assert sorted(arrived.text for arrived in x.posts) == sorted(row.text for row in rows)
        assert set(Post.objects.values_list("attempts", flat=True)) == {1}


def test_two_workers_refresh_one_token(
    worker: None, stage: Stage, x: XStandin, make: Make, account: Connection
) -> None:
    known = len(x.state._refresh)
    x.expire_access()
    x.faults.add(kind="slow", at="token", seconds=1)
    with stage.worker():
        for number in range(8):
            posts.waiting(make, account, f"Number {number}")
        for _ in range(4):
            wake()
        wait_until(lambda: Post.objects.filter(state="sent").count() == 8, "8 posts")
    account.refresh_from_db()
    assert account.status == "active"
    assert len(x.state._refresh) == known + 1
    assert len(x.posts) == 8
