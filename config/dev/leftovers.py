"""Find and end what a killed `./dev` of this clone left running, and nothing else.

A process belongs to a place when GROUNDSWELL_HOME in its environment is the place's mark (programs
and engines have one each), or when it works in one of the place's data folders (Postgres overwrites
its own environment). Linux only; elsewhere nothing is found.
"""

import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

from config.dev.places import MARK

_PROC = Path("/proc")
_PATIENCE = 0.02  # seconds between two looks


def leftovers_of(marks: Iterable[str], data: Iterable[Path] = ()) -> list[int]:
    """Process ids with one of the marks or at work in `data`, our own line of parents excepted."""
    if not _PROC.is_dir():
        return []
    wanted = {f"{MARK}={mark}".encode() for mark in marks}
    homes = {str(path) for path in data}
    ours = _own_line()
    pids = (int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit())
    return [pid for pid in pids if pid not in ours and _belongs(pid, wanted, homes)]


def end_leftovers(marks: Iterable[str], data: Iterable[Path] = (), patience: float = 8.0) -> int:
    """End leftovers, kindly first, and wait until they are gone; returns how many there were."""
    marks, data = list(marks), list(data)
    found = leftovers_of(marks, data)
    _send(found, signal.SIGTERM)
    # Postgres waits for its clients on SIGTERM; SIGINT disconnects them and shuts down cleanly.
    _send([pid for path in data if (pid := postmaster_of(path)) in found], signal.SIGINT)
    if not _gone(marks, data, patience):
        _send(leftovers_of(marks, data), signal.SIGKILL)
        _gone(marks, data, patience)
    return len(found)


def postmaster_of(data: Path) -> int:
    """The process id in a Postgres data folder's pid file, or 0."""
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return 0


def _belongs(pid: int, wanted: set[bytes], homes: set[str]) -> bool:
    entry = _PROC / str(pid)
    try:
        if wanted.intersection((entry / "environ").read_bytes().split(b"\0")):
            return True
        return str((entry / "cwd").readlink()) in homes
    except OSError:  # it ended meanwhile, or is another user's
        return False


def _own_line() -> set[int]:
    """This process and its parents: `./dev test` may have started us."""
    line, pid = set(), os.getpid()
    while pid:
        line.add(pid)
        try:
            pid = int((_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            break
    return line


def _send(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _gone(marks: list[str], data: list[Path], patience: float) -> bool:
    until = time.monotonic() + patience
    while leftovers_of(marks, data):
        if time.monotonic() > until:
            return False
        time.sleep(_PATIENCE)
    return True
