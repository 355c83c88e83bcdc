"""A stage for posts: stand-ins of three networks, workers that know them, and a clock that moves for all."""

import contextlib
import datetime as dt
import time
from pathlib import Path
from typing import Any, Self

from celery import current_app

from sharing.models import Post
from tests import processes
from tests.processes import wait_until
from tests.standins.bluesky import BlueskyStandin
from tests.standins.mastodon import MastodonStandin
from tests.standins.x import XStandin


class Stage:
    """Three stand-ins, one movable clock, and workers that know all of them."""

    def __init__(self, folder: Path) -> None:
        self.clock_file = folder / "clock"
        self.clock_file.write_text("0")
        self.x = XStandin(folder / "x", clock=self.clock)
        self.mastodon = MastodonStandin(folder / "mastodon", clock=self.clock)
        self.bluesky = BlueskyStandin(folder / "bluesky", clock=self.clock)
        self._running = contextlib.ExitStack()

    def __enter__(self) -> Self:
        for standin in (self.x, self.mastodon, self.bluesky):
            self._running.enter_context(standin)
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def clock(self) -> float:
        """The time of the application, which is the networks' as well."""
        return time.time() + float(self.clock_file.read_text() or 0)

    def settings(self) -> dict[str, str]:
        """What a process that posts to the stand-ins has to know."""
        return {
            "X_CLIENT_ID": self.x.client_id,
            "X_CLIENT_SECRET": self.x.client_secret,
            "X_API_BASE": self.x.base,
            "X_AUTHORIZE_URL": self.x.authorize_url,
            "BLUESKY_API_BASE": self.bluesky.base,
            "CLOCK_FILE": str(self.clock_file),
        }

    def worker(self) -> Any:
        more = {
            "TRUSTED_INSTANCES": self.mastodon.base,
            "X_SECONDS_BETWEEN_POSTS": "0",
            "X_DAILY_BUDGET": "0",
        }
        return processes.worker(processes.environment(**self.settings(), **more))

    def later(self, **time: float) -> None:
        self.clock_file.write_text(str(dt.timedelta(**time).total_seconds()))

    def forget(self) -> None:
        """Without the posts and faults of an earlier test; the clock stands right."""
        self.x.faults.clear()
        self.x.state.posts.clear()
        self.mastodon.forget()
        self.bluesky.forget()
        self.later(seconds=0)

    def texts(self) -> list[str]:
        """What stands on the three networks."""
        others = [post["text"] for post in (*self.mastodon.posts, *self.bluesky.posts)]
        return [post.text for post in self.x.posts] + others


def wake() -> None:
    current_app.send_task("sharing.tasks.send_posts")


def state_of(post: Post) -> str:
    return Post.objects.values_list("state", flat=True).get(pk=post.pk)


def comes_to(post: Post, *states: str) -> None:
    wait_until(lambda: state_of(post) in states, f"the post to be {' or '.join(states)}")
    post.refresh_from_db()
