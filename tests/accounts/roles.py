"""One person for each role, and what an address answers to each of them."""

import copy
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils.http import urlencode

from accounts.models import Membership, Organisation, Role, User
from petitions.models import Signature
from tests.accounts.world import World

# The letters of the table: who is meant by each.
VIEWER, ORGANISER, DATA_OFFICER, OWNER = "V", "O", "D", "W"
MODERATOR, ADMINISTRATOR = "M", "A"
FOREIGN_OWNER, NO_ROLE, SUPPORTER, NOBODY = "F", "S", "P", "N"
EVERYBODY = "VODWMAFSPN"
ONLY_LOOK = "You may look at this page, but not change it."

_IN_THE_ORGANISATION = {
    VIEWER: Role.VIEWER,
    ORGANISER: Role.ORGANISER,
    DATA_OFFICER: Role.DATA_OFFICER,
    OWNER: Role.OWNER,
}


def people(world: World) -> dict[str, Client]:
    """A signed-in browser for each letter; nobody's has no sign-in."""
    mine, theirs = world.mine[Organisation], world.theirs[Organisation]
    users = {letter: _person(letter, is_staff=True) for letter in EVERYBODY if letter not in "MAPN"}
    for letter, role in _IN_THE_ORGANISATION.items():
        Membership.objects.create(user=users[letter], organisation=mine, role=role)
    Membership.objects.create(user=users[FOREIGN_OWNER], organisation=theirs, role=Role.OWNER)
    users[MODERATOR] = _person(MODERATOR, is_staff=True, is_moderator=True)
    users[ADMINISTRATOR] = _person(ADMINISTRATOR, is_staff=True, is_superuser=True)
    users[SUPPORTER] = _person(SUPPORTER)
    return {letter: _browser(users.get(letter)) for letter in EVERYBODY}


def _person(letter: str, **fields: Any) -> User:
    return User.objects.create_user(f"role-{letter.lower()}@example.org", name=f"Role {letter}", **fields)


def _browser(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def let_in(browsers: dict[str, Client], method: str, path: str, data: dict[str, Any]) -> str:
    """The letters of those whom `path` does not refuse; each asks as if the others never had.

    Refused is: sign in first, not yours, not there, not in this way, or back with the word that one may
    look only.
    """
    letters = ""
    for letter, browser in browsers.items():
        cookies = copy.deepcopy(browser.cookies)  # the button that signs out is asked for as well
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined]  # so that an act that must be outermost may be
        with block:
            letters += letter if _lets_in(getattr(browser, method)(path, data)) else ""
            transaction.set_rollback(True)
        browser.cookies = cookies
    return letters


def _lets_in(response: Any) -> bool:
    if response.status_code in (403, 404, 405):
        return False
    if response.status_code < 300 or response.status_code == 422:
        return True
    assert response.status_code in (301, 302, 303), response.status_code
    told = getattr(getattr(response.wsgi_request, "_messages", None), "_queued_messages", [])
    turned_away = any(str(each.message) == ONLY_LOOK for each in told)
    return "/login/" not in response["Location"] and not turned_away


def addresses(entries: Any = None) -> Iterator[URLPattern]:
    """Every address of the desk with a name of its own. What has none answers "not there" or leads
    from a row's number to its screen, whoever asks."""
    for entry in entries or admin.site.urls[0]:
        if not isinstance(entry, URLPattern):
            yield from addresses(entry.url_patterns)
        elif entry.name:
            yield entry


def path_of(entry: URLPattern, world: World, sample: dict[str, Any], query: dict[str, str]) -> str:
    """The address for my own organisation's row; `sample` and `query` fill what else it asks for."""
    public = world.mine[Signature].petition_id  # world's own rows are drafts
    holes: dict[str, Any] = {"page": public, "petition": public, "language": "es"}
    holes = {name: value for name, value in holes.items() if name in entry.pattern.converters}
    for model in admin.site._registry:
        if str(entry.name).startswith(f"{model._meta.app_label}_{model._meta.model_name}_"):
            number = world.mine[model].pk
            holes |= {name: number for name in ("pk", "object_id") if name in entry.pattern.converters}
    path = reverse(f"admin:{entry.name}", kwargs={**holes, **filled(sample, world)})
    return f"{path}?{urlencode(query)}" if query else path


def filled(sample: dict[str, Any], world: World) -> dict[str, Any]:
    """A sample with the numbers of this world's rows in it."""
    return {name: value(world) if callable(value) else value for name, value in sample.items()}
