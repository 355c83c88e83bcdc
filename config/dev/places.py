"""Where a clone keeps its state: `.dev/`, and in it one place for each set of engines.

A place (`run`, `test-1`, `bench-1`) is a folder with a lock, so that one command at a time works in
it while `./dev run` and `./dev test` live side by side. Everything started for a place carries its
mark in the environment variable GROUNDSWELL_HOME, which is how leftovers are recognised.
"""

import base64
import fcntl
import json
import os
import random
import secrets
import socket
import tempfile
import time
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).resolve().parent.parent.parent
STATE = ROOT / ".dev"
MARK = "GROUNDSWELL_HOME"
# Below the range from which systems take ports for outgoing connections, so that a port stays ours.
_PORTS = range(20_000, 32_000)
_PATIENCE = 0.05  # seconds between two looks at a lock


class Place:
    """A folder of `.dev/` with its lock and what is known about who works in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = STATE / name
        self._lock: TextIO | None = None

    @property
    def mark(self) -> str:
        """GROUNDSWELL_HOME of the programs of this place."""
        return str(self.folder)

    @property
    def engines_mark(self) -> str:
        """GROUNDSWELL_HOME of its Postgres and Valkey, which outlive the programs while stopping."""
        return f"{self.folder}/engines"

    def take(self) -> bool:
        """Try to become the only command of this place; the lock falls when this process ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = (self.folder / "lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def leave(self) -> None:
        """Give the place to the next command."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def note(self, **facts: Any) -> None:
        """Write down what this place does at the moment, for a second command to read."""
        write_json(self.folder / "now.json", {"pid": os.getpid(), **facts})

    def now(self) -> dict[str, Any]:
        """What the command that has this place wrote down last."""
        return read_json(self.folder / "now.json")

    def wait_until_free(self, seconds: float) -> bool:
        """Wait for the command that has this place to end; whether it is ours now."""
        until = time.monotonic() + seconds
        while not self.take():
            if time.monotonic() > until:
                return False
            time.sleep(_PATIENCE)
        return True


def first_free(kind: str) -> Place:
    """The first place of a kind that nobody works in: `test-1`, `test-2`, …"""
    number = 1
    while not (place := Place(f"{kind}-{number}")).take():
        number += 1
    return place


def read_json(path: Path) -> dict[str, Any]:
    """The object in a file; an empty one when the file is missing or half written by a crash."""
    try:
        content = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return content if isinstance(content, dict) else {}


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Replace a file's object at once, readable by its owner only."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
        file.write("\n")
    draft.replace(path)


def port_for(use: str) -> int:
    """A free port of 127.0.0.1 for a use, the same one as last time while it is still free."""
    remembered = STATE / "ports.json"
    ports = read_json(remembered)
    if use in ports and port_is_free(ports[use]):
        return int(ports[use])
    taken = set(ports.values())
    while (port := random.choice(_PORTS)) in taken or not port_is_free(port):
        pass
    write_json(remembered, {**read_json(remembered), use: port})
    return port


def port_is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def clone_secrets() -> dict[str, str]:
    """The keys of this clone, made once: Django's, the one for tokens at rest, Valkey's password."""
    kept = STATE / "secrets.json"
    known = read_json(kept)
    if not known:
        known = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "valkey_password": secrets.token_urlsafe(16),
        }
        write_json(kept, known)
    return known


def socket_folder(place: Place) -> Path:
    """A folder with a short name (sockets allow ~100 characters) for this place's Postgres socket."""
    kept = place.folder / "socket-folder"
    if kept.exists() and (folder := Path(kept.read_text())).is_dir() and _is_ours(folder):
        return folder
    folder = Path(tempfile.mkdtemp(prefix="groundswell-", dir="/tmp"))
    kept.write_text(str(folder))
    return folder


def _is_ours(folder: Path) -> bool:
    """Whether a folder in /tmp is still the one we made, not another person's of the same name."""
    return not folder.is_symlink() and (os.geteuid() == 0 or folder.stat().st_uid == os.geteuid())
