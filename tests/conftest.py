"""The cast and the stage. Everybody in the suite is known by their part:

an organiser, a data officer, an owner of another organisation, and a stranger who must see nothing.
"""

import os

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from django.utils import translation

from accounts import redis
from causes import consents, front_cache, waking
from sharing import clicks
from tests.makers import Make

# The product's own hasher, and a password that is quick to check: a tenth of a second for each person that a
# test makes is a minute of the suite. The numbers stand in the hash, so the site's processes read it, too.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process keeps in its own memory belongs to one test, and so do Redis and the language."""
    front_cache.forget()
    consents._known.clear()
    clicks._salts.clear()
    waking._woken_until.clear()
    redis._away_until = 0.0
    redis.client().flushdb()
    translation.activate("en")  # a request leaves its language behind


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process's database begins as a copy of one that has all migrations, where `./dev` made one."""
    if template := os.environ.get("TEST_DATABASE_TEMPLATE"):
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture
def make(db: None) -> Make:
    return Make()


@pytest.fixture
def phone() -> Client:
    """A visitor's browser: no cookie, and a name that people send."""
    return Client(
        headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1"}
    )
