"""A token that works: refreshed under the connection's lock, because a refresh token works once."""

import datetime as dt
import logging
from collections.abc import Callable

from cryptography.fernet import InvalidToken
from django.db import transaction

from sharing.channels import NETWORKS
from sharing.channels.base import ChannelError
from sharing.channels.network import Access
from sharing.connecting import token_values
from sharing.models import Connection, Post
from sharing.outgoing import door_of

log = logging.getLogger(__name__)
# A token that ends while the request is on its way would be refused.
_EARLY = dt.timedelta(seconds=60)


class Ended(Exception):
    """Nothing can be posted through this connection any more; `why` as the post will say it."""

    def __init__(self, why: Post.Why) -> None:
        super().__init__(why)
        self.why = why


def access_token(connection_id: int, clock: Callable[[], dt.datetime], *, refused: str = "") -> str:
    """The connection's access token, fresh, and other than `refused`.

    Raises Ended when its owner has to connect again, and ChannelError when the network cannot be asked now
    and nothing is lost by asking later.
    """
    status, token = _under_lock(connection_id, clock, refused)
    if status == Connection.Status.REVOKED:
        raise Ended(Post.Why.DISCONNECTED)
    if status != Connection.Status.ACTIVE:
        raise Ended(Post.Why.RECONNECT)
    return token


def must_connect_again(connection_id: int) -> None:
    """The network does not take this connection any more. What was disconnected meanwhile stays so."""
    Connection.objects.filter(pk=connection_id, status=Connection.Status.ACTIVE).update(
        status=Connection.Status.RECONNECT
    )


@transaction.atomic
def _under_lock(connection_id: int, clock: Callable[[], dt.datetime], refused: str) -> tuple[str, str]:
    """(status, access token). The lock is held over the request: a second worker waits here and then
    reads the new token. It is committed before anybody uses it."""
    row = Connection.objects.defer("access_token", "refresh_token").select_for_update().get(pk=connection_id)
    if row.status != Connection.Status.ACTIVE:
        return row.status, ""
    try:
        if row.access_token != refused and clock() + _EARLY < row.expires_at:
            return row.status, row.access_token
        access = Access(door_of(row), row.remote_id, row.handle, row.access_token, row.refresh_token)
        tokens = NETWORKS[row.network].renew(access, clock())
    except InvalidToken:
        log.exception("connection %s was encrypted with a key that is not here any more", row.pk)
    except ChannelError as error:
        if not error.permanent:
            raise
        # The refresh token is spent, or its answer is lost and nobody has the next one.
        log.warning("%s: connection %s has to be connected again: %s", row.network, row.pk, error)
    else:
        values = token_values(tokens)
        # A network may keep the refresh token as it is, and then does not name it.
        values["refresh_token"] = values["refresh_token"] or row.refresh_token
        Connection.objects.filter(pk=row.pk).update(**values)
        return row.status, tokens.access
    must_connect_again(row.pk)
    return Connection.Status.RECONNECT, ""
