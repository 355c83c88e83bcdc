"""The stand-in of a Mastodon server: real HTTP, its wire shapes, demo accounts, faults on demand.

python -m tests.standins.mastodon --port 8027 --state .dev/mastodon
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import requests

from tests.standins.faults import Faults
from tests.standins.kept import Kept
from tests.standins.mastodon_api import ACCOUNTS, KINDS, Api
from tests.standins.mastodon_oauth import Consent
from tests.standins.shown import posts_page
from tests.standins.web import Answer, Request, Server, as_json, html, serve_until_told


class MastodonStandin:
    """Serves on loopback. `clock` gives seconds since 1970."""

    def __init__(self, folder: Path, *, port: int = 0, clock: Callable[[], float] = time.time) -> None:
        self.kept = Kept(folder / "mastodon.json", apps={}, tokens={}, posts=[], keys={})
        self.faults = Faults(KINDS)
        api, consent = Api(self.kept, self.faults, clock), Consent(self.kept, self.faults)
        pages: list[Any] = [
            ("GET", "/", lambda request: html(posts_page("Mastodon", self.posts))),
            ("GET", r"/@(?P<name>\w+)(/(?P<post>\d+))?", self._one),
            ("GET", "/timeline.json", lambda request: as_json(self.posts)),
        ]
        self._web = Server(api.routes() + consent.routes() + self.faults.routes() + pages, port)
        self.base = self._web.base

    @property
    def posts(self) -> list[dict[str, Any]]:
        """What arrived, oldest first: id, handle, text, language, visibility, at."""
        return list(self.kept.data["posts"])

    def start(self) -> None:
        self._web.start()

    def stop(self) -> None:
        self._web.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def press(self, address: str, username: str = "river_keepers", *, cancel: bool = False) -> str:
        """Open the consent page and press a button; the address one is sent back to."""
        requests.get(address, timeout=10).raise_for_status()
        pressed = {"account": ACCOUNTS[username], "decision": "cancel" if cancel else "authorise"}
        answer = requests.post(address, data=pressed, timeout=10, allow_redirects=False)
        answer.raise_for_status()
        return answer.headers["Location"]

    def token(self, username: str = "river_keepers", scope: str = "") -> str:
        """A short way to a consent."""
        scope = scope or "read:accounts read:statuses write:statuses"
        return Consent(self.kept, self.faults).grant(ACCOUNTS[username], scope)

    def forget(self) -> None:
        """Without the posts and faults of an earlier test."""
        self.faults.clear()
        self.kept.data["posts"].clear()
        self.kept.data["keys"].clear()

    def _one(self, request: Request, name: str, post: str | None = None) -> Answer:
        posts = [p for p in self.posts if p["handle"] == name and post in (None, p["id"])]
        return html(posts_page("Mastodon", posts), 200 if posts or not post else 404)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.standins.mastodon", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True, help="folder for apps, grants and posts")
    wanted = parser.parse_args()
    try:
        standin = MastodonStandin(wanted.state, port=wanted.port)
    except OSError as error:
        print(f"The stand-in of Mastodon cannot start: {error}", file=sys.stderr)
        return 1
    print(f"Stand-in of Mastodon (development only): posts are read at {standin.base}/", flush=True)
    serve_until_told(standin.start, standin.stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
