"""The rows of the post office as a queue: claimed, begun, handed back, settled.

What was claimed by a worker that died is found by its lease. A letter whose conversation had not begun is
due again; one that had, and must not arrive twice, is unknown.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from causes import post_office
from causes.models import Letter

_LAST_TO_KNOW = (Letter.Kind.RECEIPT_GONE, Letter.Kind.NO_ACCOUNT)
LEASE = dt.timedelta(minutes=10)
IN_FLIGHT = gettext_noop("in flight when its worker died")


def claim(now: dt.datetime, batch: int) -> list[Letter]:
    """Up to `batch` due letters, the most urgent first; none while the office is closed."""
    with transaction.atomic():
        rooms = post_office.room_now(now, batch)
        ids: list[int] = []
        for urgency in Letter.Urgency:
            wanted = min(batch, rooms.get(urgency, 0)) - len(ids)
            if wanted > 0:
                ids += _claim(urgency, wanted, now)
    letters = Letter.objects.filter(pk__in=ids).order_by("urgency", "pk")
    return list(letters.select_related("page__organisation", "link", "update", "notice"))


def _claim(urgency: int, wanted: int, now: dt.datetime) -> list[int]:
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"urgency": urgency, "wanted": wanted, "now": now, "lease": now + LEASE}
        cursor.execute(_CLAIM, values)
        return [row[0] for row in cursor.fetchall()]


def settle_lapsed(now: dt.datetime) -> int:
    """What dead workers held; returns how many letters."""
    with connection.cursor() as cursor:
        cursor.execute(_LAPSED, {"now": now, "in_flight": IN_FLIGHT})
        return cursor.rowcount


def begin(letter: Letter, now: dt.datetime) -> bool:
    """Commit that the conversation about an update begins; False when its lease has gone to another."""
    mine = Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING, lease_until=letter.lease_until)
    return bool(mine.update(begun_at=now))


def is_awaited(now: dt.datetime) -> bool:
    """Whether somebody waits for a letter that is due: updates stand aside for it."""
    awaited = Letter.objects.filter(state=Letter.State.DUE, urgency=Letter.Urgency.AWAITED, due_at__lte=now)
    return awaited.exists()


def hand_back(letters: Iterable[Letter], **more: Any) -> None:
    """As if they had not been claimed; `more` are further columns to set.

    What another worker claimed meanwhile, because a lease was over, stays with that one.
    """
    leases = {letter.pk: letter.lease_until for letter in letters}
    if leases:
        mine = Letter.objects.filter(pk__in=leases, state=Letter.State.SENDING)
        mine.filter(lease_until__in=set(leases.values())).update(
            state=Letter.State.DUE, lease_until=None, begun_at=None, attempts=F("attempts") - 1, **more
        )


def put_off(letters: Sequence[Letter], until: dt.datetime, error: str) -> None:
    """Hand back claimed letters, and with them all due ones of their organisations, until then."""
    hand_back(letters, due_at=until, error=error)
    homes = {letter.page.organisation_id for letter in letters}
    waiting = Letter.objects.filter(state=Letter.State.DUE, due_at__lt=until, link__isnull=False)
    waiting.filter(page__organisation__in=homes).update(due_at=until, error=error)


def settle(letter: Letter, state: Letter.State, now: dt.datetime, error: str = "") -> None:
    """The end of one try. What stays due keeps the `due_at` that the letter was given.

    That it left is true whoever holds it now; anything else is said only of a letter still in hand.
    """
    mine = Letter.objects.filter(pk=letter.pk)
    if state != Letter.State.SENT:
        mine = mine.filter(state=Letter.State.SENDING, lease_until=letter.lease_until)
    mine.update(
        state=state,
        lease_until=None,
        begun_at=None,
        due_at=letter.due_at,
        sent_at=now if state == Letter.State.SENT else None,
        error=error[:200],
        **_forgotten(letter, state),
    )


def _forgotten(letter: Letter, state: Letter.State) -> dict[str, str]:
    """The receipt of an erasure was the last to know the address, and nobody is behind that of no account."""
    over = state in (Letter.State.SENT, Letter.State.FAILED)
    return {"email": "", "email_key": ""} if over and letter.kind in _LAST_TO_KNOW else {}


# MATERIALIZED: a plan may otherwise run the selection again for each row, and each run would lock and
# take `wanted` more.
_CLAIM = """
WITH picked AS MATERIALIZED (
    SELECT id FROM causes_letter
    WHERE state = 'due' AND urgency = %(urgency)s AND due_at <= %(now)s
    ORDER BY due_at LIMIT %(wanted)s FOR UPDATE SKIP LOCKED)
UPDATE causes_letter AS letter
SET state = 'sending', lease_until = %(lease)s, attempts = attempts + 1
FROM picked WHERE letter.id = picked.id
RETURNING letter.id
"""

_LAPSED = """
UPDATE causes_letter
SET lease_until = NULL,
    state = CASE WHEN begun_at IS NULL THEN 'due' ELSE 'unknown' END,
    error = CASE WHEN begun_at IS NULL THEN error ELSE %(in_flight)s END
WHERE id IN (
    SELECT id FROM causes_letter WHERE state = 'sending' AND lease_until < %(now)s FOR UPDATE SKIP LOCKED)
"""
