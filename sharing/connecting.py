"""Connecting an account: the walk to the network and back, what is kept of it, and how it ends.

State and PKCE verifier wait in the visitor's session: ten minutes, for one answer. What the network
gave is stored encrypted, and only when it is enough to post.
"""

import datetime as dt
import hmac
import logging
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.urls import reverse

from causes.models import Channel
from causes.waking import wake
from sharing.channels import x
from sharing.channels.base import Account, ChannelError, Tokens
from sharing.models import Connection, Post

log = logging.getLogger(__name__)
ANSWER_WITHIN = dt.timedelta(seconds=600)
# A network that cannot be told is asked again, less and less often; then the tokens are thrown away.
TELL_WITHIN = dt.timedelta(hours=24)
_FIRST_WAIT = dt.timedelta(minutes=1)
_SESSION_KEY = "connecting"
_MOST_AT_ONCE = 5


@dataclass(frozen=True)
class Owner:
    """Whose connection it will be: exactly one of the two keys is given."""

    organisation_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Pending:
    """One walk to the network that has not come back yet."""

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


class NotConnected(Exception):
    """The walk ended without a connection; nothing is kept."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def begin(app: x.App, session: SessionBase, owner: Owner, language: str, now: dt.datetime) -> str:
    """The address at X that asks for consent; what its answer must match waits in `session`."""
    state, verifier = secrets.token_urlsafe(32), x.new_verifier()
    waiting = session.get(_SESSION_KEY, [])[-(_MOST_AT_ONCE - 1) :]
    entry = {
        "state": state,
        "verifier": verifier,
        "owner": [owner.organisation_id, owner.person_id],
        "language": language,
        "at": now.timestamp(),
    }
    session[_SESSION_KEY] = [*waiting, entry]
    return x.authorise_url(app, redirect_uri=redirect_uri(), state=state, verifier=verifier)


def come_back(session: SessionBase, state: str, now: dt.datetime) -> Pending:
    """What was begun with `state`, once: the same answer does not work again. Raises NotOurs."""
    waiting = session.get(_SESSION_KEY, [])
    found = next((e for e in waiting if hmac.compare_digest(e["state"].encode(), state.encode())), None)
    if found is None:
        raise NotOurs
    session[_SESSION_KEY] = [entry for entry in waiting if entry is not found]
    if now.timestamp() - found["at"] > ANSWER_WITHIN.total_seconds():
        raise NotOurs
    return Pending(Owner(*found["owner"]), found["verifier"], found["language"])


def finish(app: x.App, pending: Pending, code: str, now: dt.datetime) -> Connection:
    """Exchange the code (it lives 30 seconds), read whose account it is, and keep it; raises NotConnected.

    The one place where a web request speaks to a network: the visitor is waiting for the answer.
    """
    try:
        tokens = x.exchange(app, code=code, verifier=pending.verifier, redirect_uri=redirect_uri(), now=now)
        if not x.can_post(tokens):
            _throw_back(app, tokens)
            raise NotConnected(Refusal.SCOPES)
        account = x.me(app, token=tokens.access)
    except ChannelError as error:
        log.warning("X: an account could not be connected: %s", error)
        raise NotConnected(Refusal.FAILED) from error
    return _keep(pending.owner, account, tokens, now)


def redirect_uri() -> str:
    """The address X comes back to, to the letter as it is registered there."""
    return settings.SITE_URL + reverse("connect_x_back")


def token_values(tokens: Tokens) -> dict[str, Any]:
    """The columns of a connection that new tokens change."""
    return {
        "access_token": tokens.access,
        "refresh_token": tokens.refresh or "",
        "scopes": " ".join(sorted(tokens.scopes)),
        "expires_at": tokens.expires_at,
    }


def disconnect(connection: Connection, now: dt.datetime) -> None:
    """Nothing is posted through it from now on; the worker gives the tokens back to the network."""
    with transaction.atomic():
        row = _without_tokens().select_for_update().get(pk=connection.pk)
        if row.status == Connection.Status.REVOKED:
            return
        row.status, row.disconnected_at, row.give_back_at = Connection.Status.REVOKED, now, now
        row.save(update_fields=["status", "disconnected_at", "give_back_at"])
        Post.objects.filter(connection=row, state=Post.State.READY).update(
            state=Post.State.FAILED, why=Post.Why.DISCONNECTED, settled_at=now
        )
    wake("sharing.tasks.give_back")


def give_back(app: x.App, now: dt.datetime) -> int:
    """Tell X about connections that ended here; returns how many were tried.

    Telling twice does no harm, so nothing is claimed.
    """
    due = _without_tokens().filter(give_back_at__lte=now).order_by("give_back_at")[:20]
    for connection in due:
        _give_back(app, connection, now)
    return len(due)


def _give_back(app: x.App, connection: Connection, now: dt.datetime) -> None:
    assert connection.disconnected_at
    told = False
    try:
        token = connection.refresh_token or connection.access_token
        if token:
            x.revoke(app, token=token)
        told = True
    except (ChannelError, InvalidToken) as error:
        waited = now - connection.disconnected_at
        log.warning("X: could not give back connection %s: %s", connection.pk, error)
        if isinstance(error, ChannelError) and waited < TELL_WITHIN:
            last_try = connection.disconnected_at + TELL_WITHIN
            _same(connection).update(
                give_back_at=min(now + max(_FIRST_WAIT, waited), last_try), not_told=True
            )
            return
    _same(connection).update(access_token="", refresh_token="", give_back_at=None, not_told=not told)


def _same(connection: Connection) -> Any:
    """The row, unless it was connected again meanwhile."""
    return Connection.objects.filter(
        pk=connection.pk,
        status=Connection.Status.REVOKED,
        disconnected_at=connection.disconnected_at,
    )


def _keep(owner: Owner, account: Account, tokens: Tokens, now: dt.datetime) -> Connection:
    """Connecting the same account again renews its row."""
    connection, _made = _without_tokens().update_or_create(
        organisation_id=owner.organisation_id,
        person_id=owner.person_id,
        network=Channel.X,
        remote_id=account.id,
        defaults={
            **token_values(tokens),
            "handle": account.username,
            "status": Connection.Status.ACTIVE,
            "connected_at": now,
            "disconnected_at": None,
            "give_back_at": None,
            "not_told": False,
        },
    )
    return connection


def _throw_back(app: x.App, tokens: Tokens) -> None:
    """What is not enough to post is not kept, here or there."""
    try:
        x.revoke(app, token=tokens.refresh or tokens.access)
    except ChannelError as error:
        log.warning("X: tokens that were not kept could not be given back: %s", error)


def _without_tokens() -> Any:
    """Rows whose secrets stay in the database until they are used."""
    return Connection.objects.defer("access_token", "refresh_token")
