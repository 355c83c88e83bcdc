"""Signatures as CSV, streamed: COPY from one snapshot, safe to open in a spreadsheet, and logged.

Postgres makes every byte of the file. The log row is committed before the first of them and
completed after the last; when the reader goes away in between, it says so.
"""

import datetime as dt
import threading
import zlib
from collections.abc import Callable, Iterator

import psycopg2
from django.db import transaction
from django.utils import translation

from accounts import auditing
from petitions.exporting.copying import Snapshot
from petitions.exporting.pipe import Pipe, ReaderLeft
from petitions.models import ExportLog

BOM = b"\xef\xbb\xbf"
_QUICKLY = 1  # how hard gzip tries: a name file becomes a sixth, and the reader does not wait for it


def begin(
    log: ExportLog, clock: Callable[[], dt.datetime], *, with_bom: bool = False, zipped: bool = False
) -> "Export":
    """Takes the snapshot, counts in it, commits `log` and returns the bytes to come.

    `log` is an unsaved row with petition, person, purpose, choice, note and address; `clock` tells the time.
    """
    snapshot = Snapshot(log)
    try:
        log.rows_expected, log.columns, log.started_at = snapshot.rows, ",".join(snapshot.columns), clock()
        with transaction.atomic(durable=True):  # an error, not a log row that a rollback can take away
            log.save(force_insert=True)
            note(log)
    except BaseException:
        snapshot.close()
        raise
    return Export(log, snapshot, clock, BOM if with_bom else b"", zipped)


def note(log: ExportLog) -> None:
    """The same in the organisation's audit log, where all that was done with people's data stands.

    Untranslated: whoever reads it has a language of their own, a worker has none.
    """
    with translation.override(None):
        purpose = str(log.get_purpose_display())
    auditing.record(
        actor=log.person, action=auditing.Action.EXPORT, organisation=log.petition.organisation,
        subject=log.petition.title, count=log.rows_expected, reason=purpose, at=log.started_at,
    )  # fmt: skip


class Export:
    """The bytes of one file, once. `close()` before the end, by the web server, means aborted."""

    def __init__(
        self,
        log: ExportLog,
        snapshot: Snapshot,
        clock: Callable[[], dt.datetime],
        start: bytes,
        zipped: bool,
    ) -> None:
        self._log, self._snapshot, self._clock, self._start = log, snapshot, clock, start
        self._zip = zlib.compressobj(_QUICKLY, zlib.DEFLATED, 16 + zlib.MAX_WBITS) if zipped else None
        self._pipe = Pipe()
        self._copying: threading.Thread | None = None
        self._closing = threading.Lock()
        self._sent, self._is_over = 0, False

    def __iter__(self) -> Iterator[bytes]:
        self._copying = threading.Thread(target=self._copy, name=f"export {self._log.pk}", daemon=True)
        self._copying.start()
        try:
            if self._start:
                yield from self._packed(self._start)
            for chunk, rows in self._pipe:
                yield from self._packed(chunk)
                self._sent += rows
            if self._zip:
                yield self._zip.flush()
            self._settle(aborted=False)
        finally:
            self.close()

    def close(self) -> None:
        """Ends the copy wherever it is. After a complete file there is nothing left to do."""
        self._pipe.close()
        if self._copying is None:
            self._snapshot.close()
        else:
            self._cancel()
            self._copying.join()
        self._settle(aborted=True)

    def _packed(self, chunk: bytes) -> Iterator[bytes]:
        """As it is, or what gzip gives back so far, which may be nothing."""
        packed = self._zip.compress(chunk) if self._zip else chunk
        if packed:
            yield packed

    def _cancel(self) -> None:
        """Wakes a copy that waits for Postgres; closing is left to the thread that reads from it."""
        with self._closing:
            if not self._is_over:
                self._snapshot.cancel()

    def _copy(self) -> None:
        """In its own thread, because COPY pushes and a web server pulls."""
        try:
            self._snapshot.copy(self._pipe)
            self._pipe.end()
        except (psycopg2.Error, ReaderLeft) as error:
            self._pipe.end(error)
        finally:
            with self._closing:
                self._snapshot.close()

    def _settle(self, *, aborted: bool) -> None:
        if self._is_over:
            return
        self._is_over = True
        ExportLog.objects.filter(pk=self._log.pk).update(
            rows_sent=self._sent, finished_at=self._clock(), aborted=aborted
        )
