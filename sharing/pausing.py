"""When a network takes no posts of ours: because it said so, or because this site's own day is used up."""

import datetime as dt
import logging

from django.db.models import F, Q, QuerySet, Sum

from sharing.channels import networks_on
from sharing.channels.network import Network
from sharing.models import ChannelPause, Post

log = logging.getLogger(__name__)
_MAY_BE_OUT = [Post.State.SENDING, Post.State.SENT, Post.State.UNKNOWN]


def resume(network: str) -> None:
    """Staff have seen to it: the network takes posts again."""
    ChannelPause.objects.filter(network=network).delete()


def pause_of(network: str, now: dt.datetime) -> ChannelPause | None:
    """The pause in force, if there is one."""
    return _in_force(now).filter(network=network).first()


def pauses(now: dt.datetime) -> list[ChannelPause]:
    """All that are in force on networks this site posts on."""
    return list(_in_force(now).filter(network__in=[network.name for network in networks_on()]))


def pause(
    network: str, why: ChannelPause.Why, said: str, until: dt.datetime | None, now: dt.datetime
) -> None:
    """Nothing goes to `network` until then; without a moment, until staff lift it."""
    log.error("%s takes no posts now: %s (%s)", network, why, said)
    if until and ChannelPause.objects.filter(network=network, until=None).exists():
        return  # staff have to lift that one
    ChannelPause.objects.update_or_create(
        network=network, defaults={"since": now, "until": until, "why": why, "said": said[:200]}
    )


def taking(now: dt.datetime) -> list[Network]:
    """The networks that take a post now. Call it one worker at a time: it counts what today has used."""
    held = set(_in_force(now).values_list("network", flat=True))
    return [n for n in networks_on() if n.name not in held and not _used_up(n, now)]


def used_today(network: str, now: dt.datetime) -> int:
    """Requests since midnight (UTC, as X's day) that may have become a post, so that may have been billed."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = Post.objects.filter(claimed_at__gte=midnight, connection__network=network)
    may_be_out = today.filter(Q(state__in=_MAY_BE_OUT) | Q(again__gt=0))
    return int(may_be_out.aggregate(n=Sum(F("again") + 1))["n"] or 0)


def _used_up(network: Network, now: dt.datetime) -> bool:
    """Whether the day is full; then what waits is told so and waits for the next one."""
    most = network.allowance().a_day
    if most is None or used_today(network.name, now) < most:
        return False
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    pause(network.name, ChannelPause.Why.BUDGET, "", midnight + dt.timedelta(days=1), now)
    waiting = Post.objects.filter(state=Post.State.READY, again=0, connection__network=network.name)
    waiting.filter(not_before__lte=now).update(why=Post.Why.BUDGET)
    return True


def _in_force(now: dt.datetime) -> QuerySet[ChannelPause]:
    return ChannelPause.objects.filter(Q(until=None) | Q(until__gt=now))
