"""One moment of a petition's signatures, counted and copied out by Postgres."""

from typing import Any, NamedTuple

import psycopg2
from django.db import connection

from petitions.exporting.choosing import Choice, condition
from petitions.exporting.columns import FORMULA, columns_for
from petitions.models import ExportLog, Petition

_FROM = "FROM petitions_signature s"
_WITH = """
    JOIN causes_link l ON l.id = s.link_id
    LEFT JOIN causes_link p ON p.id = l.root_id AND p.kind <> 'person'
    JOIN causes_consenttext c ON c.id = s.consent_id
    LEFT JOIN causes_wording w ON w.id = s.wording_id
"""
# The first byte comes at once: each row is looked up in turn, in the order of the index. Sorting or
# hashing a million rows first would be hardly faster in all, and the reader would wait for it.
_IN_TURN = """
SET LOCAL enable_sort = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off;
"""


class Snapshot:
    """The rows of one file as they were when it was asked for: `rows` of them, with `columns`.

    A connection of its own; `copy` may run in another thread than `cancel`.
    """

    def __init__(self, log: ExportLog) -> None:
        chosen = columns_for(log.purpose)
        self.columns = [column.name for column in chosen]
        where, values = condition(log.petition, Choice.read(log.choice))
        self._values = {
            **values,
            "formula": FORMULA,
            "delivery": log.purpose == ExportLog.Purpose.DELIVERY,
            "gives": log.petition.gives(),
        }
        rows = ", ".join(f"{column.sql} AS {column.name}" for column in chosen)
        self._copy = (
            f"COPY (SELECT {rows} {_FROM} {_WITH} WHERE {where} ORDER BY s.id)"
            " TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')"
        )
        self._session: Any = psycopg2.connect(**connection.get_connection_params())
        try:
            self._session.set_session(isolation_level="REPEATABLE READ", readonly=True)
            self.rows = self._count(where)
        except BaseException:
            self.close()
            raise

    def copy(self, target: Any) -> None:
        """Writes the file into `target`: one call per row, the header first."""
        with self._session.cursor() as cursor:
            cursor.execute(_IN_TURN)
            cursor.copy_expert(cursor.mogrify(self._copy, self._values), target)

    def ask(self, sql: str, values: Any) -> Any:
        """One value, asked on this connection."""
        with self._session.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchone()[0]

    def cancel(self) -> None:
        if not self._session.closed:
            self._session.cancel()

    def close(self) -> None:
        self._session.close()

    def _count(self, where: str) -> int:
        return int(self.ask(f"SELECT count(*) {_FROM} WHERE {where}", self._values))


class Counts(NamedTuple):
    """Rows a file would have, and how many of them carry an e-mail address without a delivery."""

    rows: int
    with_email: int


class Sample(NamedTuple):
    """One row as it stands in the table; who shows it masks it."""

    signed_at: Any
    name: str
    email: str


def counts(petition: Petition, choice: Choice | None = None) -> Counts:
    where, values = condition(petition, choice or Choice())
    with connection.cursor() as cursor:
        emails = "count(*) FILTER (WHERE s.updates AND s.status = 'confirmed')"
        cursor.execute(f"SELECT count(*), {emails} {_FROM} WHERE {where}", values)
        return Counts(*cursor.fetchone())


def sample(petition: Petition, choice: Choice | None = None) -> list[Sample]:
    """Three rows to show, masked, what a file looks like."""
    where, values = condition(petition, choice or Choice())
    with connection.cursor() as cursor:
        rows = f"SELECT s.signed_at, s.name, s.email {_FROM} WHERE {where} ORDER BY s.id DESC LIMIT 3"
        cursor.execute(rows, values)
        return [Sample(*row) for row in cursor.fetchall()]
