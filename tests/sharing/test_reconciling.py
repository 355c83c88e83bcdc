"""Posts of which X gave no clear answer: looked for, sent once more at most, and then its owner is asked."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts import clock
from sharing import asking, planning, posting, reconciling
from sharing.channels import http
from sharing.models import Connection, Post
from sharing.tasks import send_posts
from tests.makers import Make
from tests.sharing.posts import connection, waiting
from tests.standins.x import XStandin

Later = Callable[..., None]


@pytest.fixture
def account(x: XStandin, db: None) -> Connection:
    return connection(x)


@pytest.fixture
def post(make: Make, account: Connection) -> Post:
    return waiting(make, account)


def run(later: Later, *minutes: float) -> None:
    for moment in minutes:
        later(minutes=moment)
        send_posts()


@pytest.mark.parametrize("kind", ["hang", "reset", "500", "503 list", "201 garbage", "201 no id"])
def test_it_is_found_after_a_minute_and_never_sent_again(
    x: XStandin, post: Post, kind: str, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "CONNECT_AND_READ_SECONDS", (3, 0.3))
    x.faults.add(kind=kind, when="after", seconds=3)
    send_posts()
    run(later, 0.5)
    post.refresh_from_db()
    assert (post.state, post.why, post.looks) == ("unknown", "no_answer", 0)  # not before a minute has passed
    run(later, 1.1, 60, 3000)
    post.refresh_from_db()
    assert (post.state, post.why, post.remote_id, post.again) == ("sent", "", x.posts[0].id, 0)
    assert len(x.wait_for_posts(1)) == 1


def test_what_is_not_there_is_sent_once_more_with_the_same_words(
    x: XStandin, post: Post, later: Later
) -> None:
    x.faults.add(kind="500")
    run(later, 0, 2, 2.1)
    post.refresh_from_db()
    assert [arrived.text for arrived in x.posts] == [post.text]
    assert (post.state, post.remote_id, post.again, post.attempts) == ("sent", x.posts[0].id, 1, 2)


def test_after_one_more_try_its_owner_is_asked(x: XStandin, post: Post, later: Later) -> None:
    x.faults.add(kind="500", times=5)
    run(later, 0, 2, 2.1, 5, 60, 600, 2000)
    post.refresh_from_db()
    assert (post.state, post.why, post.again, post.attempts) == ("unknown", "not_found", 1, 2)
    assert post.look_at is None
    assert x.faults._waiting[0].times == 3  # asked twice, and no more


def test_duplicate_after_doubt_means_that_it_is_there(x: XStandin, post: Post, later: Later) -> None:
    """It was taken, and the timeline did not know it yet: X refuses the second one, so nothing is doubled."""
    x.faults.add(kind="500", when="after")
    x.faults.add(kind="timeline late", at="timeline")
    run(later, 0, 2, 2.1)
    post.refresh_from_db()
    assert (post.state, post.why, post.remote_id) == ("sent", "", "")
    run(later, 4)
    post.refresh_from_db()
    assert (post.state, post.remote_id) == ("sent", x.posts[0].id)
    assert len(x.posts) == 1


@pytest.mark.parametrize("kind", ["429", "500", "402", "403", "reset", "201 garbage"])
def test_a_timeline_that_cannot_be_read_is_read_later(
    x: XStandin, post: Post, later: Later, kind: str
) -> None:
    x.faults.add(kind="500", when="after")
    x.faults.add(kind=kind, at="timeline", times=2)
    run(later, 0, 2)
    post.refresh_from_db()
    assert (post.state, post.again) == ("unknown", 0)
    run(later, 4, 8)
    post.refresh_from_db()
    assert (post.state, post.remote_id) == ("sent", x.posts[0].id)


def test_a_timeline_that_is_never_read_ends_in_a_question(x: XStandin, post: Post, later: Later) -> None:
    x.faults.add(kind="500", when="after")
    x.faults.add(kind="500", at="timeline", times=100)
    run(later, 0, *[minute * 1.0 for minute in range(2, 400, 4)])
    post.refresh_from_db()
    assert (post.state, post.why, post.look_at, post.looks) == ("unknown", "no_answer", None, 7)
    assert len(x.posts) == 1


def test_a_refused_token_is_refreshed_to_look(x: XStandin, post: Post, later: Later) -> None:
    x.faults.add(kind="500", when="after")
    send_posts()
    x.expire_access()
    run(later, 2)
    post.refresh_from_db()
    assert post.state == "sent"


def test_a_disconnected_account_is_asked_about(x: XStandin, post: Post, later: Later) -> None:
    x.faults.add(kind="500", when="after")
    send_posts()
    Connection.objects.update(status="revoked")
    run(later, 2)
    post.refresh_from_db()
    assert (post.state, post.look_at) == ("unknown", None)


def test_a_worker_that_dies_while_looking_leaves_it_to_the_next(
    x: XStandin, post: Post, later: Later
) -> None:
    x.faults.add(kind="500", when="after")
    send_posts()
    later(minutes=2)
    taken = reconciling._take(clock.now())
    assert taken and reconciling._take(clock.now()) is None
    run(later, 3)
    post.refresh_from_db()
    assert post.state == "unknown"
    run(later, 5)
    post.refresh_from_db()
    assert post.state == "sent"


def test_the_truth_that_comes_late_wins(x: XStandin, post: Post, later: Later) -> None:
    """A worker slept through its lease; meanwhile it was looked for, not found, and waits again."""
    claimed = posting.claim(clock.now())
    assert claimed
    later(minutes=3)
    posting.own_up(clock.now())
    reconciling.look_for_due(clock.now)
    post.refresh_from_db()
    assert (post.state, post.again) == ("ready", 1)
    posting.settle(claimed, posting.Sent("42"), clock.now())
    send_posts()
    post.refresh_from_db()
    assert (post.state, post.remote_id) == ("sent", "42")
    assert not x.posts


@pytest.mark.parametrize(
    ("ending", "why"),
    [
        ({"kind": "403"}, "not_found"),
        ({"kind": "403 scope"}, "not_found"),
        ({"kind": "400"}, "not_found"),
        ({"kind": "500"}, "no_answer"),
    ],
)
def test_what_may_be_out_never_counts_as_failed(
    x: XStandin, post: Post, later: Later, ending: dict[str, Any], why: str
) -> None:
    """The first try is still in doubt, whatever X says to the second one."""
    x.faults.add(kind="500")
    run(later, 0)
    x.faults.add(**ending)
    run(later, 2, 2.1)
    post.refresh_from_db()
    assert (post.state, post.why, post.again) == ("unknown", why, 1)
    assert not asking.take_back(post, clock.now())


@pytest.mark.parametrize(("there", "state", "why"), [(True, "sent", ""), (False, "failed", "not_there")])
def test_its_owner_says_how_it_is(
    x: XStandin, post: Post, later: Later, there: bool, state: str, why: str
) -> None:
    Post.objects.update(state="unknown", why="not_found", look_at=None, again=1, attempts=2)
    assert asking.tell(post, there, clock.now())
    assert not asking.tell(post, there, clock.now())
    post.refresh_from_db()
    assert (post.state, post.why) == (state, why)
    if not there:
        assert post.asked_by and planning.try_again(post, post.asked_by, clock.now())
        send_posts()
        post.refresh_from_db()
        assert (post.state, len(x.posts)) == ("sent", 1)


def test_while_it_is_looked_for_nobody_is_asked(x: XStandin, post: Post) -> None:
    x.faults.add(kind="500", when="after")
    send_posts()
    assert not asking.tell(post, False, clock.now())
