"""How a connection ends: at once here, and soon at the network, which has to be told."""

import datetime as dt
import logging
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import Q

from causes.waking import wake
from sharing.channels import networks_on
from sharing.channels.base import ChannelError
from sharing.channels.network import Access
from sharing.giving_up import give_up
from sharing.models import Connection, Post
from sharing.outgoing import door_of, network_of

log = logging.getLogger(__name__)
# A network that cannot be told is asked again, less and less often; then the tokens are thrown away.
TELL_WITHIN = dt.timedelta(hours=24)
_FIRST_WAIT = dt.timedelta(minutes=1)


def disconnect(connection: Connection, now: dt.datetime) -> None:
    """Nothing is posted through it from now on; the worker gives the tokens back to the network."""
    with transaction.atomic():
        row = _without_tokens().select_for_update().get(pk=connection.pk)
        if row.status == Connection.Status.REVOKED:
            return
        row.status, row.disconnected_at, row.give_back_at = Connection.Status.REVOKED, now, now
        row.save(update_fields=["status", "disconnected_at", "give_back_at"])
        give_up(Q(connection=row), Post.Why.DISCONNECTED, now)
    wake("sharing.tasks.give_back")


def give_back(now: dt.datetime) -> int:
    """Tell the networks about connections that ended here; returns how many were tried.

    Telling twice does no harm, so nothing is claimed.
    """
    on = [network.name for network in networks_on()]
    due = _without_tokens().filter(give_back_at__lte=now, network__in=on).order_by("give_back_at")[:20]
    for connection in due:
        _give_back(connection, now)
    return len(due)


def _give_back(connection: Connection, now: dt.datetime) -> None:
    assert connection.disconnected_at
    told = False
    try:
        tokens = connection.access_token, connection.refresh_token
        if any(tokens):
            door = door_of(connection)
            network_of(connection).give_back(Access(door, connection.remote_id, connection.handle, *tokens))
        told = True
    except (ChannelError, InvalidToken) as error:
        waited = now - connection.disconnected_at
        log.warning("could not give back connection %s: %s", connection.pk, error)
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


def _without_tokens() -> Any:
    """Rows whose secrets stay in the database until they are used."""
    return Connection.objects.defer("access_token", "refresh_token")
