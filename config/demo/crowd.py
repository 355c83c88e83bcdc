"""Who signs when, and through whom: a crowd that grows by itself from a few waves. Nothing is written here.

Waves bring the first people; each of them brings friends, who bring friends: a branching process, so
that generations, channels and connectors are as uneven as real ones.
"""

import datetime as dt
import heapq
from dataclasses import dataclass
from random import Random

from causes.models import Status
from config.demo import chance as draws
from config.demo.content import CrowdPlan

_MOST = 3000  # of one page: an unlucky seed must not fill a disc
_CHANNELS = {
    "whatsapp": 42, "facebook": 14, "x": 12, "copy": 10, "sheet": 8, "sms": 5, "email": 5, "bluesky": 2,
    "telegram": 2,
}  # fmt: skip
_FORGOTTEN = dt.timedelta(days=30)  # a name that was not confirmed by then has been deleted


@dataclass
class Signer:
    """One signing, at `place` in the list of all. `through` is the label of the organisation's link, if any.
    `status` is empty when the row has been forgotten and only the link is left."""

    place: int
    parent: "Signer | None"
    through: str
    channel: str
    generation: int
    language: str
    updates: bool
    signed_at: dt.datetime
    status: str
    favourite: str
    confirmed_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None


@dataclass(frozen=True, order=True)
class _Coming:
    """Somebody on their way."""

    moment: dt.datetime
    number: int
    parent: int | None
    through: str
    channel: str


def gather(plan: CrowdPlan, now: dt.datetime, chance: Random) -> list[Signer]:
    """Everybody who signed one page before `now`, in the order they came."""
    start = now - dt.timedelta(days=plan.days_ago)
    end = start + dt.timedelta(days=plan.lasts_days) if plan.lasts_days else now
    coming = _waves(plan, start, now, chance)
    heapq.heapify(coming)
    signers: list[Signer] = []
    number = len(coming)
    while coming and len(signers) < _MOST:
        next_one = heapq.heappop(coming)
        if next_one.moment >= end:
            continue
        signer = _sign(plan, next_one, signers, now, chance)
        signers.append(signer)
        for _ in range(draws.friends(chance, plan.brings)):
            number += 1
            heapq.heappush(coming, _friend(signer, number, chance))
    return signers


def _waves(plan: CrowdPlan, start: dt.datetime, now: dt.datetime, chance: Random) -> list[_Coming]:
    channel_of = {link.label: link.channel for link in plan.links}
    moments = [
        (start + dt.timedelta(hours=wave.hour, minutes=5) + draws.within_wave(chance), wave.through)
        for wave in plan.waves
        for _ in range(wave.people)
    ]
    found = [
        (
            draws.awake(chance, moment),
            "" if through == "direct" else through,
            channel_of.get(through, "direct"),
        )
        for moment, through in moments
    ]
    for burst in plan.lately:
        span = dt.timedelta(hours=burst.hours_ago)
        found += [(now - span * chance.uniform(0.2, 1), "", "direct") for _ in range(burst.people)]
    return [_Coming(moment, number, None, *way) for number, (moment, *way) in enumerate(found)]


def _friend(parent: Signer, number: int, chance: Random) -> _Coming:
    moment = draws.awake(chance, parent.signed_at + draws.until_friend(chance))
    channel = parent.favourite if chance.random() < 0.75 else _any_channel(chance)
    return _Coming(moment, number, parent.place, "", channel)


def _any_channel(chance: Random) -> str:
    return chance.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]


def _sign(
    plan: CrowdPlan, coming: _Coming, signers: list[Signer], now: dt.datetime, chance: Random
) -> Signer:
    parent = signers[coming.parent] if coming.parent is not None else None
    signer = Signer(
        place=len(signers),
        parent=parent,
        through=coming.through,
        channel=coming.channel,
        generation=parent.generation + 1 if parent else 1,
        language="es" if chance.random() < plan.spanish else "en",
        updates=chance.random() < 0.58,
        signed_at=coming.moment,
        status=Status.PENDING,
        favourite=_any_channel(chance),
    )
    _settle(signer, now, chance)
    return signer


def _settle(signer: Signer, now: dt.datetime, chance: Random) -> None:
    """What became of it: most are confirmed, some never, a few were taken back, struck or held."""
    fate, confirmed_at = chance.random(), signer.signed_at + draws.until_confirmed(chance)
    ended_at = confirmed_at + dt.timedelta(hours=chance.uniform(1, 90))
    if fate < 0.003:
        signer.status = Status.HELD
    elif fate >= 0.09 and confirmed_at < now:
        signer.status, signer.confirmed_at = Status.CONFIRMED, confirmed_at
        if fate > 0.991 and ended_at < now:
            signer.status, signer.ended_at = (Status.INVALID if fate > 0.998 else Status.WITHDRAWN), ended_at
    elif now - signer.signed_at > _FORGOTTEN:
        signer.status = ""
