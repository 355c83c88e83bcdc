"""The whole product for one test: site, worker, beat, mailbox, a stand-in of X, and a real Chromium."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import processes
from tests.standins.smtp import Mailbox
from tests.standins.x import XStandin


@dataclass
class Site:
    """Where everything is. `address` has no slash at its end."""

    address: str
    mailbox: Mailbox
    x: XStandin

    def letter_link(self, to: str, part: str = "/confirm/") -> str:
        """The link with `part` in it, from the newest letter to this address."""
        letter = self.mailbox.letters.wait_for(to)[-1]
        return next(link for link in letter.links if part in link)


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Site]:
    with Mailbox(tmp_path / "mail") as mailbox, XStandin(tmp_path / "x") as x:
        port = processes.free_port()
        env = processes.environment(
            SITE_URL=f"http://127.0.0.1:{port}",
            EMAIL_URL=mailbox.email_url,
            X_CLIENT_ID="demo",
            X_CLIENT_SECRET="demo",
            X_API_BASE=x.base,
            X_AUTHORIZE_URL=x.authorize_url,
            MEDIA_ROOT=str(tmp_path / "media"),
        )
        with processes.worker(env), processes.web(env, port) as address:
            yield Site(address, mailbox, x)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium that `./dev test` found or fetched, without its calls home."""
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    return {**browser_type_launch_args, "executable_path": os.environ["CHROMIUM_PATH"], "args": quiet}
