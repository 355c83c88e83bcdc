"""A stage for posts: a stand-in of X, workers that know it, and a clock that moves for all of them."""

import datetime as dt
from pathlib import Path
from typing import Any

from celery import current_app

from sharing.models import Post
from tests import processes
from tests.processes import wait_until
from tests.standins.x import XStandin


class Stage:
    """One stand-in, one movable clock, and workers that know both."""

    def __init__(self, folder: Path) -> None:
        self.x = XStandin(folder / "x")
        self.clock_file = folder / "clock"
        self.clock_file.write_text("0")

    def worker(self) -> Any:
        return processes.worker(
            processes.environment(
                X_CLIENT_ID=self.x.client_id,
                X_CLIENT_SECRET=self.x.client_secret,
                X_API_BASE=self.x.base,
                X_AUTHORIZE_URL=self.x.authorize_url,
                CLOCK_FILE=str(self.clock_file),
            )
        )

    def later(self, **time: float) -> None:
        self.clock_file.write_text(str(dt.timedelta(**time).total_seconds()))


def wake() -> None:
    current_app.send_task("sharing.tasks.send_posts")


def state_of(post: Post) -> str:
    return Post.objects.values_list("state", flat=True).get(pk=post.pk)


def comes_to(post: Post, *states: str) -> None:
    wait_until(lambda: state_of(post) in states, f"the post to be {' or '.join(states)}")
    post.refresh_from_db()
