"""Connecting an account: the walk to the network and back, and what is kept of it.

State and PKCE verifier wait in the visitor's session: ten minutes, for one answer. What the network
gave is stored encrypted, and only when it is enough to post.
"""

import datetime as dt
import hmac
import logging
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse

from sharing.channels import NETWORKS
from sharing.channels.base import Account, ChannelError, Tokens
from sharing.channels.network import Access, Door, Network, Way
from sharing.models import Connection, Server
from sharing.outgoing import door_at

log = logging.getLogger(__name__)
ANSWER_WITHIN = dt.timedelta(seconds=600)
_SESSION_KEY = "connecting"
_MOST_AT_ONCE = 5


@dataclass(frozen=True)
class Owner:
    """Whose connection it will be: exactly one of the two keys is given."""

    organisation_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Pending:
    """One walk that has not come back yet; `home` is the server it went to, where there are many."""

    network: Network
    home: str
    owner: Owner
    verifier: str
    language: str


class NotOurs(Exception):
    """An answer that nobody here asked for: another state, an old one, or one that was used before."""


class Refusal(StrEnum):
    """Why there is no connection, as it stands in our own addresses."""

    DENIED = "denied"
    SCOPES = "scopes"
    FAILED = "failed"
    PASSWORD = "password"


class NotConnected(Exception):
    """The walk ended without a connection; nothing is kept."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def begin(
    network: Network, session: SessionBase, owner: Owner, language: str, now: dt.datetime, home: str = ""
) -> str:
    """The address at the network that asks for consent; what its answer must match waits in `session`.

    A server that is met for the first time is told of this site; NotConnected when it does not answer.
    """
    door = _door(network, home)
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    waiting = session.get(_SESSION_KEY, [])[-(_MOST_AT_ONCE - 1) :]
    entry = {
        "network": network.name,
        "home": home,
        "state": state,
        "verifier": verifier,
        "owner": [owner.organisation_id, owner.person_id],
        "language": language,
        "at": now.timestamp(),
    }
    session[_SESSION_KEY] = [*waiting, entry]
    return network.ask(door, redirect_uri=redirect_uri(network), state=state, verifier=verifier)


def come_back(session: SessionBase, network: str, state: str, now: dt.datetime) -> Pending:
    """What was begun with `state`, once: the same answer does not work again. Raises NotOurs."""
    waiting = session.get(_SESSION_KEY, [])
    found = next((e for e in waiting if hmac.compare_digest(e["state"].encode(), state.encode())), None)
    if found is None or found.get("network") != network:
        raise NotOurs
    session[_SESSION_KEY] = [entry for entry in waiting if entry is not found]
    if now.timestamp() - found["at"] > ANSWER_WITHIN.total_seconds():
        raise NotOurs
    owner = Owner(*found["owner"])
    return Pending(NETWORKS[network], found["home"], owner, found["verifier"], found["language"])


def finish(pending: Pending, code: str, now: dt.datetime) -> Connection:
    """Exchange the code (it lives 30 seconds), read whose account it is, and keep it; raises NotConnected.

    With `begin` and `sign_in` the only places where a web request speaks to a network: the visitor waits
    for the answer.
    """
    network, door = pending.network, door_at(pending.network.name, pending.home)
    try:
        tokens, account = network.exchange(
            door, code=code, verifier=pending.verifier, redirect_uri=redirect_uri(network), now=now
        )
    except ChannelError as error:
        raise _failed(network, error) from error
    if account is None:
        _throw_back(network, door, tokens)
        raise NotConnected(Refusal.SCOPES)
    return _keep(network, door, pending.owner, account, tokens, now)


def sign_in(
    network: Network, owner: Owner, handle: str, password: str, now: dt.datetime, home: str = ""
) -> Connection:
    """Connect with a name and an app password, on a network that has no walk; raises NotConnected."""
    door = door_at(network.name, home)
    try:
        tokens, account = network.sign_in(door, handle=handle, password=password, now=now)
    except ChannelError as error:
        if error.permanent:
            raise NotConnected(Refusal.PASSWORD) from error
        raise _failed(network, error) from error
    return _keep(network, door, owner, account, tokens, now)


def redirect_uri(network: Network) -> str:
    """The address a network comes back to, to the letter as it is registered there."""
    return settings.SITE_URL + reverse("connect_back", args=[network.name])


def token_values(tokens: Tokens) -> dict[str, Any]:
    """The columns of a connection that new tokens change."""
    return {
        "access_token": tokens.access,
        "refresh_token": tokens.refresh or "",
        "scopes": " ".join(sorted(tokens.scopes)),
        "expires_at": tokens.expires_at,
    }


def _door(network: Network, home: str) -> Door:
    """Our keys at a server, asked for when it is met for the first time or when our address has changed."""
    if network.way != Way.SERVER:
        return door_at(network.name, home)
    back = redirect_uri(network)
    known = Server.objects.filter(network=network.name, home=home, redirect_uri=back).first()
    if known is not None:
        return door_at(network.name, home)
    try:
        door = network.register(home, back)
    except ChannelError as error:
        raise _failed(network, error) from error
    keys = {"client_id": door.client_id, "client_secret": door.client_secret, "redirect_uri": back}
    Server.objects.update_or_create(network=network.name, home=home, defaults=keys)
    return door


def _failed(network: Network, error: ChannelError) -> NotConnected:
    log.warning("%s: an account could not be connected: %s", network.name, error)
    return NotConnected(Refusal.FAILED)


def _keep(
    network: Network, door: Door, owner: Owner, account: Account, tokens: Tokens, now: dt.datetime
) -> Connection:
    """Connecting the same account again renews its row."""
    without_secrets: Any = Connection.objects.defer("access_token", "refresh_token")
    connection, _made = without_secrets.update_or_create(
        organisation_id=owner.organisation_id,
        person_id=owner.person_id,
        network=network.name,
        home=door.home,
        remote_id=account.id,
        defaults={
            **token_values(tokens),
            "handle": account.username,
            "room": account.room,
            "status": Connection.Status.ACTIVE,
            "connected_at": now,
            "disconnected_at": None,
            "give_back_at": None,
            "not_told": False,
        },
    )
    return cast(Connection, connection)


def _throw_back(network: Network, door: Door, tokens: Tokens) -> None:
    """What is not enough to post is not kept, here or there."""
    try:
        network.give_back(Access(door, "", "", tokens.access, tokens.refresh or ""))
    except ChannelError as error:
        log.warning("%s: tokens that were not kept could not be given back: %s", network.name, error)
