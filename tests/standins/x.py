"""The stand-in of X: real HTTP, X's wire shapes, demo accounts, faults on demand.

    python -m tests.standins.x --port 8026 --state .dev/x

In tests: `with XStandin(folder) as x:`, then `x.base`, `x.tokens("river_keepers")`, `x.posts`.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import requests

from tests.standins.faults import Faults
from tests.standins.web import Answer, Request, Route, Server, as_json, html, serve_until_told
from tests.standins.x_api import Api
from tests.standins.x_faults import KINDS
from tests.standins.x_oauth import Consent
from tests.standins.x_pages import timeline_json, timeline_page
from tests.standins.x_state import ACCOUNTS, Account, Post, State


class XStandin:
    """Serves on loopback. `clock` gives seconds since 1970, so that a test can let two hours pass."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        client: tuple[str, str] = ("demo", "demo"),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.state = State(folder)
        self.faults = Faults(KINDS)
        self.client_id, self.client_secret = client
        self._clock = clock
        api = Api(self.state, self.faults, clock)
        consent = Consent(self.state, self.faults, client, clock)
        self._web = Server(self._pages() + api.routes() + consent.routes() + self.faults.routes(), port)
        self.base = self._web.base
        self.authorize_url = f"{self.base}/i/oauth2/authorize"

    @property
    def posts(self) -> list[Post]:
        """The posts that arrived, oldest first."""
        return list(self.state.posts)

    def start(self) -> None:
        self._web.start()

    def stop(self) -> None:
        self._web.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def press(self, authorise_url: str, username: str = "", *, cancel: bool = False) -> str:
        """Open the consent page and press a button, as a browser would; the address it is sent back to."""
        asked = requests.get(authorise_url, timeout=10)
        asked.raise_for_status()
        account = self.account(username or "river_keepers")
        pressed = {"account": account.id, "decision": "cancel" if cancel else "authorise"}
        answer = requests.post(authorise_url, data=pressed, timeout=10, allow_redirects=False)
        answer.raise_for_status()
        return answer.headers["Location"]

    def tokens(self, username: str = "river_keepers", scope: str = "") -> dict[str, str]:
        """A short way to a consent: the token answer, without walking through pages."""
        scopes = frozenset((scope or "tweet.read tweet.write users.read offline.access").split())
        event = self.state.grant(self.account(username), scopes, self._clock())
        return {"access_token": event["access"], "refresh_token": event["refresh"] or ""}

    def wait_for_posts(self, count: int, seconds: float = 20) -> list[Post]:
        """The posts, as soon as there are so many; AssertionError when they do not come."""
        with self.state.arrived:
            came = self.state.arrived.wait_for(lambda: len(self.state.posts) >= count, seconds)
            assert came, f"{len(self.state.posts)} of {count} posts arrived at the stand-in of X"
        return self.posts

    @staticmethod
    def account(username: str) -> Account:
        return next(account for account in ACCOUNTS.values() if account.username == username)

    def expire_access(self) -> None:
        """From now on every access token given so far is answered 401."""
        self.state.expire_access(self._clock())

    def _pages(self) -> list[Route]:
        def front(request: Request) -> Answer:
            return html(timeline_page(self._shown(request)))

        def listed(request: Request) -> Answer:
            return as_json(timeline_json(self._shown(request)))

        def expire(request: Request) -> Answer:
            self.expire_access()
            return Answer(status=204)

        def one(request: Request, username: str, post: str = "") -> Answer:
            posts = [p for p in self.posts if p.account.username == username and post in ("", p.id)]
            return html(timeline_page(posts), 200 if posts or not post else 404)

        return [
            ("GET", "/", front),
            ("GET", "/timeline.json", listed),
            ("POST", "/expire", expire),
            ("GET", r"/(?P<username>\w+)", one),
            ("GET", r"/(?P<username>\w+)/status/(?P<post>\d+)", one),
        ]

    def _shown(self, request: Request) -> list[Post]:
        username = request.query.get("account")
        return [post for post in self.posts if not username or post.account.username == username]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.standins.x", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True, help="folder for grants and posts")
    parser.add_argument("--client-id", default="demo")
    parser.add_argument("--client-secret", default="demo")
    wanted = parser.parse_args()
    client = (wanted.client_id, wanted.client_secret)
    try:
        standin = XStandin(wanted.state, port=wanted.port, client=client)
    except OSError as error:
        print(f"The stand-in of X cannot start: {error}", file=sys.stderr)
        return 1
    print(f"Stand-in of X (development only): posts are read at {standin.base}/", flush=True)
    serve_until_told(standin.start, standin.stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
