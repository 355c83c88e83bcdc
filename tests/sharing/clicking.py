"""Clicks as the redirect puts them in, and what was booked of them."""

import secrets

from causes.models import Signed
from sharing.clicks import drain
from sharing.events import Event, new_id
from sharing.models import ClickHour
from tests.makers import NOW

Outcome = ClickHour.Outcome


def event(signed: Signed, outcome: str = Outcome.COUNTED, channel: str = "x", visitor: str = "") -> Event:
    visitor = (visitor or secrets.token_hex(16)) if outcome == Outcome.COUNTED else ""
    return Event(new_id(), signed.link.code, channel, "2026-11-22T12:00:00+00:00", outcome, visitor)


def booked() -> dict[tuple[str, str], int]:
    """Clicks per channel and outcome."""
    return {(row.channel, row.outcome): row.clicks for row in ClickHour.objects.all()}


def drained() -> int:
    total = 0
    while read := drain(NOW):
        total += read
    return total
