"""kill -9 of the worker before, during and after its request, and while it looks: one post, never two."""

import datetime as dt
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from accounts import clock
from sharing.models import Connection, Post
from sharing.tasks import send_posts
from tests import processes
from tests.faults.x_stage import Stage, comes_to, state_of, wake
from tests.makers import Make
from tests.processes import wait_until
from tests.sharing import posts
from tests.sharing.networks import on_bluesky, on_mastodon
from tests.standins.x import XStandin

pytestmark = pytest.mark.django_db(transaction=True)
Kill = Callable[[], None]


def waits_for_a_lock() -> bool:
    """Whether some connection to this database waits for a row that the test holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees one moment of it otherwise
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def before_the_request(stage: Stage, post: Post, kill: Kill) -> None:
    """Claimed, but the connection's lock is held by us: the network was not spoken to yet."""
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=post.connection_id)
        stage.later(hours=1, minutes=1)
        wake()
        wait_until(
            lambda: state_of(post) == "sending" and waits_for_a_lock(), "the worker at the connection's lock"
        )
        kill()


def during_the_request(stage: Stage, post: Post, kill: Kill) -> None:
    """The network took the post and says nothing."""
    wait_until(lambda: post.text in stage.texts(), "the post at its network")
    kill()


def while_it_is_not_taken(stage: Stage, post: Post, kill: Kill) -> None:
    wait_until(lambda: not faults(stage, post)._waiting, "the request at the network")
    kill()


def after_the_request(stage: Stage, post: Post, kill: Kill) -> None:
    """The network has answered, and the post's row is locked by us: the outcome is not written any more."""
    wait_until(lambda: post.text in stage.texts(), "the post at its network")
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        wait_until(waits_for_a_lock, "the worker at the post's row")
        kill()


def faults(stage: Stage, post: Post) -> Any:
    return getattr(stage, post.connection.network).faults


def account_on(stage: Stage, make: Make, network: str) -> Connection:
    if network == "x":
        return posts.connection(stage.x)
    connect: Any = {"mastodon": on_mastodon, "bluesky": on_bluesky}[network]
    made: Connection = connect(getattr(stage, network), organisation=make.organisation())
    return made


@pytest.mark.parametrize(
    ("network", "killed", "fault"),
    [
        ("x", before_the_request, {}),
        ("x", while_it_is_not_taken, {"kind": "hang", "when": "before"}),
        ("x", during_the_request, {"kind": "hang", "when": "after"}),
        ("x", after_the_request, {"kind": "slow", "when": "after", "seconds": 2}),
        ("mastodon", while_it_is_not_taken, {"kind": "hang", "when": "before"}),
        ("mastodon", during_the_request, {"kind": "hang", "when": "after"}),
        ("bluesky", before_the_request, {}),
        ("bluesky", during_the_request, {"kind": "hang", "when": "after"}),
    ],
)
def test_kill_9_leaves_unknown_and_then_the_truth(
    stage: Stage,
    x: XStandin,
    make: Make,
    network: str,
    killed: Callable[[Stage, Post, Kill], None],
    fault: dict[str, Any],
) -> None:
    account = account_on(stage, make, network)
    post = posts.waiting(make, account)
    if fault:
        faults(stage, post).add(**fault)
    else:  # not before the test holds the lock
        Post.objects.update(not_before=clock.now() + dt.timedelta(hours=1))
    with stage.worker() as worker:
        killed(stage, post, lambda: processes.end(worker, signal.SIGKILL))
    arrived = stage.texts().count(post.text)
    # Let alone while its lease lasts: the next post goes out, this one does not.
    other = posts.waiting(make, account, "The next one")
    send_posts()
    assert (state_of(post), state_of(other)) == ("sending", "sent")
    for minutes in (10, 12, 14, 60 * 12, 60 * 30, 60 * 72):
        stage.later(hours=1, minutes=minutes)
        send_posts()
    post.refresh_from_db()
    assert (post.state, post.again) == ("sent", 1 - arrived)
    assert sorted(stage.texts()) == sorted([post.text, other.text])


def test_kill_9_while_it_looks(stage: Stage, x: XStandin, make: Make, account: Connection) -> None:
    post = posts.waiting(make, account)
    x.faults.add(kind="500", when="after")
    x.faults.add(kind="hang", at="timeline")
    with stage.worker() as worker:
        comes_to(post, "unknown")
        stage.later(minutes=2)
        wake()
        wait_until(lambda: not x.faults._waiting, "the look at X")
        processes.end(worker, signal.SIGKILL)
    assert state_of(post) == "unknown"
    stage.later(minutes=5)
    send_posts()
    post.refresh_from_db()
    assert (post.state, post.looks, len(x.posts)) == ("sent", 2, 1)


def test_kill_9_at_the_one_more_try(stage: Stage, x: XStandin, make: Make, account: Connection) -> None:
    """That it goes out once more was written down before it did: it never does a third time."""
    post = posts.waiting(make, account)
    x.faults.add(kind="500")
    send_posts()
    x.faults.add(kind="hang", when="before")
    stage.later(minutes=2)
    with stage.worker() as worker:
        wait_until(lambda: not x.faults._waiting, "the second try at X")
        processes.end(worker, signal.SIGKILL)
    for minutes in (5, 8, 60, 600, 3000):
        stage.later(minutes=minutes)
        send_posts()
    post.refresh_from_db()
    assert (post.state, post.why, post.again, post.attempts) == ("unknown", "not_found", 1, 2)
    assert not x.posts
