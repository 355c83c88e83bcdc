"""The cast of the desk: an organiser, their organisation, one cause."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation, Role
from causes.models import Cause
from tests.makers import Make
from tests.petitions.desk.cast import signed_in


@pytest.fixture
def mine(make: Make) -> Organisation:
    return make.organisation(name="Our own", language="es")


@pytest.fixture
def cause(make: Make, mine: Organisation) -> Cause:
    return make.cause(mine, title="Care close to home")


@pytest.fixture
def organiser(make: Make, mine: Organisation) -> Client:
    return signed_in(make.user((mine, Role.ORGANISER), name="Olga"))


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
