"""A row as a network sees it: plain values, so that no channel needs to know a model."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from causes import speaking
from causes.models import Page
from sharing.channels import NETWORKS
from sharing.channels.network import Access, Card, Door, Network, Outgoing
from sharing.models import Connection, Post, Server

_PICTURE_BYTES = 950_000  # what Bluesky takes


def network_of(connection: Connection) -> Network:
    """The network an account lives on."""
    return NETWORKS[connection.network]


def share_address(code: str, network: str) -> str:
    """The whole address of link `code` as it stands in a post there."""
    return settings.SITE_URL + reverse("share", args=[code, network])


def door_of(connection: Connection) -> Door:
    """Where the account was connected, with this site's keys there."""
    return door_at(connection.network, connection.home)


def door_at(network: str, home: str) -> Door:
    """This site's keys at a server that was met before; without keys where none are needed."""
    server = Server.objects.filter(network=network, home=home).first() if home else None
    return Door(home, server.client_id, server.client_secret) if server else Door(home)


def access_of(connection: Connection, token: str) -> Access:
    """`connection` with the token that works now."""
    return Access(door_of(connection), connection.remote_id, connection.handle, token)


def outgoing(post: Post) -> Outgoing:
    """The post with everything a network may want to know of it."""
    assert post.claimed_at
    return Outgoing(
        text=post.text,
        address=share_address(post.link.code, post.connection.network),
        key=post.key,
        language=post.link.language,
        asked_at=post.created_at,
        tried_at=post.claimed_at,
        card=_card(post.page, post.link.language),
    )


def _card(page: Page, language: str) -> Card:
    with override(language):
        said = speaking.said(page, language).text
    return Card(said["title"], said["summary"], _picture(page))


def _picture(page: Page) -> bytes:
    """Without it when it is too large, or gone from the disk: the words matter."""
    if not page.picture:
        return b""
    try:
        if page.picture.size > _PICTURE_BYTES:
            return b""
        with page.picture.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return b""
