"""A new key: everything that lies encrypted is written anew with it, and read without the old one."""

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import encryption, rekeying
from sharing.models import Connection, Server
from tests.makers import NOW, Make

OLD, NEW, FOREIGN = (Fernet.generate_key().decode() for _ in range(3))
Keys = Callable[..., None]


@pytest.fixture
def keys(settings: Any) -> Iterator[Keys]:
    def use(*chosen: str) -> None:
        settings.FIELD_ENCRYPTION_KEYS = list(chosen)
        encryption._fernet.cache_clear()

    yield use
    encryption._fernet.cache_clear()


@pytest.fixture
def tokens(make: Make, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three accounts and a server, kept under the old key; one has no refresh token."""
    keys(OLD)
    monkeypatch.setattr(rekeying, "BATCH", 2)
    organisation = make.cause().organisation
    for number in range(3):
        Connection.objects.create(
            organisation=organisation, network="mastodon", remote_id=str(number), handle=f"we{number}",
            access_token=f"access-{number}", refresh_token=f"refresh-{number}" if number else "",
            connected_at=NOW, expires_at=NOW,
        )  # fmt: skip
    Server.objects.create(
        network="mastodon", home="https://forest.example", client_id="us", client_secret="secret",
        redirect_uri="https://us.example/back",
    )  # fmt: skip


def told() -> list[tuple[str, str]]:
    found = list(Connection.objects.order_by("remote_id").values_list("access_token", "refresh_token"))
    return [*found, (Server.objects.get().client_secret, "")]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()


ALL = [("access-0", ""), ("access-1", "refresh-1"), ("access-2", "refresh-2"), ("secret", "")]


@pytest.mark.django_db
def test_after_it_the_old_key_can_go(tokens: None, keys: Keys) -> None:
    keys(NEW, OLD)
    assert "sharing.Connection.access_token: 3 of 3 written anew" in run()
    keys(NEW)
    assert told() == ALL
    assert "sharing.Connection.refresh_token: 0 of 2" in run(), "a second run finds nothing to do"


@pytest.mark.django_db
def test_a_dry_run_changes_nothing(tokens: None, keys: Keys) -> None:
    before = _bytes()
    keys(NEW, OLD)
    assert "sharing.Server.client_secret: 1 of 1 under older keys" in run("--dry-run")
    assert _bytes() == before


@pytest.mark.django_db
def test_what_no_key_opens_is_said_and_left(tokens: None, keys: Keys) -> None:
    keys(FOREIGN)
    Connection.objects.filter(remote_id="1").update(access_token="access-1")
    keys(NEW, OLD)
    with pytest.raises(CommandError, match="1 values were left"):
        run()
    keys(NEW, FOREIGN)
    assert told() == ALL, "all others lie under the new key"


def test_every_encrypted_column_is_known() -> None:
    known = {str(column) for column in rekeying.columns()}
    assert {"sharing.Server.client_secret", "sharing.Connection.access_token"} <= known


def _bytes() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_token, refresh_token FROM sharing_connection ORDER BY id")
        return cursor.fetchall()
