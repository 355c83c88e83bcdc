"""An organiser connects the organisation's account at the desk, and reaches nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Membership, Organisation, Role, User
from sharing.models import Connection
from sharing.tasks import give_back
from tests.makers import Make
from tests.sharing.posts import connection
from tests.sharing.x_walk import come_back, words_of
from tests.standins.x import XStandin

LIST = "/admin/sharing/connection/"


@pytest.fixture
def organisation(make: Make) -> Organisation:
    return make.organisation(name="Vecinos Unidos")


def desk_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(make: Make, organisation: Organisation) -> Client:
    return desk_of(make.user((organisation, Role.ORGANISER)))


def go_to_x(desk: Client, organisation: Organisation) -> Any:
    return desk.post(f"{LIST}connect/{organisation.pk}/x/")


def test_it_works(x: XStandin, desk: Client, organisation: Organisation) -> None:
    assert f"{LIST}connect/{organisation.pk}/x/" in desk.get(LIST).content.decode()
    answer = come_back(desk, x, go_to_x(desk, organisation)["Location"], "barrio_unido")
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    row = Connection.objects.get()
    assert (row.organisation, row.person, row.handle, row.status) == (
        organisation,
        None,
        "barrio_unido",
        "active",
    )
    said = words_of(desk.get(LIST))
    assert "@barrio_unido is connected." in said
    assert row.access_token not in desk.get(f"{LIST}{row.pk}/change/").content.decode()


def test_nothing_is_there_while_this_site_posts_nowhere(
    desk: Client, organisation: Organisation, settings: Any
) -> None:
    settings.POST_TO = []
    for path in (LIST, "/admin/sharing/post/", f"{LIST}connect/{organisation.pk}/x/"):
        assert desk.get(path).status_code in (404, 405)
    assert go_to_x(desk, organisation).status_code == 404
    front = desk.get("/admin/").content.decode()
    assert LIST not in front
    assert "/admin/sharing/post/" not in front


def test_connecting_needs_a_press(x: XStandin, desk: Client, organisation: Organisation) -> None:
    page = desk.get(f"{LIST}connect/{organisation.pk}/x/")
    assert page.status_code == 200
    assert "are asked whether this site may post" in words_of(page)
    assert not Connection.objects.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DATA_OFFICER])
def test_only_who_runs_the_organisation_connects(
    x: XStandin, make: Make, organisation: Organisation, role: Role
) -> None:
    desk = desk_of(make.user((organisation, role)))
    assert go_to_x(desk, organisation).status_code == 404
    assert desk.get(LIST).status_code == 403
    assert LIST not in desk.get("/admin/").content.decode()


def test_another_organisation_is_not_there(x: XStandin, make: Make, organisation: Organisation) -> None:
    account = connection(x, "barrio_unido", organisation=organisation)
    stranger = desk_of(make.user((make.organisation(), Role.OWNER)))
    assert go_to_x(stranger, organisation).status_code == 404
    assert stranger.get(f"{LIST}{account.pk}/change/").status_code == 404
    assert stranger.post(f"{LIST}{account.pk}/disconnect/").status_code == 404
    assert "barrio_unido" not in stranger.get(LIST).content.decode()
    account.refresh_from_db()
    assert account.status == "active"


def test_supporters_accounts_are_on_nobodys_list(x: XStandin, make: Make, desk: Client) -> None:
    account = connection(x)
    admin = desk_of(User.objects.create_superuser("root@example.org"))
    for client in (desk, admin):
        assert "maria_lopez_demo" not in client.get(LIST).content.decode()
        assert client.get(f"{LIST}{account.pk}/change/").status_code == 404
        assert client.post(f"{LIST}{account.pk}/disconnect/").status_code == 404


def test_cancelled_is_told_kindly(x: XStandin, desk: Client, organisation: Organisation) -> None:
    answer = come_back(desk, x, go_to_x(desk, organisation)["Location"], "", cancel=True)
    assert answer["Location"] == LIST
    assert "X says that you pressed Cancel" in words_of(desk.get(LIST))
    assert not Connection.objects.exists()


def test_too_little_permission_is_told(x: XStandin, desk: Client, organisation: Organisation) -> None:
    asked = go_to_x(desk, organisation)["Location"].replace("%20offline.access", "")
    come_back(desk, x, asked, "barrio_unido")
    assert "did not give us permission to post and to stay connected" in words_of(desk.get(LIST))
    assert not Connection.objects.exists()


def test_who_lost_the_role_on_the_way_connects_nothing(
    x: XStandin, desk: Client, organisation: Organisation
) -> None:
    asked = go_to_x(desk, organisation)["Location"]
    Membership.objects.update(role=Role.VIEWER)
    assert come_back(desk, x, asked, "barrio_unido").status_code == 400
    assert not Connection.objects.exists()


def test_an_answer_belongs_to_the_session_that_asked(
    x: XStandin, make: Make, desk: Client, organisation: Organisation
) -> None:
    """Whoever is lured to the way back connects nothing to their own organisation."""
    victim = desk_of(make.user((make.organisation(), Role.OWNER)))
    assert come_back(victim, x, go_to_x(desk, organisation)["Location"], "sam_okafor_demo").status_code == 400
    assert not Connection.objects.exists()


def test_disconnecting_gives_the_tokens_back(x: XStandin, desk: Client, organisation: Organisation) -> None:
    account = connection(x, "barrio_unido", organisation=organisation)
    access = account.access_token
    assert desk.get(f"{LIST}{account.pk}/disconnect/").status_code == 405
    assert desk.post(f"{LIST}{account.pk}/disconnect/").status_code == 303
    assert "@barrio_unido is disconnected" in words_of(desk.get(LIST))
    account.refresh_from_db()
    assert account.status == "revoked"
    give_back()
    account.refresh_from_db()
    assert (account.access_token, account.refresh_token, account.not_told) == ("", "", False)
    assert x.state.holder(access, clock.now().timestamp()) is None


def test_x_away_disconnects_here_and_says_so(
    x: XStandin, desk: Client, organisation: Organisation, later: Callable[..., None]
) -> None:
    account = connection(x, "barrio_unido", organisation=organisation)
    x.faults.add(kind="503", at="revoke")
    desk.post(f"{LIST}{account.pk}/disconnect/")
    give_back()
    said = words_of(desk.get(LIST))
    assert "disconnected" in said
    assert "X could not be told yet" in said
    later(minutes=2)
    give_back()
    assert "X could not be told yet" not in words_of(desk.get(LIST))
    account.refresh_from_db()
    assert account.refresh_token == ""


def test_connecting_again_takes_the_old_row_up(x: XStandin, desk: Client, organisation: Organisation) -> None:
    account = connection(x, "barrio_unido", organisation=organisation)
    desk.post(f"{LIST}{account.pk}/disconnect/")
    come_back(desk, x, go_to_x(desk, organisation)["Location"], "barrio_unido")
    give_back()
    row = Connection.objects.get()
    assert (row.pk, row.status, row.disconnected_at, row.give_back_at) == (account.pk, "active", None, None)
    assert x.state.holder(row.access_token, clock.now().timestamp())
