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
    with Stage(tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture
def x(stage: Stage, settings: Any) -> XStandin:
    """The stand-in of X, and this process knows all three as its workers do."""
    stage.forget()
    for name, value in stage.settings().items():
        setattr(settings, name, value)
    settings.TRUSTED_INSTANCES = [stage.mastodon.base]
    settings.X_SECONDS_BETWEEN_POSTS = settings.X_DAILY_BUDGET = 0
    return stage.x


@pytest.fixture
def account(x: XStandin, make: Make) -> Connection:
    return posts.connection(x)
