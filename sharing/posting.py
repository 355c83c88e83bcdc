"""Posts on their way: claim, send, settle.

A post is claimed and the claim committed before the network is spoken to, so two workers never send
the same one. The network has no way to take a post "only once": when nobody can say whether it
arrived, the post is `unknown`, is shown as that, and is never sent again by itself.
"""

import datetime as dt
import logging
import random
import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from causes.models import Channel
from sharing.channels import x
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
from sharing.models import ChannelPause, Post
from sharing.refreshing import Ended, access_token, must_connect_again

log = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]
LEASE = dt.timedelta(minutes=2)
# Somebody asked for this post then; two days later it is no longer what they meant.
STAYS_WANTED = dt.timedelta(hours=48)
# How long one run goes on: letters wait behind it for the same workers.
RUN_SECONDS = 20.0
_BACKOFF = [dt.timedelta(seconds=seconds) for seconds in (30, 120, 600, 1800, 7200)]


def send_due(app: x.App, clock: Clock) -> int:
    """Send what is due, one post after the other; returns how many were claimed."""
    own_up(clock())
    end, sent = time.monotonic() + RUN_SECONDS, 0
    while time.monotonic() < end:
        post = claim(clock())
        if post is None:
            break
        settle(post, _send(app, post, clock), clock())
        sent += 1
    return sent


def own_up(now: dt.datetime) -> int:
    """Posts whose worker went away in the middle are unknown; posts that waited too long have failed."""
    cut_off = Post.objects.filter(state=Post.State.SENDING, lease_until__lt=now).update(
        state=Post.State.UNKNOWN, why=Post.Why.CUT_OFF, lease_until=None, settled_at=now
    )
    if cut_off:
        log.error("%s posts are unknown: their worker went away in the middle", cut_off)
    Post.objects.filter(state=Post.State.READY, created_at__lt=now - STAYS_WANTED).update(
        state=Post.State.FAILED, why=Post.Why.TOO_OLD, settled_at=now
    )
    return cut_off


def claim(now: dt.datetime) -> Post | None:
    """The next due post, now `sending` and committed; None when there is none.

    `attempts` names this claim, so that nobody else's end of it is taken for ours.
    """
    paused = ChannelPause.objects.filter(Q(until=None) | Q(until__gt=now)).values("network")
    with transaction.atomic():
        post = (
            Post.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state=Post.State.READY, not_before__lte=now)
            .exclude(connection__network__in=paused)
            .order_by("not_before", "pk")
            .first()
        )
        if post is None:
            return None
        post.state, post.attempts, post.lease_until = Post.State.SENDING, post.attempts + 1, now + LEASE
        post.save(update_fields=["state", "attempts", "lease_until"])
    return post


def settle(post: Post, outcome: Outcome | Ended | None, now: dt.datetime) -> None:
    """Write what became of a claimed post, in a transaction of its own.

    None says that the claim was lost meanwhile: whoever took it has told the truth already.
    """
    if outcome is None:
        return
    with transaction.atomic():
        values = _values(post, outcome, now)
        mine = Post.objects.filter(
            pk=post.pk, attempts=post.attempts, state__in=[Post.State.SENDING, Post.State.UNKNOWN]
        )
        if not mine.update(lease_until=None, error=_said(outcome), **values):
            log.error("post %s was settled by somebody else while it was being sent", post.pk)
    # What it means for other posts comes after, so that the truth about this one is never lost to it.
    if isinstance(outcome, Retry):
        _let_wait(post, outcome, now)
    elif isinstance(outcome, Paused):
        _pause(Channel.X, outcome.detail, None, now)


def resume(network: str) -> None:
    """Staff have seen to it: the network takes posts again."""
    ChannelPause.objects.filter(network=network).delete()


def pause_of(network: str, now: dt.datetime) -> ChannelPause | None:
    """The pause in force, if there is one."""
    return ChannelPause.objects.filter(Q(until=None) | Q(until__gt=now), network=network).first()


def _send(app: x.App, post: Post, clock: Clock) -> Outcome | Ended | None:
    """Once with the token we have; if that is refused, once more with a fresh one."""
    try:
        token = access_token(app, post.connection_id, clock)
        outcome = _publish(app, post, token, clock)
        if isinstance(outcome, Unauthorized):
            token = access_token(app, post.connection_id, clock, refused=token)
            outcome = _publish(app, post, token, clock)
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


def _publish(app: x.App, post: Post, token: str, clock: Clock) -> Outcome | None:
    """The request itself, with the whole lease before it; None when the claim is not ours any more."""
    mine = Post.objects.filter(pk=post.pk, attempts=post.attempts, state=Post.State.SENDING)
    if not mine.update(lease_until=clock() + LEASE):
        return None
    return x.publish(app, text=post.text, token=token, now=clock())


def _values(post: Post, outcome: Outcome | Ended, now: dt.datetime) -> dict[str, object]:
    """The columns that say how a post stands after `outcome`."""
    state, why = Post.State, Post.Why
    match outcome:
        case Sent(remote_id):
            return {"state": state.SENT, "why": "", "remote_id": remote_id, "settled_at": now}
        case Failed(reason):
            return {"state": state.FAILED, "why": why(reason.value), "settled_at": now}
        case Ended(why=ended):
            return {"state": state.FAILED, "why": ended, "settled_at": now}
        case Retry(not_before):
            waiting = why.WAITING if not_before else why.UNREACHED
            return {"state": state.READY, "why": waiting, "not_before": not_before or now + _wait(post)}
        case Paused():
            return {"state": state.READY, "why": why.PAUSED}
    return {"state": state.UNKNOWN, "why": why.NO_ANSWER, "settled_at": now}


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
        _pause(Channel.X, outcome.detail, outcome.not_before, now)
    else:
        Post.objects.filter(connection=post.connection_id, state=Post.State.READY).update(
            not_before=Greatest(F("not_before"), outcome.not_before)
        )


def _pause(network: str, said: str, until: dt.datetime | None, now: dt.datetime) -> None:
    log.error("%s takes no posts now (%s)", network, said)
    if until and ChannelPause.objects.filter(network=network, until=None).exists():
        return  # staff have to lift that one
    ChannelPause.objects.update_or_create(
        network=network, defaults={"since": now, "until": until, "said": said[:200]}
    )
