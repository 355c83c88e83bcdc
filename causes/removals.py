"""Names that no longer count, told in public: one line per page and day, never one per person.

Who watches a page must not learn from its log who left at which minute. So each removal leaves a row
without a name, and when the day is over its rows become one line.
"""

import datetime as dt
from collections import Counter

from django.db import connection, transaction

from causes import changes
from causes.models import Page, Removal

# A transaction that began before midnight may commit after it; its row belongs into the same line.
_AFTER_MIDNIGHT = dt.timedelta(hours=1)


def note(page_id: int, what: Removal.What, now: dt.datetime) -> None:
    """One more, in the transaction that makes it so."""
    Removal.objects.create(page_id=page_id, day=now.astimezone(dt.UTC).date(), what=what)


@transaction.atomic
def tell(now: dt.datetime) -> int:
    """Turn the days that are over into lines; returns how many lines. Two workers tell each name once."""
    over = (now.astimezone(dt.UTC) - _AFTER_MIDNIGHT).date()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM causes_removal WHERE day < %s RETURNING page_id, day, what", [over])
        sums = Counter(cursor.fetchall())
    pages = Page.objects.in_bulk({page_id for page_id, _, _ in sums})
    for (page_id, day, what), number in sorted(sums.items()):
        changes.write(pages[page_id], what, _end_of(day), before="", after=number)
    return len(sums)


def _end_of(day: dt.date) -> dt.datetime:
    """The last second of that day: the line stands below the day it is about, whenever it was written."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), dt.UTC)
