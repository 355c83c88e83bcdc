"""Clicks on their way from the redirect to the rows: a stream in Redis, drained into Postgres.

The redirect waits for one quick XADD. With Redis away the click is booked in Postgres directly; with
both away the visitor is still led on and the loss stands in the log.
"""

import datetime as dt
import json
import logging
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction
from redis import Redis

from accounts import redis
from causes.models import Channel
from causes.waking import wake
from sharing.models import ClickHour, ClickPosition, DailySalt

log = logging.getLogger(__name__)
STREAM = "clicks"
BATCH = 2000
_LOCK = 7_236_002  # any number, ours alone: one drain at a time
_salts: dict[dt.date, bytes] = {}


@dataclass(frozen=True)
class Event:
    """One press on a share link; nothing in it names a person. `hour` is ISO-8601 in UTC, `visitor` hex.

    What is not counted carries its reason and no visitor.
    """

    id: str
    code: str
    channel: str
    hour: str
    outcome: str
    visitor: str = ""
    device: str = ""
    referrer: str = ""

    @classmethod
    def read(cls, text: bytes) -> "Event":
        """From the stream; raises ValueError or TypeError for what no row takes."""
        event = cls(**json.loads(text))
        if not all(isinstance(value, str) and "\0" not in value for value in asdict(event).values()):
            raise TypeError("only words")
        uuid.UUID(event.id)
        dt.datetime.fromisoformat(event.hour)
        is_person = event.outcome == ClickHour.Outcome.COUNTED
        fits = len(event.device) <= 8 and len(event.referrer) <= 100
        known = event.channel in Channel.values and event.outcome in ClickHour.Outcome.values
        if not (fits and known and len(bytes.fromhex(event.visitor)) == (16 if is_person else 0)):
            raise ValueError("no such click")
        return event


def new_id() -> str:
    return str(uuid.uuid4())


def put(event: Event) -> None:
    """Take a click in: into the stream, or straight into the rows while Redis is away."""
    text = json.dumps(asdict(event), separators=(",", ":"))
    if redis.ask(lambda client: client.xadd(STREAM, {"click": text}), otherwise=None):
        wake("sharing.tasks.drain_clicks")
        return
    try:
        book([event])
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


def book(events: Sequence[Event]) -> None:
    """Rows and journal of `events` in one statement: a person counts once per link and day.

    A person's click that is booked already is passed over: a Redis that timed out may have taken it too.
    """
    columns = ("id", "code", "channel", "hour", "outcome", "visitor", "device", "referrer")
    with connection.cursor() as cursor:
        cursor.execute(_BOOK, {name: [getattr(event, name) for event in events] for name in columns})


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


_BOOK = """
WITH came AS (
    SELECT * FROM unnest(
        %(id)s::uuid[], %(code)s::text[], %(channel)s::text[], %(hour)s::timestamptz[], %(outcome)s::text[],
        %(visitor)s::text[], %(device)s::text[], %(referrer)s::text[]
    ) AS event (id, code, channel, hour, outcome, visitor, device, referrer)
), placed AS (
    SELECT came.*, coalesce(link.alias_of_id, link.id) AS link_id, link.page_id, link.kind,
           (came.hour AT TIME ZONE 'UTC')::date AS day
    FROM came JOIN causes_link link ON link.code = came.code
    WHERE NOT EXISTS (SELECT 1 FROM sharing_click seen WHERE seen.event_id = came.id)
), booked AS (
    INSERT INTO sharing_click (event_id, link_id, channel, hour, day, visitor, device, referrer)
    SELECT id, link_id, channel, hour, day, decode(visitor, 'hex'), device, referrer
    FROM placed WHERE outcome = 'counted'
    ON CONFLICT DO NOTHING
    RETURNING event_id
)
INSERT INTO sharing_clickhour AS old (page_id, link_kind, channel, hour, outcome, clicks)
SELECT page_id, kind, channel, hour, really, count(*)
FROM placed
LEFT JOIN booked ON booked.event_id = placed.id,
LATERAL (
    SELECT CASE WHEN outcome = 'counted' AND booked.event_id IS NULL THEN 'repeat' ELSE outcome END
) AS judged (really)
GROUP BY page_id, kind, channel, hour, really
ON CONFLICT (page_id, hour, link_kind, channel, outcome) DO UPDATE SET clicks = old.clicks + EXCLUDED.clicks
"""
