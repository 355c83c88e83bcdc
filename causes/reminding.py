"""One reminder, a day later, to people whose name waits for the button in their letter: once for ever.

It is a confirmation letter like the first and counts as one of the mailbox's five. Nobody is reminded whose
first letter has not left or failed, whose page takes no confirmations any more, or who signed longer ago
than three days: after a long standstill an old wish is left in peace.
"""

import datetime as dt
from typing import Any

from django.db import connection

from causes.models import Signed
from causes.models.page import CONFIRM_AFTER_CLOSING, PRIVATE_STATES
from causes.signing import LETTERS_PER_DAY, LETTERS_PER_PAGE
from causes.waking import wake

AFTER = dt.timedelta(hours=24)
NOT_AFTER = dt.timedelta(hours=72)
BATCH = 1000


def remind_due(now: dt.datetime) -> int:
    """Write every reminder that is due at `now`; returns how many. Of two workers one reminds."""
    total = 0
    for model in Signed.__subclasses__():
        while written := _batch(model._meta.db_table, now):
            total += written
    if total:
        wake("causes.tasks.send_letters")
    return total


def _batch(table: str, now: dt.datetime) -> int:
    values: dict[str, Any] = {
        "now": now,
        "signed_until": now - AFTER,
        "signed_since": now - NOT_AFTER,
        "day_ago": now - dt.timedelta(days=1),
        "ended_since": now - CONFIRM_AFTER_CLOSING,
        "private": [str(state) for state in PRIVATE_STATES],
        "per_page": LETTERS_PER_PAGE,
        "per_day": LETTERS_PER_DAY,
        "batch": BATCH,
    }
    with connection.cursor() as cursor:
        cursor.execute(_REMIND.format(table=table), values)
        return cursor.rowcount


# `waiting` locks the rows it takes and passes over those another worker has; `reminded_at` is set in the same
# statement, so the second worker finds none. The page's part says what `Page.takes_confirmations` says.
# `mailbox` are the letters that somebody asked for: those to organisers and updates do not use up the five.
_REMIND = """
WITH waiting AS (
    SELECT row.id
    FROM {table} row JOIN causes_page page ON page.id = row.page_id
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE page_id = row.page_id AND state <> 'failed') AS of_page,
               count(*) FILTER (WHERE created_at > %(day_ago)s) AS of_day,
               bool_or(page_id = row.page_id AND kind = 'confirm' AND state = 'sent') AS has_left,
               bool_or(page_id = row.page_id
                       AND (state IN ('due', 'sending') OR sent_at > %(day_ago)s)) AS is_fresh
        FROM causes_letter WHERE email_key = row.email_key AND urgency = 0
    ) AS mailbox
    WHERE row.status = 'pending' AND row.signed_at <= %(signed_until)s AND row.signed_at > %(signed_since)s
      AND row.reminded_at IS NULL AND row.letters < %(per_page)s
      AND NOT page.state = ANY (%(private)s)
      AND CASE WHEN coalesce(page.closed_at, page.closes_at) IS NULL THEN page.state IN ('open', 'paused')
               ELSE coalesce(page.closed_at, page.closes_at) > %(ended_since)s END
      AND mailbox.of_page < %(per_page)s AND mailbox.of_day < %(per_day)s
      AND mailbox.has_left AND NOT mailbox.is_fresh
    ORDER BY row.signed_at LIMIT %(batch)s
    FOR UPDATE OF row SKIP LOCKED
), reminded AS (
    UPDATE {table} row SET reminded_at = %(now)s, letters = row.letters + 1
    FROM waiting WHERE row.id = waiting.id
    RETURNING row.page_id, row.link_id, row.email, row.email_key, row.language
)
INSERT INTO causes_letter
    (kind, page_id, link_id, email, email_key, language, state, attempts, due_at, error, created_at)
SELECT 'reminder', page_id, link_id, email, email_key, language, 'due', 0, %(now)s, '', %(now)s FROM reminded
"""
