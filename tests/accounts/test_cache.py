"""Redis away: staff still sign in, and visitors still ask for nothing of it."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from accounts.models import Role
from tests.makers import Make
from tests.processes import free_port


@pytest.fixture
def _redis_away(settings: Any) -> None:
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    }


@pytest.mark.usefixtures("_redis_away")
def test_staff_sign_in_while_redis_is_away(make: Make, client: Client) -> None:
    user = make.user((make.organisation(), Role.ORGANISER))
    answer = client.post("/accounts/login/", {"login": user.email, "password": "password-of-test"})
    assert answer.status_code == 302
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("_redis_away")
def test_a_cache_that_is_away_is_empty() -> None:
    cache = caches["default"]
    cache.set("a", 1)
    cache.set_many({"b": 2})
    cache.delete("a")
    cache.delete_many(["b"])
    assert cache.get("a", "nothing") == "nothing"
    assert cache.get_many(["a", "b"]) == {}
    assert cache.add("a", 1) is True
    assert cache.incr("a") == 1
    assert not cache.has_key("a")
    assert not cache.touch("a")
