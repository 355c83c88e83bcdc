"""Nothing outlives `./dev`, and nothing of another clone is touched."""

import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

from config.dev.children import Child, stop_all
from config.dev.leftovers import end_leftovers, leftovers_of
from config.dev.places import MARK
from tests.processes import wait_until

_SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]


def sleeper(
    processes: list[subprocess.Popen[str]], mark: str, cwd: Path | None = None
) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        _SLEEP, env={**os.environ, MARK: mark}, cwd=cwd, stdout=subprocess.PIPE, text=True
    )
    processes.append(process)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def test_leftovers_of_one_place_end_and_of_no_other(
    processes: list[subprocess.Popen[str]], tmp_path: Path
) -> None:
    ours = sleeper(processes, str(tmp_path / "run"))
    beside = sleeper(processes, str(tmp_path / "test-1"))
    longer = sleeper(processes, str(tmp_path / "run-2"))
    assert leftovers_of([str(tmp_path / "run")]) == [ours.pid]
    reap_in_the_background(ours)
    assert end_leftovers([str(tmp_path / "run")]) == 1
    assert ours.wait() == -signal.SIGTERM
    assert beside.poll() is None
    assert longer.poll() is None


def test_an_engine_is_known_by_the_folder_it_works_in(
    processes: list[subprocess.Popen[str]], tmp_path: Path
) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    data.mkdir()
    other.mkdir()
    engine = sleeper(processes, "another place", cwd=data)
    sleeper(processes, "another place", cwd=other)
    assert leftovers_of([], [data]) == [engine.pid]


def test_our_own_parents_are_never_leftovers() -> None:
    # Whoever runs these tests carries this very mark when it is ./dev test.
    mark = os.environ.get(MARK, "")
    assert os.getpid() not in leftovers_of([mark])
    assert os.getppid() not in leftovers_of([mark])


def test_a_child_ends_when_its_parent_is_killed(processes: list[subprocess.Popen[str]]) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    processes.append(parent)
    assert parent.stdout is not None
    line = parent.stdout.readline()  # the child's own word, so it is tied by now
    child = os.pidfd_open(int(line.split()[-1]))
    parent.kill()
    # A pidfd is readable once its process has ended.
    assert select.select([child], [], [], 20)[0] == [child]
    os.close(child)


def test_a_stubborn_child_and_its_children_are_swept() -> None:
    child = Child("stubborn", [sys.executable, "-c", _STUBBORN], dict(os.environ))
    child.start()
    assert child.process is not None
    wait_for_session(child.process.pid, 2)
    stop_all([child], patience=0.3)
    assert child.ended() == -signal.SIGKILL
    assert child.how_it_ended() == "was killed by SIGKILL"
    wait_for_session(child.process.pid, 0)


def wait_for_session(leader: int, size: int) -> None:
    """Wait until a session has this many processes; a killed one takes a moment to be gone."""
    wait_until(lambda: len(session_of(leader)) == size, f"{size} processes in the session", 20)


def session_of(leader: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state, _parent, _group, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader and state != "Z":
            found.append(int(entry.name))
    return found


def reap_in_the_background(process: subprocess.Popen[str]) -> None:
    """A dead child stays visible until its parent, these tests, has taken note."""
    threading.Thread(target=process.wait, daemon=True).start()


_PARENT = """
import os, sys, time
from config.dev.children import Child
says = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
child = Child("sleep", [sys.executable, "-c", says], dict(os.environ))
child.start()
time.sleep(600)
"""
_STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
time.sleep(600)
"""
