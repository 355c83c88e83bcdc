"""How much this site lets itself post on X: the money and number of a day, and pauses between posts."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts import clock
from sharing import pausing
from sharing.models import ChannelPause, Connection, Post
from sharing.tasks import send_posts
from tests.makers import Make
from tests.sharing.posts import connection, waiting
from tests.sharing.x_walk import POST, connect, words_of
from tests.standins.x import XStandin


@pytest.fixture
def account(x: XStandin, db: None) -> Connection:
    return connection(x)


@pytest.fixture
def noon(later: Callable[..., None]) -> Callable[..., None]:
    """The application clock at a noon, so that a day does not end in the middle of a test."""
    today = dt.datetime.now(dt.UTC)
    to_noon = today.replace(hour=12, minute=0, second=0, microsecond=0) + dt.timedelta(days=1) - today

    def move(**time: float) -> None:
        later(seconds=(to_noon + dt.timedelta(**time)).total_seconds())

    move()
    return move


def test_a_days_money_is_not_overspent(
    x: XStandin, make: Make, account: Connection, settings: Any, noon: Callable[..., None]
) -> None:
    settings.X_DAILY_BUDGET, settings.X_PRICE_PER_POST = 0.6, 0.2
    for number in range(5):
        waiting(make, account, f"Number {number}")
    send_posts()
    assert len(x.posts) == 3
    assert list(Post.objects.filter(state="ready").values_list("why", flat=True)) == ["budget", "budget"]
    pause = ChannelPause.objects.get()
    assert (pause.why, pause.until) == (
        "budget",
        clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1),
    )
    noon(hours=11)
    send_posts()
    assert len(x.posts) == 3
    noon(hours=13)
    send_posts()
    assert len(x.posts) == 5
    assert set(Post.objects.values_list("state", "why")) == {("sent", "")}


def test_what_may_have_been_billed_counts_and_what_failed_does_not(
    x: XStandin, make: Make, account: Connection, settings: Any, noon: Callable[..., None]
) -> None:
    for kind in ("403", "500", "400"):
        x.faults.add(kind=kind, match=f"Text {kind}")
        waiting(make, account, f"Text {kind}")
    waiting(make, account, "Text that goes")
    send_posts()
    assert pausing.used_today("x", clock.now()) == 2
    noon(minutes=2)
    send_posts()  # it is not there, and is sent once more: that may be billed again
    send_posts()
    assert pausing.used_today("x", clock.now()) == 3
    noon(hours=13)
    assert pausing.used_today("x", clock.now()) == 0


def test_the_number_of_a_day_holds_without_money(
    x: XStandin, make: Make, account: Connection, settings: Any, noon: Callable[..., None]
) -> None:
    settings.X_DAILY_BUDGET, settings.X_DAILY_POSTS = 0, 2
    for number in range(3):
        waiting(make, account, f"Number {number}")
    send_posts()
    assert len(x.posts) == 2


def test_a_raised_budget_counts_once_the_pause_is_lifted(
    x: XStandin, make: Make, account: Connection, settings: Any, noon: Callable[..., None]
) -> None:
    settings.X_DAILY_BUDGET, settings.X_PRICE_PER_POST = 0.2, 0.2
    for number in range(2):
        waiting(make, account, f"Number {number}")
    send_posts()
    pausing.resume("x")
    send_posts()
    assert len(x.posts) == 1
    settings.X_DAILY_BUDGET = 0.4
    pausing.resume("x")
    send_posts()
    assert len(x.posts) == 2


def test_between_two_posts_of_an_account_time_passes(
    x: XStandin, make: Make, account: Connection, settings: Any, noon: Callable[..., None]
) -> None:
    settings.X_SECONDS_BETWEEN_POSTS = 30
    for number in range(3):
        waiting(make, account, f"Number {number}")
    waiting(make, connection(x, "sam_okafor_demo"), "Somebody else")
    send_posts()
    assert sorted(post.text.split("\n")[0] for post in x.posts) == ["Number 0", "Somebody else"]
    noon(seconds=20)
    send_posts()
    assert len(x.posts) == 2
    for seconds, many in ((31, 3), (45, 3), (62, 4)):
        noon(seconds=seconds)
        send_posts()
        assert len(x.posts) == many


def test_a_supporter_is_offered_the_free_way(
    x: XStandin, make: Make, phone: Any, settings: Any, noon: Callable[..., None]
) -> None:
    settings.X_DAILY_BUDGET, settings.X_PRICE_PER_POST = 0.1, 0.2  # not one
    connect(phone, x, make.signature(make.petition(), now=clock.now()))
    page = phone.get(POST).content.decode()
    agreed = page.split('name="agreed" value="')[1].split('"')[0]
    assert phone.post(POST, {"words": "Mine", "agreed": agreed}).status_code == 303
    send_posts()
    standing = phone.get(POST)
    assert "All posts of today are used up. It goes out tomorrow by itself." in words_of(standing)
    assert "https://x.com/intent/tweet" in standing.content.decode()
    assert "Do not send it" in words_of(standing)
