"""Posts of which nobody can say whether they are out: look for them, then act once, then ask.

Each step is committed before the next, so a worker may be killed at any of them: looking twice does no
harm, and that the same text goes out once more is written down before it does.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable

from django.db import transaction

from causes.waking import wake
from sharing.channels import networks_on
from sharing.channels.base import ChannelError, NotThere, Sent, Sighting, Unauthorized, Unclear
from sharing.models import Connection, Post
from sharing.outgoing import access_of, network_of, outgoing
from sharing.posting import LEASE, RUN_SECONDS, STAYS_WANTED
from sharing.refreshing import Ended, access_token

log = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]
# When a network cannot be read: again, less and less often; then its owner is asked.
_AGAIN_AFTER = [dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 240)]


def look_for_due(clock: Clock) -> int:
    """Look for what is due to be looked for, one after the other; returns how many there were."""
    end, looked = time.monotonic() + RUN_SECONDS, 0
    while time.monotonic() < end:
        post = _take(clock())
        if post is None:
            break
        _conclude(post, _look(post, clock), clock())
        looked += 1
    return looked


def _take(now: dt.datetime) -> Post | None:
    """The next one, with its next look put off: that is the lease of this one."""
    with transaction.atomic():
        post = (
            Post.objects.filter(
                look_at__lte=now, connection__network__in=[network.name for network in networks_on()]
            )
            .select_related("connection", "link", "page")
            .defer("connection__access_token", "connection__refresh_token")
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("look_at", "pk")
            .first()
        )
        if post is None:
            return None
        post.looks, post.look_at = post.looks + 1, now + LEASE
        post.save(update_fields=["looks", "look_at"])
    return post


def _look(post: Post, clock: Clock) -> Sighting | Ended:
    """Once with the token we have; if that is refused, once more with a fresh one."""
    try:
        token = access_token(post.connection_id, clock)
        seen = _read(post, token, clock)
        if isinstance(seen, Unauthorized):
            seen = _read(post, access_token(post.connection_id, clock, refused=token), clock)
    except Ended as ended:
        return ended
    except ChannelError as error:
        return Unclear(str(error))
    return seen


def _read(post: Post, token: str, clock: Clock) -> Sighting:
    return network_of(post.connection).look_for(access_of(post.connection, token), outgoing(post), clock())


def _conclude(post: Post, seen: Sighting | Ended, now: dt.datetime) -> None:
    """Write what the look means, unless the truth came another way meanwhile."""
    same = Post.objects.filter(pk=post.pk, state=post.state, attempts=post.attempts, looks=post.looks)
    if post.state == Post.State.SENT:  # only its name is looked for
        same.update(look_at=None, **({"remote_id": seen.id} if isinstance(seen, Sent) else {}))
        return
    values = _values(post, seen, now)
    if same.update(**values) and values.get("state") == Post.State.READY:
        wake("sharing.tasks.send_posts")


def _values(post: Post, seen: Sighting | Ended, now: dt.datetime) -> dict[str, object]:
    state, why = Post.State, Post.Why
    if isinstance(seen, Sent):
        return {"state": state.SENT, "why": "", "remote_id": seen.id, "look_at": None, "settled_at": now}
    if isinstance(seen, NotThere):
        if _may_go_again(post, now):
            again = {"again": post.again + 1, "why": why.ONCE_MORE, "not_before": now}
            return {"state": state.READY, "look_at": None, **again}
        return {"why": why.NOT_FOUND, "look_at": None}
    if isinstance(seen, Unclear) and post.looks <= len(_AGAIN_AFTER):
        log.warning("post %s could not be looked for: %s", post.pk, seen.detail)
        return {"look_at": now + _AGAIN_AFTER[post.looks - 1]}
    return {"look_at": None}  # nobody can look any more but its owner


def _may_go_again(post: Post, now: dt.datetime) -> bool:
    connected = post.connection.status == Connection.Status.ACTIVE
    return connected and post.again < network_of(post.connection).resends and post.due_at > now - STAYS_WANTED
