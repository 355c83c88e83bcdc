"""Every address and action of the desk, asked for by everybody, against the table of who may."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts.models import User
from tests.accounts.role_samples import QUERIES, SAMPLES
from tests.accounts.role_table import ACTIONS, ROWS
from tests.accounts.roles import addresses, filled, let_in, path_of, people
from tests.accounts.world import build
from tests.makers import Make

NAMES = sorted({str(entry.name) for entry in addresses()})


ONLY_READ = ("_changelist", "_history")  # a POST there does nothing but an action, and these have a test
MODELS = [f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]


def section(name: str) -> str:
    """`petitions_petition_move` -> `petitions_petition`: what shares one world in the tests."""
    return next((model for model in MODELS if name.startswith(f"{model}_")), "the desk itself")


def test_each_address_has_a_row_and_each_row_an_address() -> None:
    assert not [name for name in NAMES if name not in ROWS], "who may? say it in tests/accounts/role_table.py"
    assert not [name for name in ROWS if name not in NAMES]


def test_a_row_without_anybody_is_a_door_that_is_closed_to_all() -> None:
    """Else a sample that names no real thing would look like a rule: everybody is told it is not there."""
    empty = {name for name, row in ROWS.items() if row == ("", "")}
    of_django = {f"{model}_{door}" for model in MODELS for door in ("add", "delete")}
    # The desk sends on to the one page where people sign in; a full export takes two roles at once, and its
    # own tests say who (sharing/test_full_exports.py).
    assert empty - of_django == {"login", "sharing_fullexport_take"}


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
        path = path_of(entry, world, where, QUERIES.get(str(entry.name), {}))
        asked = filled(told, world)
        opens = let_in(browsers, "get", path, {})
        reads = str(entry.name).endswith(ONLY_READ)
        found[entry.name] = (opens, opens if reads else let_in(browsers, "post", path, asked))
    assert found == {name: ROWS[name] for name in found if name in ROWS}


def test_each_role_has_the_actions_the_table_says(make: Make, settings: Any) -> None:
    settings.X_CLIENT_ID = "demo"
    found: dict[str, dict[str, str]] = {}
    for letter, browser in people(build(make)).items():
        request = RequestFactory().get("/")
        number = browser.session.get("_auth_user_id")
        request.user = User.objects.get(pk=number) if number else AnonymousUser()
        for model, model_admin in admin.site._registry.items():
            for action in model_admin.get_actions(request):
                mine = found.setdefault(model._meta.label, {})
                mine[action] = mine.get(action, "") + letter
    assert found == ACTIONS
