"""Whether the post office is open, for how many letters, and what is the matter when it is not.

A site administrator pauses it; a mail server that cannot be reached, or takes nothing from us, closes it
for a while; `LETTERS_PER_HOUR` bounds it. All of it is read from rows, so any number of workers agree.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from accounts import redis
from accounts.models import User
from causes.models import Letter, PostOffice

HOUR = dt.timedelta(hours=1)
# Updates fill no more of an hour than this: the rest stays free for what somebody waits for.
SHARE_OF_UPDATES = 0.8
# How long a server that cannot be reached is left alone, try after try; the last again and again.
CLOSED_FOR = [dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15)]


# What the thanks page may say is read from Redis; the beat writes it anew every few seconds.
_DELAY_KEY = "letters:delay"
_KNOWN_FOR = 180
WORTH_SAYING = dt.timedelta(minutes=2)
_STOPPED = -1


@dataclass(frozen=True)
class Delay:
    """How late letters are that somebody waits for. `stopped`: they wait until a person lets them go on."""

    stopped: bool
    minutes: int


class Trouble(Exception):
    """The mail server takes nothing at all just now: no letter's fault. Its text is for the desk."""


def office() -> PostOffice:
    """As it stands; one that never had anything to say is open."""
    return PostOffice.objects.select_related("paused_by").first() or PostOffice(pk=1)


def pause(user: User, why: str, now: dt.datetime) -> None:
    """Nothing leaves from the next batch on, until `go_on`."""
    _write(paused_at=now, paused_by=user, why=why)


def go_on() -> None:
    """Open again, and without waiting out what a server's trouble had still to go."""
    _write(paused_at=None, paused_by=None, why="", **_NO_TROUBLE)


def note_trouble(trouble: str, now: dt.datetime) -> None:
    """Close for a while, longer with each try in vain; the letters keep their own tries."""
    before = office()
    wait = CLOSED_FOR[min(before.tries, len(CLOSED_FOR) - 1)]
    _write(
        trouble=trouble[:200],
        trouble_since=before.trouble_since or now,
        tries=before.tries + 1,
        closed_until=now + wait,
    )


def note_success() -> None:
    """A letter left: whatever was the matter is over."""
    PostOffice.objects.exclude(trouble="").update(**_NO_TROUBLE)


def room_now(now: dt.datetime, batch: int) -> dict[int, int]:
    """How many letters may be claimed up to and including each urgency; empty while closed.

    Call it in the transaction that claims: with a limit, claims wait for each other, so that two workers
    never use the same room.
    """
    here = office()
    if here.paused_at or (here.closed_until and now < here.closed_until):
        return {}
    limit = settings.LETTERS_PER_HOUR
    if not limit:
        return dict.fromkeys(Letter.Urgency, batch)
    _one_at_a_time()
    used = _used(now)
    left, for_updates = limit - used, int(limit * SHARE_OF_UPDATES) - used
    return {Letter.Urgency.AWAITED: left, Letter.Urgency.ORGANISER: left, Letter.Urgency.UPDATE: for_updates}


def sent_in_last_hour(now: dt.datetime) -> int:
    return Letter.objects.filter(sent_at__gt=now - HOUR).count()


def note_delay(now: dt.datetime) -> None:
    """Remember for the thanks page how long the oldest letter waits that somebody waits for."""
    minutes = _STOPPED if office().paused_at else int(_age_of_oldest(now) / dt.timedelta(minutes=1))
    redis.ask(lambda client: client.set(_DELAY_KEY, minutes, ex=_KNOWN_FOR), otherwise=None)


def delay() -> Delay | None:
    """What is worth saying; None when letters leave at once, or nobody knows: Redis away, no worker."""
    found = redis.ask(lambda client: client.get(_DELAY_KEY), otherwise=None)
    minutes = int(found) if found else 0
    if minutes == _STOPPED:
        return Delay(stopped=True, minutes=0)
    return Delay(stopped=False, minutes=minutes) if minutes >= WORTH_SAYING.seconds // 60 else None


def is_watched() -> bool:
    """Whether the beat has looked at the letters within the last minutes: what it knows has not run out."""
    return bool(redis.client().exists(_DELAY_KEY))


def _age_of_oldest(now: dt.datetime) -> dt.timedelta:
    waiting = Letter.objects.filter(
        state=Letter.State.DUE, urgency=Letter.Urgency.AWAITED, due_at__lte=now
    ).order_by("due_at")
    oldest = waiting.values_list("due_at", flat=True).first()
    return now - oldest if oldest else dt.timedelta()


def _used(now: dt.datetime) -> int:
    """Sent in the last hour, or in a worker's hands."""
    return sent_in_last_hour(now) + Letter.objects.filter(state=Letter.State.SENDING).count()


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('post office'))")


def _write(**columns: object) -> None:
    PostOffice.objects.update_or_create(pk=1, defaults=columns)


_NO_TROUBLE = {"trouble": "", "trouble_since": None, "tries": 0, "closed_until": None}
