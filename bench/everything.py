"""`./dev bench everything [N]`: a full export of an organisation with N thousand signatures (1000).

As at the desk: asked for, written by a worker into the database, taken to its last byte.
"""

import resource
import sys
import tempfile
import time
import zipfile

from accounts import clock
from accounts.models import User
from bench import growth, stage
from sharing import full_exports
from sharing.models import FullExport


def main() -> None:
    names = (int(sys.argv[2]) if len(sys.argv) > 2 else 1000) * 1000
    petition = stage.build().petition
    growth.fill(petition, names)
    person = User.objects.create_user("owner@example.org")
    before = _memory()
    export = FullExport(organisation=petition.organisation, person=person, purpose="copy")
    started = time.monotonic()
    full_exports.ask(export, clock.now())
    assert full_exports.write_due(clock.now)
    written = time.monotonic()
    with tempfile.TemporaryFile() as file:
        for part in full_exports.take(export, person, None, clock.now):
            file.write(part)
        took, memory = time.monotonic(), _memory()
        with zipfile.ZipFile(file) as whole:
            plain = sum(entry.file_size for entry in whole.infolist())
    export.refresh_from_db()
    assert (export.names, export.rows_done) == (names, export.rows_expected)
    assert (export.state, export.aborted) == ("taken", False)
    print(f"{names:,} signatures, {export.rows_done:,} rows, {plain / 1e6:,.0f} MB of JSON and CSV")
    print(
        f"written in {written - started:.0f} s, {export.size / 1e6:,.0f} MB; taken in {took - written:.1f} s"
    )
    print(f"memory of this process: {before:.0f} MB before, {memory:.0f} MB at most")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
