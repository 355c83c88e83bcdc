"""The proof of the count: names are counted anew, row by row, and compared with what is shown."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from causes import changes
from causes.models import Page, Signed


@dataclass(frozen=True)
class Difference:
    """A page whose count or journals are not what its rows say. `rows` is the truth; `journal`, `ways` and
    `regions` are the sums of the growth journal and of its two parts by the day."""

    page_id: int
    rows: int
    counted: int
    journal: int
    ways: int
    regions: int


def differences() -> list[Difference]:
    """Pages whose confirmed rows differ from count or growth journals; empty when all is well.

    Tallies still waiting are added to both, in one snapshot, so the answer is exact while people sign.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(_DIFFERENCES.format(rows=" UNION ALL ".join(map(_confirmed, Signed.__subclasses__()))))
        return [Difference(*row) for row in cursor.fetchall()]


def mend(found: list[Difference], now: dt.datetime, reason: str) -> None:
    """Set the count of each page to what its rows say, with a public line that gives the reason; the
    journals are left for a person to look at."""
    for difference in found:
        with transaction.atomic():
            page = Page.objects.select_for_update(no_key=True).get(pk=difference.page_id)
            before = page.count
            page.count += difference.rows - difference.counted
            page.save(update_fields=["count"])
            if page.count != before:
                changes.write(page, changes.COUNT, now, before=before, after=page.count, reason=reason)


def _confirmed(model: type[Signed]) -> str:
    return f"SELECT page_id FROM {model._meta.db_table} WHERE status = 'confirmed'"


_DIFFERENCES = """
WITH waiting AS (SELECT page_id, sum(delta) AS n FROM causes_tally GROUP BY page_id),
     journal AS (SELECT page_id, sum(signatures) AS n FROM causes_growthhour GROUP BY page_id),
     way AS (SELECT page_id, sum(signatures) AS n FROM causes_wayday GROUP BY page_id),
     region AS (SELECT page_id, sum(signatures) AS n FROM causes_regionday GROUP BY page_id),
     truth AS (SELECT page_id, count(*) AS n FROM ({rows}) AS confirmed GROUP BY page_id),
     told AS (
         SELECT page.id, coalesce(truth.n, 0) AS rows, page.count + coalesce(waiting.n, 0) AS counted,
                coalesce(journal.n, 0) + coalesce(waiting.n, 0) AS journal,
                coalesce(way.n, 0) + coalesce(waiting.n, 0) AS ways,
                coalesce(region.n, 0) + coalesce(waiting.n, 0) AS regions
         FROM causes_page page
         LEFT JOIN waiting ON waiting.page_id = page.id
         LEFT JOIN journal ON journal.page_id = page.id
         LEFT JOIN way ON way.page_id = page.id
         LEFT JOIN region ON region.page_id = page.id
         LEFT JOIN truth ON truth.page_id = page.id
     )
SELECT * FROM told WHERE (counted, journal, ways, regions) <> (rows, rows, rows, rows) ORDER BY id
"""
