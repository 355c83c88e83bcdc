"""A draft at a milestone, once, and nothing is sent before somebody says yes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from accounts import clock
from accounts.models import Organisation, Role
from causes.models import Milestone
from petitions.models import Petition
from sharing import preparing
from sharing.models import Connection, Post
from sharing.tasks import prepare_posts, send_posts
from tests.makers import Make
from tests.sharing.posts import connection
from tests.sharing.test_connecting_desk import desk_of
from tests.sharing.x_walk import field, words_of
from tests.standins.x import XStandin

LIST = "/admin/sharing/post/"


@pytest.fixture
def organisation(make: Make) -> Organisation:
    return make.organisation(name="Vecinos Unidos")


@pytest.fixture
def petition(make: Make, organisation: Organisation) -> Petition:
    return make.petition(make.cause(organisation), title="Keep the clinic open")


@pytest.fixture
def account(x: XStandin, organisation: Organisation) -> Connection:
    return connection(x, "barrio_unido", organisation=organisation)


@pytest.fixture
def desk(make: Make, organisation: Organisation) -> Client:
    return desk_of(make.user((organisation, Role.ORGANISER)))


def reach(petition: Petition, number: int = 1000) -> Milestone:
    return Milestone.objects.create(page=petition, number=number, reached_at=clock.now())


def test_it_works(x: XStandin, account: Connection, desk: Client, petition: Petition) -> None:
    reach(petition)
    for _ in range(3):
        prepare_posts()
        send_posts()
    post = Post.objects.get()
    assert (post.state, post.asked_by, post.consent_wording) == ("draft", None, "")
    assert post.text.startswith("1,000 people have signed “Keep the clinic open”. Add your name:\nhttp")
    assert not x.posts
    page = desk.get(f"{LIST}{post.pk}/change/")
    assert "Nothing is sent before you say yes." in words_of(page)
    edit = desk.get(f"{LIST}{post.pk}/edit/").content.decode()
    form = {"words": "A thousand of us!", "agreed": field(edit, "agreed"), "accounts": [account.pk]}
    assert desk.post(f"{LIST}{post.pk}/edit/", form | {"when": "now"}).status_code == 303
    send_posts()
    post.refresh_from_db()
    assert (post.state, x.posts[0].text) == ("sent", post.text)
    assert post.text.startswith("A thousand of us!\n")
    assert post.asked_by and "Vecinos Unidos" in post.consent_wording


def test_what_was_dropped_stays_dropped(
    x: XStandin, account: Connection, desk: Client, petition: Petition
) -> None:
    reach(petition)
    prepare_posts()
    desk.post(f"{LIST}{Post.objects.get().pk}/act/", {"do": "take back"})
    prepare_posts()
    send_posts()
    assert list(Post.objects.values_list("state", "why")) == [("failed", "taken_back")]
    assert not x.posts


def test_several_at_once_are_one_draft(x: XStandin, account: Connection, petition: Petition) -> None:
    for number in (100, 250, 500):
        reach(petition, number)
    prepare_posts()
    assert list(Post.objects.values_list("milestone__number", flat=True)) == [500]


def test_it_speaks_the_pages_language(
    x: XStandin, make: Make, account: Connection, organisation: Organisation
) -> None:
    reach(make.petition(make.cause(organisation), title="Clínica abierta", language="es"))
    prepare_posts()
    assert "personas han firmado «Clínica abierta»" in Post.objects.get().text


@pytest.mark.parametrize("why_not", ["no account", "revoked", "old", "ended", "network off"])
def test_nothing_is_prepared_for_nobody(
    x: XStandin,
    petition: Petition,
    account: Connection,
    later: Callable[..., None],
    settings: object,
    why_not: str,
) -> None:
    reach(petition)
    match why_not:
        case "no account":
            account.delete()
        case "revoked":
            Connection.objects.update(status="revoked")
        case "old":
            later(days=4)
        case "ended":
            Petition.objects.update(state="closed")
        case "network off":
            settings.X_CLIENT_ID = ""  # type: ignore[attr-defined]
    prepare_posts()
    assert not Post.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_prepare_one(x: XStandin, make: Make) -> None:
    organisation = make.organisation()
    connection(x, "barrio_unido", organisation=organisation)
    reach(make.petition(make.cause(organisation)))

    def work(_: int) -> int:
        try:
            return preparing.prepare(clock.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 1
    assert Post.objects.count() == 1
