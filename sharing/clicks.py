"""Clicks, views and taps on their way to the rows: a stream in Redis, drained into Postgres.

A visitor waits for one quick XADD. With Redis away the event is booked in Postgres directly; with
both away the visitor is still led on and the loss stands in the log.
"""

import datetime as dt
import logging
import secrets
from typing import Any

from django.db import DatabaseError, connection, transaction
from redis import Redis

from accounts import redis
from causes.waking import wake
from sharing.booking import book, book_directly
from sharing.events import Event
from sharing.models import ClickPosition, DailySalt

log = logging.getLogger(__name__)
STREAM = "clicks"
BATCH = 2000
_LOCK = 7_236_002  # any number, ours alone: one drain at a time
_salts: dict[dt.date, bytes] = {}


def put(event: Event) -> None:
    """Take an event in: into the stream, or straight into the rows while Redis is away."""
    text = event.text()
    if redis.ask(lambda client: client.xadd(STREAM, {"click": text}), otherwise=None):
        wake("sharing.tasks.drain_clicks")
        return
    try:
        book_directly(event)
    except DatabaseError as error:
        log.error("a click is lost, Redis and Postgres are away (%s)", type(error).__name__)


def drain(now: dt.datetime) -> int:
    """Book up to 2,000 entries of the stream; returns how many were read.

    The position in the stream is committed with the rows. A crash before the commit reads the same
    entries again, a crash after it finds them behind the position: each is booked once.
    """
    client = redis.client()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        position = _position(client)
        entries = _after_position(client, position)
        if entries:
            book([event for event in map(_read, entries) if event])
            position.last_id = entries[-1][0].decode()
            position.save()
    client.xtrim(STREAM, minid=_after(position.last_id), approximate=False)
    return len(entries)


def salt_of(day: dt.date) -> bytes:
    """The random key of one day, the same in every process; made by the first who needs it."""
    if day not in _salts:
        row, _ = DailySalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_bytes(32)})
        _salts.clear()
        _salts[day] = bytes(row.salt)
    return _salts[day]


def _position(client: Redis) -> ClickPosition:
    """Where to read on. A stream younger than our position was emptied and began anew: so do we."""
    position, _ = ClickPosition.objects.get_or_create(stream=STREAM, defaults={"last_id": "0-0"})
    if client.exists(STREAM):
        newest = client.xinfo_stream(STREAM)["last-generated-id"].decode()
        if _parts(newest) < _parts(position.last_id):
            position.last_id = "0-0"
    return position


def _after_position(client: Redis, position: ClickPosition) -> list[tuple[bytes, dict[bytes, bytes]]]:
    found: Any = client.xrange(STREAM, min=f"({position.last_id}", max="+", count=BATCH)
    return found or []


def _read(entry: tuple[bytes, dict[bytes, bytes]]) -> Event | None:
    """None for an entry that cannot be booked (a newer version's, another program's): it stops nobody."""
    number, fields = entry
    try:
        return Event.read(fields.get(b"click", b""))
    except (ValueError, TypeError) as error:
        log.error("click %s could not be read (%s)", number.decode(), type(error).__name__)
        return None


def _parts(stream_id: str) -> tuple[int, int]:
    milliseconds, _, number = stream_id.partition("-")
    return int(milliseconds), int(number or 0)


def _after(stream_id: str) -> str:
    milliseconds, number = _parts(stream_id)
    return f"{milliseconds}-{number + 1}"
