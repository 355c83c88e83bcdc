"""The stage of the fault tests. A worker is started by whoever needs one."""

from collections.abc import Iterator
from typing import Any

import pytest

from sharing.models import Connection
from tests.faults.x_stage import Stage
from tests.makers import Make
from tests.sharing import posts
from tests.standins.x import XStandin


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    stage = Stage(tmp_path_factory.mktemp("stage"))
    with stage.x:
        yield stage


@pytest.fixture
def x(stage: Stage, settings: Any) -> XStandin:
    """The stand-in without the posts and faults of an earlier test; the clock stands right."""
    stage.x.faults.clear()
    stage.x.state.posts.clear()
    stage.later(seconds=0)
    settings.CLOCK_FILE = str(stage.clock_file)
    settings.X_CLIENT_ID, settings.X_CLIENT_SECRET = stage.x.client_id, stage.x.client_secret
    settings.X_API_BASE = stage.x.base
    return stage.x


@pytest.fixture
def account(x: XStandin, make: Make) -> Connection:
    return posts.connection(x)
