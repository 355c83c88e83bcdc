"""An organiser connects accounts on Mastodon (any server) and Bluesky (app password) at the desk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts.models import Organisation, Role
from sharing import disconnecting
from sharing.models import Connection, Server
from sharing.tasks import give_back
from tests import database
from tests.makers import NOW, Make
from tests.sharing.test_connecting_desk import desk_of
from tests.sharing.x_walk import words_of
from tests.standins.bluesky import BlueskyStandin
from tests.standins.bluesky_api import APP_PASSWORD
from tests.standins.mastodon import MastodonStandin

LIST = "/admin/sharing/connection/"


@pytest.fixture
def mastodon(tmp_path: Path, settings: Any) -> Iterator[MastodonStandin]:
    with MastodonStandin(tmp_path / "m") as running:
        settings.TRUSTED_INSTANCES = [running.base]
        yield running


@pytest.fixture
def bluesky(tmp_path: Path, settings: Any) -> Iterator[BlueskyStandin]:
    with BlueskyStandin(tmp_path / "b") as running:
        settings.BLUESKY_API_BASE = settings.BLUESKY_WEB = running.base
        yield running


@pytest.fixture
def organisation(make: Make) -> Organisation:
    return make.organisation(name="Vecinos Unidos")


@pytest.fixture
def desk(make: Make, organisation: Organisation) -> Client:
    return desk_of(make.user((organisation, Role.ORGANISER)))


def walk(desk: Client, mastodon: MastodonStandin, organisation: Organisation, **press: Any) -> Any:
    """Name the server, press a button there, and come back."""
    there = desk.post(f"{LIST}connect/{organisation.pk}/mastodon/", {"home": mastodon.base})
    assert there.status_code == 303, there.content.decode()
    back = urlsplit(mastodon.press(there["Location"], **press))
    return desk.get(f"{back.path}?{back.query}")


def test_mastodon_works(mastodon: MastodonStandin, desk: Client, organisation: Organisation) -> None:
    assert f"{LIST}connect/{organisation.pk}/mastodon/" in desk.get(LIST).content.decode()
    answer = walk(desk, mastodon, organisation)
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    row = Connection.objects.get()
    host = mastodon.base.removeprefix("http://")
    assert (row.network, row.home, row.handle, row.room) == (
        "mastodon",
        mastodon.base,
        f"river_keepers@{host}",
        500,
    )
    assert f"@river_keepers@{host} is connected." in words_of(desk.get(LIST))
    server = Server.objects.get()
    assert server.client_secret not in database.everything()
    # The second account asks the server for no second app.
    walk(desk, mastodon, organisation, username="barrio_unido")
    assert len(mastodon.kept.data["apps"]) == Server.objects.count() == 1
    assert Connection.objects.count() == 2


def test_disconnecting_tells_the_server(
    mastodon: MastodonStandin, desk: Client, organisation: Organisation
) -> None:
    walk(desk, mastodon, organisation)
    row = Connection.objects.get()
    desk.post(f"{LIST}{row.pk}/disconnect/")
    give_back()
    row.refresh_from_db()
    assert (row.status, row.access_token) == ("revoked", "")
    assert not mastodon.kept.data["tokens"]


def test_a_site_that_moved_registers_anew(
    mastodon: MastodonStandin, desk: Client, organisation: Organisation
) -> None:
    walk(desk, mastodon, organisation)
    Server.objects.update(redirect_uri="https://old.example/")
    walk(desk, mastodon, organisation)
    assert len(mastodon.kept.data["apps"]) == 2
    assert Connection.objects.count() == Server.objects.count() == 1


def test_cancelled_is_told_kindly(
    mastodon: MastodonStandin, desk: Client, organisation: Organisation
) -> None:
    walk(desk, mastodon, organisation, cancel=True)
    assert "Mastodon says that you pressed Cancel" in words_of(desk.get(LIST))
    assert not Connection.objects.exists()


@pytest.mark.parametrize(
    "home", ["", "localhost", "127.0.0.1", "http://10.0.0.1", "https://169.254.169.254/latest", "a b"]
)
def test_what_is_no_public_server_is_told(desk: Client, organisation: Organisation, home: str) -> None:
    answer = desk.post(f"{LIST}connect/{organisation.pk}/mastodon/", {"home": home})
    assert answer.status_code == 422
    assert "Write the name of the server" in words_of(answer) or "required" in words_of(answer)
    assert not Server.objects.exists()


@pytest.mark.parametrize("kind", ["500", "reset", "200 garbage", "301"])
def test_a_server_that_does_not_answer_as_it_should(
    mastodon: MastodonStandin, desk: Client, organisation: Organisation, kind: str
) -> None:
    walk(desk, mastodon, organisation)
    Connection.objects.all().delete()
    mastodon.faults.add(kind=kind, at="token")
    walk(desk, mastodon, organisation)
    assert "Mastodon did not answer as it should" in words_of(desk.get(LIST))
    assert not Connection.objects.exists()


def test_a_server_that_registers_nobody_is_told_in_the_form(
    mastodon: MastodonStandin, desk: Client, organisation: Organisation
) -> None:
    mastodon.faults.add(kind="500", at="apps")
    answer = desk.post(f"{LIST}connect/{organisation.pk}/mastodon/", {"home": mastodon.base})
    assert answer.status_code == 422
    assert "Mastodon did not answer as it should" in words_of(answer)
    assert f'value="{mastodon.base}"' in answer.content.decode()


def test_bluesky_works(bluesky: BlueskyStandin, desk: Client, organisation: Organisation) -> None:
    path = f"{LIST}connect/{organisation.pk}/bluesky/"
    page = desk.get(path).content.decode()
    assert f'value="{bluesky.base}"' in page and "App password" in page
    form = {"handle": "@River-Keepers.test ", "password": APP_PASSWORD, "home": ""}
    answer = desk.post(path, form)
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    row = Connection.objects.get()
    assert (row.network, row.handle, row.remote_id) == (
        "bluesky",
        "river-keepers.test",
        bluesky.did("river-keepers.test"),
    )
    assert "@river-keepers.test is connected." in words_of(desk.get(LIST))
    assert APP_PASSWORD not in database.everything()
    disconnecting.disconnect(row, NOW)
    give_back()
    row.refresh_from_db()
    assert (row.access_token, row.refresh_token) == ("", "")


def test_a_wrong_app_password_is_told_and_never_shown_again(
    bluesky: BlueskyStandin, desk: Client, organisation: Organisation
) -> None:
    form = {"handle": "river-keepers.test", "password": "wrong-word", "home": ""}
    answer = desk.post(f"{LIST}connect/{organisation.pk}/bluesky/", form)
    assert answer.status_code == 422
    assert "Bluesky does not know this name with this app password" in words_of(answer)
    page = answer.content.decode()
    assert 'value="river-keepers.test"' in page and "wrong-word" not in page


@pytest.mark.parametrize("network", ["mastodon", "bluesky"])
def test_strangers_and_viewers_connect_nothing(
    make: Make, organisation: Organisation, settings: Any, network: str
) -> None:
    path = f"{LIST}connect/{organisation.pk}/{network}/"
    for person in (make.user((make.organisation(), Role.OWNER)), make.user((organisation, Role.VIEWER))):
        assert desk_of(person).get(path).status_code == 404
    owner = desk_of(make.user((organisation, Role.OWNER)))
    assert owner.get(path).status_code == 200
    settings.POST_TO = ["x"]
    assert owner.get(path).status_code == 404


def test_no_way_back_to_a_network_that_has_none(desk: Client) -> None:
    assert desk.get("/connect/whatsapp/back/?state=x&code=y").status_code == 404
    assert desk.get("/connect/mastodon/back/?state=x&code=y").status_code == 400
