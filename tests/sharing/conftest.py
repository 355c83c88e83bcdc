"""The stage of sharing: this site as an app of a stand-in of X, and a clock that can be moved."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.standins.x import XStandin


@pytest.fixture
def x(tmp_path: Path, settings: Any) -> Iterator[XStandin]:
    """X is on: every call of this process goes to the stand-in over real HTTP."""
    with XStandin(tmp_path / "x") as running:
        settings.X_CLIENT_ID, settings.X_CLIENT_SECRET = running.client_id, running.client_secret
        settings.X_API_BASE, settings.X_AUTHORIZE_URL = running.base, running.authorize_url
        settings.X_SECONDS_BETWEEN_POSTS = 0
        yield running


@pytest.fixture
def later(tmp_path: Path, settings: Any) -> Callable[..., None]:
    """`later(minutes=3)`: the application clock stands so much later than the machine's."""
    file = tmp_path / "clock"
    settings.CLOCK_FILE = str(file)

    def move(**time: float) -> None:
        file.write_text(str(dt.timedelta(**time).total_seconds()))

    return move
