"""Posts on their way: claim, send, settle. Which network it is, is the network's business.

A post is claimed and the claim committed before the network is spoken to, so two workers never send the
same one. When nobody can say whether it arrived, the post is `unknown`: it is looked for
(`sharing.reconciling`), and never sent again blindly.
"""

import datetime as dt
import logging
import random
import time
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest

from sharing.channels.base import (
    ChannelError,
    Failed,
    Outcome,
    Paused,
    Reason,
    Retry,
    Sent,
    Unauthorized,
)
from sharing.channels.network import Network
from sharing.giving_up import give_up
from sharing.models import ChannelPause, Post
from sharing.outgoing import access_of, network_of, outgoing
from sharing.pausing import pause, taking
from sharing.refreshing import Ended, access_token, must_connect_again

log = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]
LEASE = dt.timedelta(minutes=2)
# It was wanted then; two days later it is no longer what was meant.
STAYS_WANTED = dt.timedelta(hours=48)
# A network may list a post a little later than it takes it.
LOOK_AFTER = dt.timedelta(seconds=60)
# How long one run goes on: letters wait behind it for the same workers.
RUN_SECONDS = 20.0
_BACKOFF = [dt.timedelta(seconds=seconds) for seconds in (30, 120, 600, 1800, 7200)]
_LOCK = 7_090_451  # the lock under which one worker at a time counts the day and takes a post


def send_due(clock: Clock) -> int:
    """Send what is due, one post after the other; returns how many were claimed."""
    own_up(clock())
    end, sent = time.monotonic() + RUN_SECONDS, 0
    while time.monotonic() < end:
        post = claim(clock())
        if post is None:
            break
        settle(post, _send(post, clock), clock())
        sent += 1
    return sent


def own_up(now: dt.datetime) -> int:
    """Posts whose worker went away in the middle are unknown; posts that waited too long are given up."""
    state, why = Post.State, Post.Why
    cut_off = Post.objects.filter(state=state.SENDING, lease_until__lt=now).update(
        state=state.UNKNOWN, why=why.CUT_OFF, lease_until=None, look_at=now, settled_at=now
    )
    if cut_off:
        log.error("%s posts are unknown: their worker went away in the middle", cut_off)
    give_up(Q(due_at__lt=now - STAYS_WANTED), why.TOO_OLD, now)
    return cut_off


def claim(now: dt.datetime) -> Post | None:
    """The next due post, now `sending` and committed; None when there is none.

    `attempts` names this claim, so that nobody else's end of it is taken for ours.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        due = Post.objects.filter(state=Post.State.READY, not_before__lte=now)
        if not due.exists():  # the common case costs one question
            return None
        post = (
            due.filter(_may_go(taking(now), now))
            .select_related("connection", "link", "page")
            .defer("connection__access_token", "connection__refresh_token")
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("not_before", "pk")
            .first()
        )
        if post is None:
            return None
        post.state, post.attempts = Post.State.SENDING, post.attempts + 1
        post.claimed_at, post.lease_until = now, now + LEASE
        post.save(update_fields=["state", "attempts", "claimed_at", "lease_until"])
    return post


def settle(post: Post, outcome: Outcome | Ended | None, now: dt.datetime) -> None:
    """Write what became of a claimed post, in a transaction of its own.

    None says that the claim was lost meanwhile: whoever took it has told the truth already.
    """
    if outcome is None:
        return
    with transaction.atomic():
        # That it is out is the truth even when it was looked for and not found meanwhile.
        late = [Post.State.READY] if isinstance(outcome, Sent) else []
        mine = Post.objects.filter(
            pk=post.pk, attempts=post.attempts, state__in=[Post.State.SENDING, Post.State.UNKNOWN, *late]
        )
        values = {"lease_until": None, "look_at": None, "error": _said(outcome)}
        if not mine.update(**values | _values(post, outcome, now)):
            log.error("post %s was settled by somebody else while it was being sent", post.pk)
    # What it means for other posts comes after, so that the truth about this one is never lost to it.
    network = network_of(post.connection).name
    if isinstance(outcome, Retry):
        _let_wait(post, outcome, now)
    elif isinstance(outcome, Paused):
        pause(network, ChannelPause.Why.CREDIT, outcome.detail, None, now)


def _may_go(networks: list[Network], now: dt.datetime) -> Q:
    """On a network that takes posts, and not too soon after the account's last one."""
    may = Q(pk=None)
    for network in networks:
        pause_between = dt.timedelta(seconds=network.allowance().seconds_between)
        just_now = Post.objects.filter(
            connection=OuterRef("connection"), claimed_at__gt=now - pause_between
        ).exclude(state=Post.State.READY)
        there = Q(connection__network=network.name)
        may |= there & Q(~Exists(just_now)) if pause_between else there
    return may


def _send(post: Post, clock: Clock) -> Outcome | Ended | None:
    """Once with the token we have; if that is refused, once more with a fresh one."""
    try:
        token = access_token(post.connection_id, clock)
        outcome = _publish(post, token, clock)
        if isinstance(outcome, Unauthorized):
            token = access_token(post.connection_id, clock, refused=token)
            outcome = _publish(post, token, clock)
    except Ended as ended:
        return ended
    except ChannelError as error:
        return Retry(detail=str(error))
    if isinstance(outcome, Unauthorized):
        must_connect_again(post.connection_id)
        return Ended(Post.Why.RECONNECT)
    if isinstance(outcome, Failed) and outcome.reason is Reason.SCOPE:
        must_connect_again(post.connection_id)
    return outcome


def _publish(post: Post, token: str, clock: Clock) -> Outcome | None:
    """The request itself, with the whole lease before it; None when the claim is not ours any more."""
    access, text = access_of(post.connection, token), outgoing(post)
    mine = Post.objects.filter(pk=post.pk, attempts=post.attempts, state=Post.State.SENDING)
    if not mine.update(lease_until=clock() + LEASE):
        return None
    return network_of(post.connection).publish(access, text, clock())


def _values(post: Post, outcome: Outcome | Ended, now: dt.datetime) -> dict[str, object]:
    """The columns that say how a post stands after `outcome`."""
    state, why = Post.State, Post.Why
    match outcome:
        case Sent(remote_id):
            return {"state": state.SENT, "why": "", "remote_id": remote_id, "settled_at": now}
        case Failed(reason=Reason.DUPLICATE) if post.attempts > 1:
            # A try before was taken after all; its name may still be found.
            return {"state": state.SENT, "why": "", "settled_at": now, "look_at": now + LOOK_AFTER}
        case Failed() | Ended() if post.again:
            return {"state": state.UNKNOWN, "why": why.NOT_FOUND, "settled_at": now}
        case Failed(reason):
            return {"state": state.FAILED, "why": why(reason.value), "settled_at": now}
        case Ended(why=ended):
            return {"state": state.FAILED, "why": ended, "settled_at": now}
        case Retry(not_before):
            waiting = why.WAITING if not_before else why.UNREACHED
            return {"state": state.READY, "why": waiting, "not_before": not_before or now + _wait(post)}
        case Paused():
            return {"state": state.READY, "why": why.PAUSED}
    return {"state": state.UNKNOWN, "why": why.NO_ANSWER, "settled_at": now, "look_at": now + LOOK_AFTER}


def _wait(post: Post) -> dt.timedelta:
    """Longer after each try, and never the same for two posts."""
    longest = _BACKOFF[min(post.attempts, len(_BACKOFF)) - 1]
    return longest * random.uniform(0.8, 1.2)


def _said(outcome: Outcome | Ended) -> str:
    return "" if isinstance(outcome, Ended | Sent) else outcome.detail[:300]


def _let_wait(post: Post, outcome: Retry, now: dt.datetime) -> None:
    """A limit holds for more than this post: for the account, or for all of them."""
    if outcome.not_before is None:
        return
    if outcome.whole_channel:
        network = network_of(post.connection).name
        pause(network, ChannelPause.Why.LIMIT, outcome.detail, outcome.not_before, now)
    else:
        Post.objects.filter(connection=post.connection_id, state=Post.State.READY).update(
            not_before=Greatest(F("not_before"), outcome.not_before)
        )
