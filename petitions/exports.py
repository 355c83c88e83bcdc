"""Signatures as CSV: COPY from one snapshot, streamed, safe to open in a spreadsheet, and logged.

Postgres makes every byte of the file. The log row is committed before the first of them and
completed after the last; when the reader goes away in between, it says so.
"""

import datetime as dt
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import psycopg2
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet

from causes.models import Status
from petitions.models import ExportLog, Petition, Signature

BOM = b"\xef\xbb\xbf"
_CHUNK = 64 * 1024  # bytes handed to the web server at a time
_AHEAD = 4  # chunks that wait for a slow reader; then Postgres waits too

# A cell that begins like this, even after spaces, is a formula to some spreadsheet. NUL cannot be
# in a Postgres text. The wide forms of the four signs count as signs in East Asian versions.
_SPACES = " \u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
_FORMULA = f"^[{_SPACES}]*[=+@\uff1d\uff0b\uff20\uff0d\u2212\\t\\r\\n-]"
_TIME = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
_SAFE = "CASE WHEN {0} ~ %(formula)s THEN '''' || {0} ELSE {0} END"
_COLUMNS = {
    "signed_at": _TIME.format("s.signed_at"),
    "confirmed_at": _TIME.format("s.confirmed_at"),
    "status": "s.status",
    "name": _SAFE.format("s.name"),
    "email": f"CASE WHEN s.updates OR %(delivery)s THEN {_SAFE.format('s.email')} ELSE '' END",
    "postcode": _SAFE.format("s.postcode"),
    "country": "s.country",
    "language": "s.language",
    "channel": "s.channel",
    "generation": "l.generation",
    "updates": "CASE WHEN s.updates THEN 'yes' ELSE 'no' END",
    "consent_version": "c.version",
    "wording_version": "w.language || ' ' || w.number",
}
COLUMNS = tuple(_COLUMNS)
# Only a confirmed name is in a file: pending, held, withdrawn and struck ones are not, nor is somebody
# who was erased after the handover and is a number without a person since.
_WHERE = "s.page_id = %(petition)s AND s.status = 'confirmed' AND (s.name <> '' OR s.email <> '')"
_COUNT = f"SELECT count(*) FROM petitions_signature s WHERE {_WHERE}"
_COPY = f"""
COPY (
    SELECT {", ".join(f"{sql} AS {name}" for name, sql in _COLUMNS.items())}
    FROM petitions_signature s
    JOIN causes_link l ON l.id = s.link_id
    JOIN causes_consenttext c ON c.id = s.consent_id
    LEFT JOIN causes_wording w ON w.id = s.wording_id
    WHERE {_WHERE} ORDER BY s.id
) TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')
"""


def begin(log: ExportLog, clock: Callable[[], dt.datetime], *, with_bom: bool = False) -> "Export":
    """Takes the snapshot, counts in it, commits `log` and returns the bytes to come.

    `log` is an unsaved row with petition, person, purpose, note and address; `clock` tells the time.
    """
    session = psycopg2.connect(**connection.get_connection_params())
    try:
        session.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with session.cursor() as cursor:
            cursor.execute(_COUNT, {"petition": log.petition_id})
            log.rows_expected = cursor.fetchone()[0]
        log.columns, log.started_at = ",".join(COLUMNS), clock()
        with transaction.atomic(durable=True):  # an error, not a log row that a rollback can take away
            log.save(force_insert=True)
    except BaseException:
        session.close()
        raise
    return Export(log, session, clock, BOM if with_bom else b"")


class Counts(NamedTuple):
    """Rows a file would have, and how many of them carry an e-mail address without a delivery."""

    rows: int
    with_email: int


def counts(petition: Petition) -> Counts:
    found = _in_a_file(petition).aggregate(rows=Count("pk"), with_email=Count("pk", filter=Q(updates=True)))
    return Counts(**found)


def sample(petition: Petition) -> list[Signature]:
    """Three rows to show, masked, what a file looks like."""
    return list(_in_a_file(petition).order_by("-id")[:3])


def _in_a_file(petition: Petition) -> "QuerySet[Signature]":
    """The rows of `_WHERE`."""
    return Signature.objects.filter(petition=petition, status=Status.CONFIRMED).exclude(name="", email="")


class Export:
    """The bytes of one file, once. `close()` before the end, by the web server, means aborted."""

    def __init__(self, log: ExportLog, session: Any, clock: Callable[[], dt.datetime], start: bytes) -> None:
        self._log, self._session, self._clock, self._start = log, session, clock, start
        self._pipe = _Pipe()
        self._copying: threading.Thread | None = None
        self._closing = threading.Lock()
        self._sent, self._is_over = 0, False

    def __iter__(self) -> Iterator[bytes]:
        self._copying = threading.Thread(target=self._copy, name=f"export {self._log.pk}", daemon=True)
        self._copying.start()
        try:
            if self._start:
                yield self._start
            for chunk, rows in self._pipe:
                yield chunk
                self._sent += rows
            self._settle(aborted=False)
        finally:
            self.close()

    def close(self) -> None:
        """Ends the copy wherever it is. After a complete file there is nothing left to do."""
        self._pipe.close()
        if self._copying is None:
            self._session.close()
        else:
            self._cancel()
            self._copying.join()
        self._settle(aborted=True)

    def _cancel(self) -> None:
        """Wakes a copy that waits for Postgres; closing is left to the thread that reads from it."""
        with self._closing:
            if not self._is_over and not self._session.closed:
                self._session.cancel()

    def _copy(self) -> None:
        """In its own thread, because COPY pushes and a web server pulls."""
        what = {
            "petition": self._log.petition_id,
            "delivery": self._log.purpose == ExportLog.Purpose.DELIVERY,
            "formula": _FORMULA,
        }
        try:
            with self._session.cursor() as cursor:
                cursor.copy_expert(cursor.mogrify(_COPY, what), self._pipe)
            self._pipe.end()
        except (psycopg2.Error, _ReaderLeft) as error:
            self._pipe.end(error)
        finally:
            with self._closing:
                self._session.close()

    def _settle(self, *, aborted: bool) -> None:
        if self._is_over:
            return
        self._is_over = True
        ExportLog.objects.filter(pk=self._log.pk).update(
            rows_sent=self._sent, finished_at=self._clock(), aborted=aborted
        )


class _ReaderLeft(Exception):
    """Nobody takes the bytes any more."""


class _Pipe:
    """From the copying thread to the web server's: a few chunks wait in between, and no more."""

    def __init__(self) -> None:
        self._chunks: deque[tuple[bytes, int]] = deque()
        self._turn = threading.Condition()
        self._rows: list[bytes] = []
        self._size = 0
        self._header_is_out = self._is_over = self._is_closed = False
        self._error: Exception | None = None

    def write(self, row: bytes) -> None:
        """One line of the file: psycopg2 calls once per row, the header first."""
        self._rows.append(row)
        self._size += len(row)
        if self._size >= _CHUNK:
            self._hand_over()

    def end(self, error: Exception | None = None) -> None:
        if error is None:
            self._hand_over()
        with self._turn:
            self._is_over, self._error = True, error
            self._turn.notify_all()

    def close(self) -> None:
        with self._turn:
            self._is_closed = True
            self._chunks.clear()
            self._turn.notify_all()

    def __iter__(self) -> Iterator[tuple[bytes, int]]:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._chunks or self._is_over)
                if not self._chunks:
                    break
                item = self._chunks.popleft()
                self._turn.notify_all()
            yield item
        if self._error:
            raise self._error  # the transfer breaks off, so that half a file is not taken for a whole one

    def _hand_over(self) -> None:
        if not self._rows:
            return
        rows = len(self._rows) - (0 if self._header_is_out else 1)
        item = b"".join(self._rows), rows
        with self._turn:
            self._turn.wait_for(lambda: self._is_closed or len(self._chunks) < _AHEAD)
            if self._is_closed:
                raise _ReaderLeft
            self._chunks.append(item)
            self._turn.notify_all()
        self._rows, self._size, self._header_is_out = [], 0, True
