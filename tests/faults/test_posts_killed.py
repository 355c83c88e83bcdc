"""kill -9 of the worker before, during and after its request to X: unknown, and never two posts."""

import datetime as dt
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from accounts import clock
from sharing.models import Connection, Post
from tests import processes
from tests.faults.x_stage import Stage, comes_to, state_of, wake
from tests.makers import Make
from tests.processes import wait_until
from tests.sharing import posts
from tests.standins.x import XStandin

pytestmark = pytest.mark.django_db(transaction=True)


def waits_for_a_lock() -> bool:
    """Whether some connection to this database waits for a row that the test holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees one moment of it otherwise
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def killed_before_the_request(stage: Stage, post: Post, kill: Callable[[], None]) -> None:
    """Claimed, but the connection's lock is held by us: X was not spoken to yet."""
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=post.connection_id)
        stage.later(hours=1, minutes=1)
        wake()
        wait_until(waits_for_a_lock, "the worker at the connection's lock")
        kill()


def killed_during_the_request(stage: Stage, post: Post, kill: Callable[[], None]) -> None:
    """X took the post and says nothing."""
    stage.x.wait_for_posts(1)
    kill()


def killed_while_x_has_not_taken_it(stage: Stage, post: Post, kill: Callable[[], None]) -> None:
    wait_until(lambda: not stage.x.faults._waiting, "the request at X")
    kill()


def killed_after_the_request(stage: Stage, post: Post, kill: Callable[[], None]) -> None:
    """X has answered, and the post's row is locked by us: the outcome cannot be written any more."""
    stage.x.wait_for_posts(1)
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        wait_until(waits_for_a_lock, "the worker at the post's row")
        kill()


@pytest.mark.parametrize(
    ("killed", "fault", "arrived"),
    [
        (killed_before_the_request, {}, 0),
        (killed_while_x_has_not_taken_it, {"kind": "hang", "when": "before"}, 0),
        (killed_during_the_request, {"kind": "hang", "when": "after"}, 1),
        (killed_after_the_request, {"kind": "slow", "when": "after", "seconds": 2}, 1),
    ],
)
def test_kill_9_leaves_unknown_and_never_two_posts(
    stage: Stage,
    x: XStandin,
    make: Make,
    account: Connection,
    killed: Callable[[Stage, Post, Callable[[], None]], None],
    fault: dict[str, Any],
    arrived: int,
) -> None:
    post = posts.waiting(make, account)
    if fault:
        x.faults.add(**fault)
    else:  # not before the test holds the lock
        Post.objects.update(not_before=clock.now() + dt.timedelta(hours=1))
    with stage.worker() as first:
        killed(stage, post, lambda: processes.end(first, signal.SIGKILL))
    assert state_of(post) == "sending"
    with stage.worker():
        # The row is let alone while its lease lasts: the next post goes out, this one does not.
        other = posts.waiting(make, account, "The next one")
        wake()
        comes_to(other, "sent")
        assert state_of(post) == "sending"
        stage.later(hours=1, minutes=10)
        wake()
        comes_to(post, "unknown")
        assert post.why == "cut_off"
        for hours in (12, 24, 72):
            stage.later(hours=hours)
            wake()
        other = posts.waiting(make, account, "The last one")
        wake()
        comes_to(other, "sent")
    assert state_of(post) == "unknown"
    assert [p.text for p in x.posts].count(post.text) == arrived
    assert len(x.posts) == arrived + 2
