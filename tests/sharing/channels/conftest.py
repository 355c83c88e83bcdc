"""The cast: a stand-in of X, this site as its app, and a moment."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sharing.channels import x
from tests.standins.x import XStandin


@pytest.fixture
def standin(tmp_path: Path) -> Iterator[XStandin]:
    with XStandin(tmp_path / "x") as running:
        yield running


@pytest.fixture
def app(standin: XStandin) -> x.App:
    return x.App(standin.client_id, standin.client_secret, standin.base, standin.authorize_url)


@pytest.fixture
def token(standin: XStandin) -> str:
    return standin.tokens()["access_token"]


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)
