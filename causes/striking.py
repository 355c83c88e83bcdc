"""Many names struck or put back at once: each as `confirming` would do it, in one statement.

What they leave out is the day's public sum (`causes.removals`): whoever strikes many tells it in one line.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from accounts.models import Heard
from causes.events import telling
from causes.models import Signed, Status
from causes.waking import wake

STANDING = (Status.PENDING, Status.CONFIRMED, Status.HELD)  # what can be struck


@dataclass(frozen=True)
class Struck:
    """One name: what it was before, and when it was struck (the row says the same until it is put back)."""

    pk: int
    was: str
    at: dt.datetime

    @property
    def counted(self) -> bool:
        return self.was == Status.CONFIRMED


def strike(model: type[Signed], ids: Iterable[int], now: dt.datetime) -> list[Struck]:
    """Strike what still stands of these names, in the caller's transaction or one of its own."""
    values = {"ids": list(ids), "standing": list(STANDING), "now": now}
    return [Struck(pk, was, now) for pk, was in _run(_STRIKE, model, values)]


def put_back(model: type[Signed], struck: Iterable[Struck], now: dt.datetime) -> list[Struck]:
    """Take these strikes back: each name is again what it was, in the hour it was confirmed in.

    Only what has been struck ever since: who was put back by hand, or struck anew, stays as they are.
    """
    rows = {each.pk: each for each in struck}
    values = {
        "ids": list(rows),
        "was": [each.was for each in rows.values()],
        "at": [each.at for each in rows.values()],
        "now": now,
    }
    return [rows[pk] for pk, _was in _run(_PUT_BACK, model, values)]


def _run(statement: str, model: type[Signed], values: dict[str, Any]) -> list[tuple[int, str]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=model._meta.db_table), values)
        found: list[tuple[int, str]] = cursor.fetchall()
    wake("causes.tasks.count")
    return found


# The rows are locked in the order of their numbers, so that two rules never wait for each other. What is
# booked comes from the locked row (RETURNING), not from the snapshot: somebody may confirm in this moment.
_CHANGED = """
    RETURNING row.id, mine.was, row.page_id, row.link_id, row.channel, row.region, row.lag, row.parent_hour,
              row.new_to_list, row.opted_in, row.confirmed_at
), tallied AS (
    INSERT INTO causes_tally
        (page_id, link_id, hour, channel, generation, region, lag, parent_hour, new_to_list, opted_in, delta)
    SELECT changed.page_id, changed.link_id,
           date_trunc('hour', changed.confirmed_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC',
           changed.channel, link.generation, changed.region, changed.lag, changed.parent_hour,
           coalesce(changed.new_to_list, false), coalesce(changed.opted_in, false), {delta}
    FROM changed JOIN causes_link link ON link.id = changed.link_id
    WHERE changed.was = 'confirmed'
), told AS (
    {told}
)
SELECT id, was FROM changed ORDER BY id
"""
_OFF = telling(Heard.WITHDRAWN, "changed.page_id", "changed.id", "changed")
_BACK = telling(Heard.CONFIRMED, "changed.page_id", "changed.id", "changed", "changed.was = 'confirmed'")
_STRIKE = """
WITH mine AS (
    SELECT id, status AS was FROM {table} WHERE id = ANY(%(ids)s) AND status = ANY(%(standing)s)
    ORDER BY id FOR UPDATE
), changed AS (
    UPDATE {table} row SET status = 'invalid', ended_at = %(now)s FROM mine WHERE row.id = mine.id
""" + _CHANGED.replace("{delta}", "-1").replace("{told}", _OFF)
_PUT_BACK = """
WITH mine AS (
    SELECT row.id, back.was
    FROM {table} row
    JOIN unnest(%(ids)s::bigint[], %(was)s::text[], %(at)s::timestamptz[]) AS back (id, was, at)
      ON back.id = row.id
    WHERE row.status = 'invalid' AND row.ended_at = back.at
      AND (back.was <> 'confirmed' OR row.confirmed_at IS NOT NULL)
    ORDER BY row.id FOR UPDATE OF row
), changed AS (
    UPDATE {table} row SET status = mine.was, ended_at = NULL FROM mine WHERE row.id = mine.id
""" + _CHANGED.replace("{delta}", "1").replace("{told}", _BACK)
