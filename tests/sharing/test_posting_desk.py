"""An organisation's own post: written at the desk, with a link of its own, listed with its end."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation, Role, User
from causes.counting import count_all
from causes.models import Link, LinkTotal
from petitions.models import Petition
from sharing.models import ChannelPause, Connection, Post
from sharing.tasks import send_posts
from tests.makers import NOW, Make
from tests.sharing.posts import connection, waiting
from tests.sharing.test_connecting_desk import desk_of
from tests.sharing.x_walk import field, words_of
from tests.standins.x import XStandin

LIST = "/admin/sharing/post/"


@pytest.fixture
def organisation(make: Make) -> Organisation:
    return make.organisation(name="Vecinos Unidos")


@pytest.fixture
def petition(make: Make, organisation: Organisation) -> Petition:
    return make.petition(make.cause(organisation), title="Keep the clinic open", summary="Fund it.")


@pytest.fixture
def account(x: XStandin, organisation: Organisation) -> Connection:
    return connection(x, "barrio_unido", organisation=organisation)


@pytest.fixture
def desk(make: Make, organisation: Organisation) -> Client:
    return desk_of(make.user((organisation, Role.ORGANISER)))


def compose_path(petition: Petition) -> str:
    return f"{LIST}compose/{petition.pk}/"


def form_of(page: str) -> dict[str, Any]:
    """What a form holds as it is shown."""
    accounts = re.findall(r'name="accounts" value="(\d+)" checked', page)
    return {name: field(page, name) for name in ("words", "agreed", "link")} | {"accounts": accounts}


def shown(desk: Client, petition: Petition) -> dict[str, Any]:
    """What the form holds when it is opened."""
    return form_of(desk.get(compose_path(petition)).content.decode())


def test_it_works(x: XStandin, account: Connection, desk: Client, petition: Petition) -> None:
    page = desk.get(compose_path(petition)).content.decode()
    address = re.search(r"http://127.0.0.1:8000/s/(\w{9})/x/", page)
    assert address
    form = form_of(page)
    assert form["words"] == "Keep the clinic open. Fund it. Add your name:"
    assert not Link.objects.filter(kind="post").exists()  # opening the form changes nothing
    answer = desk.post(compose_path(petition), form)
    post = Post.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{LIST}{post.pk}/change/")
    assert post.text == f"Keep the clinic open. Fund it. Add your name:\n{address[0]}"
    assert "for Vecinos Unidos" in post.consent_wording
    link = post.link
    assert (link.kind, link.generation, link.page_id, link.parent) == ("post", 0, petition.pk, None)
    assert "@barrio_unido" in link.label
    send_posts()
    assert [(p.text, p.account.username) for p in x.posts] == [(post.text, "barrio_unido")]


def test_its_signatures_are_counted(
    x: XStandin, make: Make, account: Connection, desk: Client, petition: Petition
) -> None:
    desk.post(compose_path(petition), shown(desk, petition))
    link = Post.objects.get().link
    first = make.signature(petition, link, "x")
    make.signature(petition, first, "whatsapp")
    count_all(NOW)
    total = LinkTotal.objects.get(link=link)
    assert (total.direct, total.downstream) == (1, 2)
    assert first.link.generation == 1


def test_a_double_press_makes_one_post(
    x: XStandin, account: Connection, desk: Client, petition: Petition
) -> None:
    form = shown(desk, petition)
    for _ in range(2):
        assert desk.post(compose_path(petition), form).status_code == 303
    assert Post.objects.count() == Link.objects.filter(kind="post").count() == 1


def test_a_second_post_has_a_link_of_its_own(
    x: XStandin, account: Connection, desk: Client, petition: Petition
) -> None:
    for _ in range(2):
        desk.post(compose_path(petition), shown(desk, petition))
    assert Post.objects.values("link").distinct().count() == 2


@pytest.mark.parametrize("link", ["", "made-up", "other page"])
def test_only_the_link_that_was_shown_is_posted(
    x: XStandin, make: Make, account: Connection, desk: Client, petition: Petition, link: str
) -> None:
    if link == "other page":
        link = shown(desk, make.petition(petition.cause))["link"]
    answer = desk.post(compose_path(petition), shown(desk, petition) | {"words": "Kept", "link": link})
    assert answer.status_code == 422
    assert "press once more" in words_of(answer)
    assert field(answer.content.decode(), "words") == "Kept"
    assert not Post.objects.exists()


def test_bad_words_are_told(x: XStandin, account: Connection, desk: Client, petition: Petition) -> None:
    form = shown(desk, petition)
    answer = desk.post(compose_path(petition), form | {"words": "Hello @mayor"})
    assert answer.status_code == 422
    assert "Write it without the @: @mayor" in words_of(answer)
    again = answer.content.decode()
    assert field(again, "words") == "Hello @mayor"
    form = form_of(again) | {"words": "Hello mayor"}
    assert desk.post(compose_path(petition), form).status_code == 303


def test_the_account_is_chosen(
    x: XStandin, account: Connection, organisation: Organisation, desk: Client, petition: Petition
) -> None:
    other = connection(x, "river_keepers", organisation=organisation)
    page = desk.get(compose_path(petition)).content.decode()
    assert form_of(page)["accounts"] == [str(other.pk)]  # the one that was connected last
    form = form_of(page) | {"words": "Kept words"}
    for accounts, told in (([], "Choose at least one"), ([account.pk, other.pk], "X forbids the same text")):
        answer = desk.post(compose_path(petition), form | {"accounts": accounts})
        assert answer.status_code == 422
        assert told in words_of(answer)
        assert field(answer.content.decode(), "words") == "Kept words"
    assert not Post.objects.exists()
    desk.post(compose_path(petition), form | {"accounts": [account.pk]})
    assert Post.objects.get().connection == account


@pytest.mark.parametrize("status", ["reconnect", "revoked"])
def test_without_an_account_it_says_what_to_do(
    x: XStandin, account: Connection, desk: Client, petition: Petition, status: str
) -> None:
    Connection.objects.update(status=status)
    answer = desk.get(compose_path(petition))
    assert "has no account connected" in words_of(answer)
    assert f"/admin/sharing/connection/connect/{petition.organisation_id}/x/" in answer.content.decode()
    assert desk.post(compose_path(petition), {"words": "x"}).status_code == 200
    assert not Post.objects.exists()


def test_strangers_viewers_and_drafts_are_kept_out(
    x: XStandin, make: Make, account: Connection, desk: Client, organisation: Organisation, petition: Petition
) -> None:
    form = shown(desk, petition)
    stranger = desk_of(make.user((make.organisation(), Role.OWNER)))
    viewer = desk_of(make.user((organisation, Role.VIEWER)))
    for client in (stranger, viewer):
        assert client.get(compose_path(petition)).status_code == 404
        assert client.post(compose_path(petition), form).status_code == 404
    draft = make.petition(petition.cause, state="draft")
    assert desk.get(compose_path(draft)).status_code == 404
    assert not Post.objects.exists()


def test_the_list_says_how_each_stands(
    x: XStandin, make: Make, account: Connection, desk: Client, petition: Petition
) -> None:
    for number, (state, why) in enumerate(
        [("ready", ""), ("sent", ""), ("failed", "forbidden"), ("unknown", "cut_off")]
    ):
        post = waiting(make, account, f"Number {number}", make.signature(petition))
        Post.objects.filter(pk=post.pk).update(
            state=state, why=why, remote_id="123" if state == "sent" else ""
        )
    said = words_of(desk.get(LIST))
    assert "waiting to be sent 1" in said and "unknown 1" in said and "failed 1" in said
    for words in ("waiting to be sent", "sent", "refused by the network", "cut off in the middle"):
        assert words in said
    assert f'href="{x.base}/barrio_unido/status/123"' in desk.get(LIST).content.decode()
    unknown = Post.objects.get(state="unknown")
    assert "Open X and look: is it there?" in words_of(desk.get(f"{LIST}{unknown.pk}/change/"))


def test_posts_are_read_only(
    x: XStandin, make: Make, account: Connection, desk: Client, petition: Petition
) -> None:
    post = waiting(make, account, signed=make.signature(petition))
    admin = desk_of(User.objects.create_superuser("root@example.org"))
    for client in (desk, admin):
        assert client.get(f"{LIST}add/").status_code == 403
        assert client.post(f"{LIST}{post.pk}/change/", {"text": "Changed"}).status_code == 403
        assert client.post(f"{LIST}{post.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Post.objects.get().text == post.text


def test_another_organisations_posts_are_not_there(
    x: XStandin, make: Make, account: Connection, petition: Petition
) -> None:
    post = waiting(make, account, "Secret plan", make.signature(petition))
    stranger = desk_of(make.user((make.organisation(), Role.OWNER)))
    assert "Secret plan" not in stranger.get(LIST).content.decode()
    assert stranger.get(f"{LIST}{post.pk}/change/").status_code == 404


def test_a_supporters_name_and_address_stay_out(
    x: XStandin, make: Make, desk: Client, petition: Petition
) -> None:
    """The supporter agreed to show the account and the post; nothing else of them is told."""
    signed = make.signature(petition, name="Dolores Peña", email="dolores@example.net")
    post = waiting(make, connection(x), "Mine", signed)
    for path in (LIST, f"{LIST}{post.pk}/change/"):
        page = desk.get(path).content.decode()
        assert "@maria_lopez_demo" in page
        assert "example.net" not in page
        assert "Dolores" not in page


def test_a_pause_is_seen_and_lifted_by_a_site_administrator(
    x: XStandin, make: Make, account: Connection, desk: Client, petition: Petition
) -> None:
    x.faults.add(kind="402")
    waiting(make, account, signed=make.signature(petition))
    send_posts()
    for path in (LIST, "/admin/sharing/connection/", compose_path(petition)):
        said = words_of(desk.get(path))
        assert "Posting on X is paused." in said
        assert "402 CreditsDepleted" in said
    assert desk.post(f"{LIST}resume/x/").status_code == 403
    assert ChannelPause.objects.exists()
    admin = desk_of(User.objects.create_superuser("root@example.org"))
    assert admin.get(f"{LIST}resume/x/").status_code == 405
    assert admin.post(f"{LIST}resume/x/").status_code == 303
    send_posts()
    assert Post.objects.get().state == "sent"


def test_the_petitions_screen_leads_there_only_where_this_site_posts(
    x: XStandin, desk: Client, petition: Petition, settings: Any
) -> None:
    screen = f"/admin/petitions/petition/{petition.pk}/change/"
    assert compose_path(petition) in desk.get(screen).content.decode()
    settings.POST_TO = []
    assert compose_path(petition) not in desk.get(screen).content.decode()
    assert desk.get(compose_path(petition)).status_code == 404
