"""Names that begin to count, and names that no longer do.

Each change appends its tally in the same transaction; `causes.counting` adds the tallies up.
"""

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from accounts.listing import SQL_HASH, salt_of
from accounts.models import Heard
from causes import events, removals, undeliverable
from causes.events import telling
from causes.letters import put_in_post
from causes.models import Channel, ConsentText, Letter, Page, Removal, Signed, Status
from causes.prepared import Prepared
from causes.signing import LETTERS_PER_PAGE, signed_model
from causes.waking import wake


@dataclass(frozen=True)
class Confirmed:
    """`now_counted` is False when it had been confirmed before."""

    signed: Signed
    now_counted: bool


def confirm(
    page: Page, code: str, name: str, updates: bool, now: dt.datetime, *, by_letter: bool = True
) -> Confirmed | None:
    """Count the pending name that owns link `code`, as its owner now wants it stored.

    `by_letter`: a letter's button proved the mailbox; paper proves a name alone.
    None when there is nothing to confirm: withdrawn, held, struck, or gone.
    """
    model = signed_model(page)
    values: dict[str, Any] = {
        "code": code,
        "name": name,
        "updates": updates,
        "now": now,
        "salt": salt_of(page.organisation_id),
    }
    with transaction.atomic():
        counted = _statement(model._meta.db_table).run(values) == 1
        found = model._default_manager.filter(link__code=code, status=Status.CONFIRMED)
        signed = next(iter(found.annotate(takes_nothing=undeliverable.OF_NAME)), None)
        if counted and signed and by_letter and signed.takes_nothing:
            undeliverable.clear(signed.email_key, now)
    if counted:
        wake("causes.tasks.count")
    return Confirmed(signed, counted) if signed else None


@functools.cache
def _statement(table: str) -> Prepared:
    return Prepared(f"confirm_{table}", _CONFIRM.format(table=table, mailbox=_MAILBOX, told=_TOLD), _TYPES)


def withdraw(signed: Signed, now: dt.datetime) -> bool:
    """The signatory takes their name back; False when it no longer stood there."""
    return _end(signed, Status.WITHDRAWN, now)


def invalidate(signed: Signed, now: dt.datetime) -> bool:
    """Staff strike a name; False when there was nothing to strike."""
    return _end(signed, Status.INVALID, now)


def restore(signed: Signed, now: dt.datetime) -> bool:
    """Staff take a strike back: the name counts again in the hour it was confirmed in."""
    with transaction.atomic():
        row = _lock(signed)
        if row.status != Status.INVALID or row.confirmed_at is None:
            return False
        row.status, row.ended_at = Status.CONFIRMED, None
        row.save(update_fields=["status", "ended_at"])
        _tally(row, +1)
        events.write(Heard.CONFIRMED, row.link.page_id, row.pk, now)
        removals.note(row.link.page_id, Removal.What.RESTORED, now)
    wake("causes.tasks.count")
    return True


def release(signed: Signed, now: dt.datetime) -> bool:
    """Staff let a held name go on: it gets its letter now, like any other."""
    with transaction.atomic():
        row = _lock(signed)
        if row.status != Status.HELD:
            return False
        row.status, row.letters = Status.PENDING, 1
        row.save(update_fields=["status", "letters"])
        put_in_post(Letter.Kind.CONFIRM, row, now)
        events.write(Heard.CREATED, row.link.page_id, row.pk, now)
    wake("causes.tasks.send_letters")
    return True


def ask_again(signed: Signed, consent: ConsentText | None, now: dt.datetime) -> bool:
    """What counted without its owner's button (on paper) waits for it, and they get its letter; False when it
    did not count. `consent`: the words they themselves agreed to, None for those it has.

    It is signed anew, so that they have their month to press it.
    """
    with transaction.atomic():
        row = _lock(signed)
        if row.status != Status.CONFIRMED:
            return False
        _tally(row, -1)  # with the cells it was booked with: before they change
        removals.note(row.link.page_id, Removal.What.WITHDRAWN, now)
        events.write(Heard.WITHDRAWN, row.link.page_id, row.pk, now)
        row.status, row.signed_at, row.confirmed_at, row.parent_hour = Status.PENDING, now, None, None
        row.consent, row.reminded_at = consent or row.consent, None
        if row.channel == Channel.OFFLINE:
            row.channel = Channel.DIRECT
        row.letters = min(row.letters + 1, LETTERS_PER_PAGE + 1)
        row.save(update_fields=_ASKED_AGAIN)
        if row.letters <= LETTERS_PER_PAGE:
            put_in_post(Letter.Kind.CONFIRM, row, now)
    wake("causes.tasks.count")
    wake("causes.tasks.send_letters")
    return True


_ASKED_AGAIN = [
    "status", "signed_at", "confirmed_at", "parent_hour", "consent", "reminded_at", "channel", "letters",
]  # fmt: skip
_REMOVED = {Status.WITHDRAWN: Removal.What.WITHDRAWN, Status.INVALID: Removal.What.STRUCK}


def _end(signed: Signed, status: Status, now: dt.datetime) -> bool:
    with transaction.atomic():
        row = _lock(signed)
        if row.status in (Status.WITHDRAWN, Status.INVALID):
            return False
        counted = row.status == Status.CONFIRMED
        row.status, row.ended_at = status, now
        row.save(update_fields=["status", "ended_at"])
        events.write(Heard.WITHDRAWN, row.link.page_id, row.pk, now)
        if counted:
            _tally(row, -1)
            removals.note(row.link.page_id, _REMOVED[status], now)
    wake("causes.tasks.count")
    return True


def _lock(signed: Signed) -> Signed:
    return type(signed)._default_manager.select_for_update().get(pk=signed.pk)


def _tally(row: Signed, delta: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TALLY.format(table=row._meta.db_table), {"id": row.pk, "delta": delta})


_TYPES = {**dict.fromkeys(("code", "name", "salt"), "text"), "updates": "boolean", "now": "timestamptz"}
_MAILBOX = SQL_HASH.format("mine.email_key")
# `first` fixes new-to-list and first touch: it finds the supporter unconfirmed only once, also when
# two signatures of one person are confirmed in the same moment (the second waits, then sees the date).
# The supporter is locked before the row, as in `signing`: the other way round, a repeat in the same
# moment and this would wait for each other.
# The lag is kept as a bucket: the exact one would point straight back at the parent.
_TOLD = telling(Heard.CONFIRMED, "mine.page_id", "mine.id", "mine CROSS JOIN confirmed")
_CONFIRM = """
WITH known AS (
    SELECT known.id, known.organisation_id, row.id AS row_id
    FROM accounts_supporter known JOIN {table} row ON row.supporter_id = known.id
    JOIN causes_link link ON link.id = row.link_id
    WHERE link.code = %(code)s
    FOR NO KEY UPDATE OF known
), mine AS (
    SELECT row.id, row.supporter_id, row.channel, row.region, row.email, row.language, row.page_id,
           row.email_key, known.organisation_id,
           link.id AS link_id, link.generation, parent.confirmed_at AS parent_confirmed
    FROM known JOIN {table} row ON row.id = known.row_id
    JOIN causes_link link ON link.id = row.link_id
    LEFT JOIN {table} parent ON parent.link_id = link.parent_id AND parent.status = 'confirmed'
    WHERE row.status = 'pending'
    FOR UPDATE OF row
), first AS (
    UPDATE accounts_supporter known
    SET first_confirmed_at = %(now)s, first_channel = mine.channel, name = %(name)s, email = mine.email,
        language = mine.language
    FROM mine WHERE known.id = mine.supporter_id AND known.first_confirmed_at IS NULL
    RETURNING known.id, NOT EXISTS (
        SELECT FROM accounts_listed listed JOIN accounts_listimport list ON list.id = listed.batch_id
        WHERE listed.organisation_id = mine.organisation_id AND list.state = 'done'
          AND listed.mailbox = {mailbox}) AS is_new
), confirmed AS (
    UPDATE {table} row
    SET status = 'confirmed', confirmed_at = %(now)s, name = %(name)s, updates = %(updates)s,
        opted_in = %(updates)s,
        new_to_list = EXISTS (SELECT FROM first WHERE is_new) OR coalesce(row.new_to_list, false),
        parent_hour = date_trunc('hour', mine.parent_confirmed AT TIME ZONE 'UTC') AT TIME ZONE 'UTC',
        lag = CASE WHEN mine.parent_confirmed IS NULL THEN ''
                   WHEN %(now)s - mine.parent_confirmed <= interval '1 hour' THEN '1h'
                   WHEN %(now)s - mine.parent_confirmed <= interval '6 hours' THEN '6h'
                   WHEN %(now)s - mine.parent_confirmed <= interval '24 hours' THEN '24h'
                   WHEN %(now)s - mine.parent_confirmed <= interval '72 hours' THEN '72h'
                   ELSE 'later' END
    FROM mine WHERE row.id = mine.id
    RETURNING row.new_to_list, row.lag, row.parent_hour
), told AS (
    {told}
)
INSERT INTO causes_tally
    (page_id, link_id, hour, channel, generation, region, lag, parent_hour, new_to_list, opted_in, delta)
SELECT mine.page_id, mine.link_id, date_trunc('hour', %(now)s AT TIME ZONE 'UTC') AT TIME ZONE 'UTC',
       mine.channel, mine.generation, mine.region, confirmed.lag, confirmed.parent_hour,
       confirmed.new_to_list, %(updates)s, 1
FROM mine, confirmed
"""

# A change of a counted name is booked in the hour it was confirmed in, with the cells it was booked with.
_TALLY = """
INSERT INTO causes_tally
    (page_id, link_id, hour, channel, generation, region, lag, parent_hour, new_to_list, opted_in, delta)
SELECT row.page_id, row.link_id, date_trunc('hour', row.confirmed_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC',
       row.channel, link.generation, row.region, row.lag, row.parent_hour,
       coalesce(row.new_to_list, false), coalesce(row.opted_in, false), %(delta)s
FROM {table} row JOIN causes_link link ON link.id = row.link_id
WHERE row.id = %(id)s
"""
