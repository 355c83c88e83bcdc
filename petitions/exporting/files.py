"""Exports that a worker writes: a row asks, a worker writes, one reader takes it once, and then it goes.

A file is of one snapshot. Its parts are committed one by one, so that its reader sees how far it is; a
worker that dies leaves a row that the next one begins anew.
"""

import datetime as dt
import gzip
import logging
from collections.abc import Callable, Iterator

from django.db import transaction

from accounts.models import User
from causes.waking import wake
from petitions.exporting.columns import columns_for
from petitions.exporting.copying import Snapshot
from petitions.exporting.streaming import BOM, note
from petitions.models import ExportFile, ExportLog, ExportPart

log = logging.getLogger(__name__)
KEPT = dt.timedelta(minutes=15)
_TAKING = dt.timedelta(hours=2)  # the slowest reader; what is left after that was cut off by a restart
_PART = 1 << 20  # bytes of rows in one part
_LOCKS = 7_150_015  # the first half of the name of our locks at the database; the second is the file
_State = ExportFile.State
_UNFINISHED = (_State.DUE, _State.WRITING)


class Gone(Exception):
    """The file was taken, is older than 15 minutes, or somebody in it took their name off."""


class _Dropped(Exception):
    """Nobody wants this file any more: it is not written to its end."""


def ask(entry: ExportLog, now: dt.datetime, *, with_bom: bool = False) -> ExportFile:
    """A file to be written; `entry` is an unsaved log row with petition, person, purpose and choice."""
    entry.columns = ",".join(column.name for column in columns_for(entry.purpose))
    entry.started_at = now
    with transaction.atomic():
        entry.save(force_insert=True)
        file = ExportFile.objects.create(log=entry, with_bom=with_bom)
    wake("petitions.tasks.write_exports")
    return file


def write_due(clock: Callable[[], dt.datetime]) -> bool:
    """Writes one file that nobody else is writing; False when there is none. One that fails says so."""
    waiting = ExportFile.objects.filter(state__in=_UNFINISHED).order_by("pk")
    for file in waiting.select_related("log__petition__organisation", "log__person"):
        try:
            if _write(file, clock):
                return True
        except _Dropped:
            return True
        except Exception:  # whatever one file breaks, those of others do not wait behind it
            log.exception("export file %s cannot be written", file.pk)
            _leave(file.pk, _State.FAILED, clock())
            return True
    return False


def _write(file: ExportFile, clock: Callable[[], dt.datetime]) -> bool:
    """False when another worker is at it: the lock lives as long as its snapshot, and dies with it."""
    snapshot = Snapshot(file.log)
    try:
        mine = snapshot.ask("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCKS, file.pk % 2**31])
        if not mine or not ExportFile.objects.filter(pk=file.pk, state__in=_UNFINISHED).exists():
            return False
        _begin(file, snapshot.rows)
        parts = _Parts(file)
        if file.with_bom:
            parts.start(BOM)
        snapshot.copy(parts)
        parts.end(clock())
    finally:
        snapshot.close()
    return True


@transaction.atomic
def _begin(file: ExportFile, rows: int) -> None:
    """The log says how many names leave before the first of them is written anywhere."""
    file.parts.all().delete()
    ExportFile.objects.filter(pk=file.pk).update(state=_State.WRITING, rows_done=0, size=0)
    first = file.log.rows_expected == 0
    file.log.rows_expected = rows
    file.log.save(update_fields=["rows_expected"])
    if first:
        note(file.log)


class _Parts:
    """Takes rows as COPY gives them, and keeps them a megabyte at a time."""

    def __init__(self, file: ExportFile) -> None:
        self._file, self._rows, self._bytes = file, [], 0  # type: tuple[ExportFile, list[bytes], int]
        self._number, self._done, self._size = 0, -1, 0  # the header is no row

    def start(self, mark: bytes) -> None:
        self._rows.append(mark)
        self._done -= 1

    def write(self, row: bytes) -> None:
        self._rows.append(row)
        self._bytes += len(row)
        if self._bytes >= _PART:
            self._keep()

    def end(self, now: dt.datetime) -> None:
        """The last part, and the file is ready for 15 minutes."""
        self._keep(state=_State.READY, made_at=now)

    @transaction.atomic
    def _keep(self, **more: object) -> None:
        self._number += 1
        self._done += len(self._rows)
        content = gzip.compress(b"".join(self._rows), compresslevel=1, mtime=0)
        self._size += len(content)
        writing = ExportFile.objects.filter(pk=self._file.pk, state=_State.WRITING)
        if not writing.update(rows_done=self._done, size=self._size, **more):
            raise _Dropped
        ExportPart.objects.create(file=self._file, number=self._number, content=content)
        self._rows, self._bytes = [], 0


def take(file: ExportFile, by: User, address: str | None, clock: Callable[[], dt.datetime]) -> "Taken":
    """Its bytes, once, for the person who asked for it. Raises Gone."""
    now = clock()
    ready = ExportFile.objects.filter(pk=file.pk, state=_State.READY, made_at__gt=now - KEPT, log__person=by)
    if not ready.update(state=_State.TAKEN):
        raise Gone
    ExportLog.objects.filter(pk=file.log_id).update(address=address)
    return Taken(file, clock)


class Taken:
    """The parts one after another; each is a whole gzip of its own, and so are they together."""

    def __init__(self, file: ExportFile, clock: Callable[[], dt.datetime]) -> None:
        self._file, self._clock, self._is_over = file, clock, False

    def __iter__(self) -> Iterator[bytes]:
        try:
            numbers = list(self._file.parts.order_by("number").values_list("pk", flat=True))
            for pk in numbers:
                yield bytes(ExportPart.objects.values_list("content", flat=True).get(pk=pk))
            self._settle(aborted=False)
        finally:
            self.close()

    def close(self) -> None:
        """The web server calls it whatever happened: nothing of the file is left."""
        self._settle(aborted=True)

    def _settle(self, *, aborted: bool) -> None:
        if self._is_over:
            return
        self._is_over = True
        sent = 0 if aborted else ExportFile.objects.values_list("rows_done", flat=True).get(pk=self._file.pk)
        with transaction.atomic():
            self._file.parts.all().delete()
            ExportLog.objects.filter(pk=self._file.log_id).update(
                rows_sent=sent, finished_at=self._clock(), aborted=aborted
            )


def drop(petitions: list[int]) -> None:
    """Nothing is left of what was written of these petitions: somebody in it took their name off."""
    mine = ExportFile.objects.filter(log__petition__in=petitions)
    gone = list(mine.filter(state__in=(*_UNFINISHED, _State.READY)).values_list("pk", flat=True))
    ExportFile.objects.filter(pk__in=gone).update(state=_State.GONE)
    ExportPart.objects.filter(file__in=gone).delete()


def forget(now: dt.datetime) -> int:
    """What nobody took within 15 minutes goes, and what a restart left behind; how many files that were."""
    ready = ExportFile.objects.filter(state=_State.READY, made_at__lte=now - KEPT)
    cut_off = ExportFile.objects.filter(
        state=_State.TAKEN, made_at__lte=now - _TAKING, log__finished_at__isnull=True
    )
    gone = [*ready.values_list("pk", flat=True), *cut_off.values_list("pk", flat=True)]
    for pk in gone:
        _leave(pk, _State.GONE, now)
    return len(gone)


@transaction.atomic
def _leave(pk: int, state: ExportFile.State, now: dt.datetime) -> None:
    """Without a byte of it left; the log says that nobody got a whole file."""
    ExportFile.objects.filter(pk=pk).update(state=state)
    ExportPart.objects.filter(file=pk).delete()
    ExportLog.objects.filter(file=pk).update(finished_at=now, aborted=True)
