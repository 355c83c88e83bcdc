"""The stand-in of a Bluesky server: real HTTP, its wire shapes, demo accounts, faults on demand.

    python -m tests.standins.bluesky --port 8028 --state .dev/bluesky

Demo accounts: river-keepers.test and barrio-unido.test, app password `demo-demo-demo-demo`.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tests.standins.bluesky_api import DIDS, KINDS, POSTS, Api
from tests.standins.faults import Faults
from tests.standins.kept import Kept
from tests.standins.shown import posts_page
from tests.standins.web import Answer, Request, Server, as_json, html, serve_until_told


class BlueskyStandin:
    """Serves on loopback. `clock` gives seconds since 1970."""

    def __init__(self, folder: Path, *, port: int = 0, clock: Callable[[], float] = time.time) -> None:
        self.kept = Kept(folder / "bluesky.json", sessions={}, records={}, blobs={})
        self.faults = Faults(KINDS)
        pages: list[Any] = [
            ("GET", "/", lambda request: html(posts_page("Bluesky", self.posts))),
            ("GET", r"/profile/(?P<name>[\w.-]+)(/post/(?P<post>\w+))?", self._one),
            ("GET", "/timeline.json", lambda request: as_json(self.posts)),
        ]
        self._web = Server(Api(self.kept, self.faults, clock).routes() + self.faults.routes() + pages, port)
        self.base = self._web.base

    @property
    def posts(self) -> list[dict[str, Any]]:
        """What arrived, oldest first: id (the key), handle, text, record, at, writes."""
        return [row for name, row in self.kept.data["records"].items() if f"/{POSTS}/" in name]

    def start(self) -> None:
        self._web.start()

    def stop(self) -> None:
        self._web.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def expire(self) -> None:
        """From now on every session given so far is answered ExpiredToken."""
        with self.kept.lock:
            for session in self.kept.data["sessions"].values():
                session["expired"] = True
            self.kept.save()

    def forget(self) -> None:
        """Without the posts and faults of an earlier test."""
        self.faults.clear()
        self.kept.data["records"].clear()

    @staticmethod
    def did(handle: str) -> str:
        return DIDS[handle]

    def _one(self, request: Request, name: str, post: str | None = None) -> Answer:
        posts = [p for p in self.posts if p["handle"] == name and post in (None, p["id"])]
        return html(posts_page("Bluesky", posts), 200 if posts or not post else 404)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.standins.bluesky", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True, help="folder for sessions and posts")
    wanted = parser.parse_args()
    try:
        standin = BlueskyStandin(wanted.state, port=wanted.port)
    except OSError as error:
        print(f"The stand-in of Bluesky cannot start: {error}", file=sys.stderr)
        return 1
    print(f"Stand-in of Bluesky (development only): posts are read at {standin.base}/", flush=True)
    serve_until_told(standin.start, standin.stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
