"""The same words on several networks, now or later, changed or taken back until a worker claims them."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Organisation, Role
from causes.models import Link
from petitions.models import Petition
from sharing import posting
from sharing.models import Connection, Post
from sharing.tasks import send_posts
from tests.makers import Make
from tests.sharing.networks import on_bluesky, on_mastodon
from tests.sharing.posts import connection, waiting
from tests.sharing.test_connecting_desk import desk_of
from tests.sharing.test_posting_desk import compose_path, form_of, shown
from tests.sharing.x_walk import field, words_of
from tests.standins.bluesky import BlueskyStandin
from tests.standins.mastodon import MastodonStandin
from tests.standins.x import XStandin

LIST = "/admin/sharing/post/"


@pytest.fixture
def servers(tmp_path: Path, settings: Any) -> Iterator[tuple[MastodonStandin, BlueskyStandin]]:
    with MastodonStandin(tmp_path / "m") as mastodon, BlueskyStandin(tmp_path / "b") as bluesky:
        settings.BLUESKY_API_BASE = settings.BLUESKY_WEB = bluesky.base
        settings.TRUSTED_INSTANCES = [mastodon.base]
        yield mastodon, bluesky


@pytest.fixture
def organisation(make: Make) -> Organisation:
    return make.organisation(name="Vecinos Unidos")


@pytest.fixture
def petition(make: Make, organisation: Organisation) -> Petition:
    zone = "America/Phoenix"
    return make.petition(make.cause(organisation), title="Keep the clinic open", time_zone=zone)


@pytest.fixture
def accounts(
    x: XStandin, servers: tuple[MastodonStandin, BlueskyStandin], organisation: Organisation
) -> list[Connection]:
    mastodon, bluesky = servers
    return [
        connection(x, "barrio_unido", organisation=organisation),
        on_mastodon(mastodon, organisation=organisation),
        on_bluesky(bluesky, organisation=organisation),
    ]


@pytest.fixture
def desk(make: Make, organisation: Organisation) -> Client:
    return desk_of(make.user((organisation, Role.ORGANISER)))


def test_it_works(
    x: XStandin,
    servers: tuple[MastodonStandin, BlueskyStandin],
    accounts: list[Connection],
    desk: Client,
    petition: Petition,
) -> None:
    form = shown(desk, petition) | {"words": "Keep it open! #Clinic"}
    assert len(form["accounts"]) == 3
    answer = desk.post(compose_path(petition), form)
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    send_posts()
    posts = {post.connection.network: post for post in Post.objects.all()}
    assert {post.state for post in posts.values()} == {"sent"}
    arrived = {
        "x": x.posts[0].text,
        "mastodon": servers[0].posts[0]["text"],
        "bluesky": servers[1].posts[0]["text"],
    }
    for network, text in arrived.items():
        code = posts[network].link.code
        assert (
            text == posts[network].text == f"Keep it open! #Clinic\nhttp://127.0.0.1:8000/s/{code}/{network}/"
        )
    assert Link.objects.filter(kind="post").count() == 3
    listed = desk.get(LIST).content.decode()
    assert f'href="{servers[0].base}/@river_keepers/{posts["mastodon"].remote_id}"' in listed
    assert f'href="{servers[1].base}/profile/river-keepers.test/post/{posts["bluesky"].remote_id}"' in listed


def test_each_network_counts_its_own_length(
    x: XStandin, accounts: list[Connection], desk: Client, petition: Petition
) -> None:
    form = shown(desk, petition) | {"words": "a" * 270}
    answer = desk.post(compose_path(petition), form)
    assert answer.status_code == 422
    said = words_of(answer)
    assert "too long for X" in said and "too long for Bluesky" in said and "too long for Mastodon" not in said
    assert field(answer.content.decode(), "words") == "a" * 270
    only = form_of(answer.content.decode()) | {"words": "a" * 270, "accounts": [accounts[1].pk]}
    assert desk.post(compose_path(petition), only).status_code == 303
    Connection.objects.filter(network="mastodon").update(room=280)
    again = shown(desk, petition) | {"words": "a" * 270, "accounts": [accounts[1].pk]}
    assert "too long for Mastodon" in words_of(desk.post(compose_path(petition), again))


def test_it_goes_out_at_its_time(
    x: XStandin, accounts: list[Connection], desk: Client, petition: Petition, later: Callable[..., None]
) -> None:
    """Days later: it does not count as having waited too long."""
    there = (clock.now() + dt.timedelta(days=5)).astimezone(dt.timezone(dt.timedelta(hours=-7)))
    typed = there.strftime("%Y-%m-%dT%H:%M")
    form = shown(desk, petition) | {"accounts": [accounts[0].pk], "when": "later", "at": typed}
    answer = desk.post(compose_path(petition), form)
    assert answer.status_code == 303
    page = words_of(desk.get(answer["Location"]))
    assert "America/Phoenix" in page and "Change text or time" in page
    send_posts()
    later(days=4, hours=23)
    send_posts()
    assert not x.posts
    later(days=5, minutes=1)
    send_posts()
    assert len(x.posts) == 1


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("", "Say when"),
        ("2020-01-01T10:00", "This moment has passed"),
        ("2199-01-01T10:00", "more than a year away"),
        ("soon", "Enter a valid date/time"),
    ],
)
def test_a_time_that_cannot_be_is_told(
    x: XStandin, accounts: list[Connection], desk: Client, petition: Petition, at: str, told: str
) -> None:
    form = shown(desk, petition) | {"words": "Kept", "when": "later", "at": at}
    answer = desk.post(compose_path(petition), form)
    assert answer.status_code == 422
    assert told in words_of(answer)
    assert field(answer.content.decode(), "words") == "Kept"
    assert not Post.objects.exists()


@pytest.fixture
def planned(make: Make, accounts: list[Connection], petition: Petition) -> Post:
    post = waiting(make, accounts[1], "First words", make.signature(petition))
    soon = clock.now() + dt.timedelta(hours=3)
    Post.objects.update(due_at=soon, not_before=soon)
    post.refresh_from_db()
    return post


def test_what_waits_is_changed(
    servers: tuple[MastodonStandin, BlueskyStandin], desk: Client, planned: Post, x: XStandin
) -> None:
    edit = f"{LIST}{planned.pk}/edit/"
    page = desk.get(edit).content.decode()
    assert field(page, "words") == "First words"
    form = {"words": "Other words", "agreed": field(page, "agreed"), "accounts": [planned.connection_id]}
    key = planned.key
    assert desk.post(edit, form | {"when": "now"}).status_code == 303
    send_posts()
    planned.refresh_from_db()
    assert servers[0].posts[0]["text"].startswith("Other words\n")
    assert (planned.state, planned.key != key) == ("sent", True)


def test_what_is_claimed_is_changed_no_more(
    servers: tuple[MastodonStandin, BlueskyStandin], desk: Client, planned: Post, x: XStandin
) -> None:
    """The form was open while a worker took it."""
    edit = f"{LIST}{planned.pk}/edit/"
    page = desk.get(edit).content.decode()
    form = {"words": "Too late", "agreed": field(page, "agreed"), "accounts": [planned.connection_id]}
    Post.objects.update(not_before=clock.now())
    claimed = posting.claim(clock.now())
    assert claimed
    assert desk.post(edit, form).status_code == 303
    assert desk.post(f"{LIST}{planned.pk}/act/", {"do": "take back"}).status_code == 303
    assert "It has moved on meanwhile" in words_of(desk.get(LIST))
    posting.settle(claimed, posting._send(claimed, clock.now), clock.now())
    planned.refresh_from_db()
    assert planned.state == "sent"
    assert servers[0].posts[0]["text"].startswith("First words\n")


def test_what_waits_is_taken_back_and_asked_for_again(
    servers: tuple[MastodonStandin, BlueskyStandin], desk: Client, planned: Post, x: XStandin
) -> None:
    act = f"{LIST}{planned.pk}/act/"
    assert desk.get(act).status_code == 405
    assert desk.post(act, {"do": "nonsense"}).status_code == 404
    desk.post(act, {"do": "take back"})
    planned.refresh_from_db()
    assert (planned.state, planned.why) == ("failed", "taken_back")
    assert "Try again with the same text" in words_of(desk.get(f"{LIST}{planned.pk}/change/"))
    desk.post(act, {"do": "again"})
    send_posts()
    planned.refresh_from_db()
    assert (planned.state, len(servers[0].posts)) == ("sent", 1)


def test_an_unknown_one_is_asked_about(
    servers: tuple[MastodonStandin, BlueskyStandin], desk: Client, planned: Post, x: XStandin
) -> None:
    Post.objects.update(state="unknown", why="not_found", look_at=None, claimed_at=clock.now())
    page = words_of(desk.get(f"{LIST}{planned.pk}/change/"))
    assert "Open Mastodon and look: is it there?" in page and "It is not there" in page
    desk.post(f"{LIST}{planned.pk}/act/", {"do": "not there"})
    planned.refresh_from_db()
    assert (planned.state, planned.why) == ("failed", "not_there")
    Post.objects.update(state="unknown", why="not_found", look_at=None)
    desk.post(f"{LIST}{planned.pk}/act/", {"do": "there"})
    planned.refresh_from_db()
    assert planned.state == "sent"


def test_a_supporters_post_is_theirs_alone(x: XStandin, make: Make, desk: Client, petition: Petition) -> None:
    post = waiting(make, connection(x), "Mine", make.signature(petition))
    assert "Take it back" not in words_of(desk.get(f"{LIST}{post.pk}/change/"))
    assert desk.get(f"{LIST}{post.pk}/edit/").status_code == 404
    assert desk.post(f"{LIST}{post.pk}/act/", {"do": "take back"}).status_code == 404


def test_others_change_nothing(make: Make, organisation: Organisation, planned: Post, x: XStandin) -> None:
    before = Post.objects.values().get()
    stranger = desk_of(make.user((make.organisation(), Role.OWNER)))
    viewer = desk_of(make.user((organisation, Role.VIEWER)))
    for client in (stranger, viewer):
        assert client.get(f"{LIST}{planned.pk}/edit/").status_code in (403, 404)
        assert client.post(f"{LIST}{planned.pk}/act/", {"do": "take back"}).status_code in (403, 404)
    assert Post.objects.values().get() == before
