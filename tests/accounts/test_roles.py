"""Every address and action of the desk, asked for by everybody, against the table of who may."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import RequestFactory

from accounts.models import User
from tests.accounts.role_table import ACTIONS, ROWS, SAMPLES
from tests.accounts.roles import EVERYBODY, addresses, let_in, path_of, people
from tests.accounts.world import build
from tests.makers import Make

NAMES = sorted({str(entry.name) for entry in addresses()})


def section(name: str) -> str:
    """`petitions_petition_move` -> `petitions_petition`: what shares one world in the tests."""
    return "_".join(name.split("_")[:2])


def test_each_address_has_a_row_and_each_row_an_address() -> None:
    assert not [name for name in NAMES if name not in ROWS], "who may? say it in tests/accounts/role_table.py"
    assert not [name for name in ROWS if name not in NAMES]


@pytest.mark.parametrize("part", sorted({section(name) for name in NAMES}))
def test_each_role_gets_what_the_table_says(part: str, make: Make, settings: Any) -> None:
    settings.X_CLIENT_ID = "demo"
    world = build(make)
    browsers = people(world)
    found = {}
    for entry in addresses():
        if section(str(entry.name)) != part or entry.name in found:
            continue
        where, told = SAMPLES.get(str(entry.name), ({}, {}))
        path = path_of(entry, world, where)
        asked = told(world) if callable(told) else told
        found[entry.name] = (let_in(browsers, "get", path, {}), let_in(browsers, "post", path, asked))
    assert found == {name: ROWS[name] for name in found if name in ROWS}


@pytest.mark.parametrize(
    ("model", "model_admin"), admin.site._registry.items(), ids=lambda each: getattr(each, "__name__", "")
)
def test_each_role_has_the_actions_the_table_says(
    model: Any, model_admin: Any, make: Make, settings: Any
) -> None:
    settings.X_CLIENT_ID = "demo"
    browsers = people(build(make))
    found: dict[str, str] = {}
    for letter in EVERYBODY.replace("N", ""):
        request = RequestFactory().get("/")
        request.user = User.objects.get(pk=browsers[letter].session["_auth_user_id"])
        for action in model_admin.get_actions(request):
            found[action] = found.get(action, "") + letter
    assert found == ACTIONS.get(model._meta.label, {})
