"""A database that comes from a backup: what waited then may have left since, and nobody here can know.

So nothing that waited is sent as if it were new. Posts are looked for on their network first, updates by
letter end as `unknown`; only letters that somebody asked for themselves go out, at worst a second time.
"""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models.functions import Coalesce

from causes.models import Letter
from sharing.erasing_again import Erased, erase_again
from sharing.models import Post


class Settled(NamedTuple):
    """How many people were erased again, list lines that name nobody here, posts and letters in doubt."""

    erased: int
    strangers: int
    posts: int
    letters: int


def settle(listed: Iterable[Erased], now: dt.datetime) -> Settled:
    """Once after a restore, before any worker runs; a second time changes nothing."""
    with transaction.atomic():
        posts, letters = _posts(now), _letters()
    erased, strangers = erase_again(listed)
    return Settled(erased, strangers, posts, letters)


def _posts(now: dt.datetime) -> int:
    """Those that were due by now; planned ones have their time still to come."""
    waiting = Post.objects.filter(state__in=[Post.State.READY, Post.State.SENDING], due_at__lte=now)
    in_doubt = {"state": Post.State.UNKNOWN, "why": Post.Why.CUT_OFF, "settled_at": now}
    # Never claimed as far as the backup knows: it may have left at any time since it was due.
    claimed = Coalesce("claimed_at", "due_at")
    return waiting.update(**in_doubt, claimed_at=claimed, look_at=now, lease_until=None)


def _letters() -> int:
    waiting = Letter.objects.filter(
        urgency=Letter.Urgency.UPDATE, state__in=[Letter.State.DUE, Letter.State.SENDING]
    )
    in_doubt = {"state": Letter.State.UNKNOWN, "lease_until": None}
    return waiting.update(**in_doubt, error="it waited when the backup was made")
