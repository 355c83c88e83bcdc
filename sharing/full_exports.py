"""Full exports that a worker writes: a row asks, a worker writes, one owner takes it once, and then it goes.

As with files of signatures (`petitions.exporting.files`), the parts are committed one by one, so that its
reader sees how far it is; a worker that dies leaves a row that the next one begins anew.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator

from django.db import transaction

from accounts.auditing import Action, record
from accounts.models import User
from causes.waking import wake
from sharing.models import FullExport, FullExportPart
from sharing.taking_out import Everything

log = logging.getLogger(__name__)
KEPT = dt.timedelta(minutes=15)
_TAKING = dt.timedelta(hours=6)  # the slowest reader; what is left after that was cut off by a restart
_PART = 1 << 20
_LOCKS = 7_150_016  # the first half of the name of our locks at the database; the second is the export
_State = FullExport.State
_UNFINISHED = (_State.DUE, _State.WRITING)
_LYING = (*_UNFINISHED, _State.READY)


class Gone(Exception):
    """The file was taken, is older than 15 minutes, or somebody in it was erased."""


class _Dropped(Exception):
    """Nobody wants this file any more: it is not written to its end."""


def ask(entry: FullExport, now: dt.datetime) -> None:
    """Have it written; `entry` is an unsaved row with organisation, person, purpose and note. What the
    organisation asked for before and nobody took gives way to it."""
    entry.asked_at = now
    with transaction.atomic():
        drop(entry.organisation_id, now)
        entry.save(force_insert=True)
    wake("sharing.tasks.write_full_exports")


def write_due(clock: Callable[[], dt.datetime]) -> bool:
    """Writes one file that nobody else is writing; False when there is none. One that fails says so."""
    for export in FullExport.objects.filter(state__in=_UNFINISHED).select_related("organisation", "person"):
        try:
            if _write(export, clock):
                return True
        except _Dropped:
            return True
        except Exception:  # whatever one file breaks, those of others do not wait behind it
            log.exception("full export %s cannot be written", export.pk)
            _leave(export.pk, _State.FAILED, clock())
            return True
    return False


def _write(export: FullExport, clock: Callable[[], dt.datetime]) -> bool:
    """False when another worker is at it: the lock lives as long as its snapshot, and dies with it."""
    everything = Everything(export.organisation)
    try:
        mine = everything.ask("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCKS, export.pk % 2**31])
        if not mine or not FullExport.objects.filter(pk=export.pk, state__in=_UNFINISHED).exists():
            return False
        _begin(export, everything, clock())
        parts = _Parts(export)
        everything.write(parts, clock(), parts.hear)  # type: ignore[arg-type]  # a zip asks for no more
        parts.end(clock())
    finally:
        everything.close()
    return True


def _begin(export: FullExport, everything: Everything, now: dt.datetime) -> None:
    """The log says how many names leave before the first of them is written anywhere."""
    rows, names = everything.rows(), everything.names()
    with transaction.atomic(durable=True):
        export.parts.all().delete()
        first = export.state == _State.DUE
        export.state, export.rows_expected, export.names, export.rows_done, export.size = (
            _State.WRITING, rows, names, 0, 0,
        )  # fmt: skip
        export.save(update_fields=["state", "rows_expected", "names", "rows_done", "size"])
        if first:
            why = ". ".join(filter(None, (str(export.get_purpose_display()), export.note)))
            record(
                actor=export.person, action=Action.EXPORT, organisation=export.organisation,
                subject="everything", count=names, reason=why, at=now,
            )  # fmt: skip


class _Parts:
    """The file that the zip is written into: kept a megabyte at a time."""

    def __init__(self, export: FullExport) -> None:
        self._export, self._pieces, self._bytes = export, [], 0  # type: tuple[FullExport, list[bytes], int]
        self._number = self._rows = self._size = 0

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        self._bytes += len(piece)
        if self._bytes >= _PART:
            self._keep()
        return len(piece)

    def flush(self) -> None:
        """What is not a megabyte yet waits."""

    def hear(self, rows: int) -> None:
        self._rows = rows

    def end(self, now: dt.datetime) -> None:
        """The last part, and the file is ready for 15 minutes."""
        self._keep(state=_State.READY, made_at=now)

    @transaction.atomic
    def _keep(self, **more: object) -> None:
        content = b"".join(self._pieces)
        self._number, self._size = self._number + 1, self._size + len(content)
        writing = FullExport.objects.filter(pk=self._export.pk, state=_State.WRITING)
        if not writing.update(rows_done=self._rows, size=self._size, **more):
            raise _Dropped
        FullExportPart.objects.create(export=self._export, number=self._number, content=content)
        self._pieces, self._bytes = [], 0


def take(export: FullExport, by: User, address: str | None, clock: Callable[[], dt.datetime]) -> "Taken":
    """Its bytes, once, for the person who asked for it. Raises Gone."""
    ready = FullExport.objects.filter(pk=export.pk, state=_State.READY, made_at__gt=clock() - KEPT, person=by)
    if not ready.update(state=_State.TAKEN, address=address):
        raise Gone
    return Taken(export, clock)


class Taken:
    """The parts one after another. `close` before the end, by the web server, means aborted."""

    def __init__(self, export: FullExport, clock: Callable[[], dt.datetime]) -> None:
        self._export, self._clock, self._is_over = export, clock, False

    def __iter__(self) -> Iterator[bytes]:
        try:
            for pk in list(self._export.parts.order_by("number").values_list("pk", flat=True)):
                yield bytes(FullExportPart.objects.values_list("content", flat=True).get(pk=pk))
            self._settle(aborted=False)
        finally:
            self.close()

    def close(self) -> None:
        """Whatever happened, nothing of the file is left."""
        self._settle(aborted=True)

    def _settle(self, *, aborted: bool) -> None:
        if not self._is_over:
            self._is_over = True
            with transaction.atomic():
                self._export.parts.all().delete()
                FullExport.objects.filter(pk=self._export.pk).update(
                    finished_at=self._clock(), aborted=aborted
                )


def drop(organisation_id: int, now: dt.datetime) -> None:
    """Nothing is left of what was written of this organisation: somebody in it was erased."""
    mine = FullExport.objects.filter(organisation=organisation_id, state__in=_LYING)
    for pk in mine.values_list("pk", flat=True):
        _leave(pk, _State.GONE, now)


def forget(now: dt.datetime) -> int:
    """What nobody took within 15 minutes goes, and what a restart left behind; how many files that were."""
    ready = FullExport.objects.filter(state=_State.READY, made_at__lte=now - KEPT)
    cut_off = FullExport.objects.filter(
        state=_State.TAKEN, made_at__lte=now - _TAKING, finished_at__isnull=True
    )
    gone = [*ready.values_list("pk", flat=True), *cut_off.values_list("pk", flat=True)]
    for pk in gone:
        _leave(pk, _State.GONE, now)
    return len(gone)


@transaction.atomic
def _leave(pk: int, state: FullExport.State, now: dt.datetime) -> None:
    """Without a byte of it left; the log says that nobody got a whole file."""
    FullExport.objects.filter(pk=pk).update(state=state, finished_at=now, aborted=True)
    FullExportPart.objects.filter(export=pk).delete()
