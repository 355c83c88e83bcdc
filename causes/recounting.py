"""The proof of the count: names are counted anew, row by row, and compared with what is shown."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from causes import changes, people_counting
from causes.models import ADDS, Page, Signed


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


@dataclass(frozen=True)
class ListDifference:
    """An organisation whose sums are not what its people say. `people` are marked as on the list, `journal`
    is the sum of the days; `signers` are marked as having signed, `signers_booked` is their sum, and so with
    those who signed more than once; `wrong` are people who are marked otherwise than their names say."""

    organisation_id: int
    people: int
    journal: int
    signers: int
    signers_booked: int
    again: int
    again_booked: int
    wrong: int


def list_differences() -> list[ListDifference]:
    """Organisations whose list differs, in one snapshot; who waits to be looked at is not judged."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        names = " UNION ALL ".join(
            _NAMES.format(table=model._meta.db_table) for model in Signed.__subclasses__()
        )
        statement = _LISTS.format(
            names=names, is_on=people_counting.is_on(), petitions=people_counting.petitions()
        )
        cursor.execute(statement, {"adds": list(ADDS)})
        return [ListDifference(*row) for row in cursor.fetchall()]


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

_NAMES = "SELECT link_id, supporter_id FROM {table}"
_LISTS = """
WITH waiting AS (
    SELECT person FROM causes_personchange WHERE person IS NOT NULL
    UNION SELECT supporter_id FROM causes_tally JOIN ({names}) name USING (link_id)
), looked AS (
    SELECT known.organisation_id, known.list_state = 'on' AS marked, known.petitions,
           ((known.list_state = 'on') <> {is_on} OR known.petitions <> {petitions}) AND known.id NOT IN (
               SELECT person FROM waiting WHERE person IS NOT NULL) AS wrong
    FROM accounts_supporter known
), people AS (
    SELECT organisation_id, count(*) FILTER (WHERE marked) AS people, count(*) FILTER (WHERE wrong) AS wrong,
           count(*) FILTER (WHERE petitions >= 1) AS signers,
           count(*) FILTER (WHERE petitions >= 2) AS again
    FROM looked GROUP BY organisation_id
), journal AS (
    SELECT organisation_id, sum(people) AS n FROM (
        SELECT organisation_id, CASE WHEN part = ANY(%(adds)s) THEN people ELSE -people END AS people
        FROM causes_listday
        UNION ALL SELECT organisation_id, -1 FROM causes_personchange WHERE person IS NULL AND part <> ''
    ) line GROUP BY organisation_id
), booked AS (
    SELECT organisation_id, sum(signers) AS signers, sum(again) AS again FROM (
        SELECT organisation_id, signers, again FROM causes_peopletotal
        UNION ALL SELECT organisation_id, -(petitions >= 1)::int, -(petitions >= 2)::int
        FROM causes_personchange WHERE person IS NULL
    ) line GROUP BY organisation_id
), told AS (
    SELECT organisation.id, coalesce(people.people, 0) AS people, coalesce(journal.n, 0) AS journal,
           coalesce(people.signers, 0) AS signers, coalesce(booked.signers, 0) AS signers_booked,
           coalesce(people.again, 0) AS again, coalesce(booked.again, 0) AS again_booked,
           coalesce(people.wrong, 0) AS wrong
    FROM accounts_organisation organisation
    LEFT JOIN people ON people.organisation_id = organisation.id
    LEFT JOIN journal ON journal.organisation_id = organisation.id
    LEFT JOIN booked ON booked.organisation_id = organisation.id
)
SELECT * FROM told
WHERE (people, signers, again) <> (journal, signers_booked, again_booked) OR wrong > 0 ORDER BY id
"""
