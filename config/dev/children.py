"""The processes `./dev` starts: tied to its life, each in a session of its own, output prefixed."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from config.dev.places import ROOT
from config.dev.saying import say_as

_TETHER = str(Path(__file__).with_name("tether.py"))
_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Have the kernel hand us the processes whose parents die below us, so that we can end them."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def tethered(
    command: list[str], *, ending: signal.Signals = signal.SIGTERM, user: str | None = None
) -> list[str]:
    """The command that starts `command` so that it gets the signal `ending` when we die."""
    python = [sys.executable, "-I", "-S", _TETHER]
    return [*python, str(os.getpid()), str(int(ending)), user or "-", *command]


def in_this_terminal(command: list[str], env: Mapping[str, str]) -> int:
    """Run a command with our terminal until it ends; its status. What to do at Ctrl-C it decides."""
    process = subprocess.Popen(tethered(command), cwd=ROOT, env=dict(env))
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            if not _terminal_is_ours():  # then nobody else has told it
                process.send_signal(signal.SIGINT)
        except BaseException:
            process.terminate()
            process.wait()
            raise


def _terminal_is_ours() -> bool:
    """Whether a Ctrl-C comes from a keyboard, which tells every process of the foreground."""
    return sys.stdin is not None and sys.stdin.isatty() and os.tcgetpgrp(0) == os.getpgrp()


class Child:
    """One program of the site. `ending` is its polite way to be told to stop."""

    def __init__(
        self,
        name: str,
        command: list[str],
        env: Mapping[str, str],
        *,
        colour: str = "grey",
        ending: signal.Signals = signal.SIGTERM,
        user: str | None = None,
        log: Path | None = None,
    ) -> None:
        self.name, self.command, self.env, self.colour = name, command, env, colour
        self.ending, self.user, self.log = ending, user, log
        self.process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        """Start it, from the main thread only: the kernel's knot is tied to the starting thread."""
        output = self.log.open("wb") if self.log else subprocess.PIPE
        self.process = subprocess.Popen(
            tethered(self.command, ending=self.ending, user=self.user),
            cwd=ROOT,
            env=dict(self.env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if self.process.stdout:
            self._reader = threading.Thread(target=self._relay, args=(self.process.stdout,), daemon=True)
            self._reader.start()
        elif not isinstance(output, int):
            output.close()

    def ended(self) -> int | None:
        """How it ended, None while it runs or was never started (negative: by that signal)."""
        return self.process.poll() if self.process else None

    def how_it_ended(self) -> str:
        """The end in words."""
        code = self.ended() or 0
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"

    def ask_to_stop(self, number: signal.Signals | None = None) -> None:
        """Send the polite signal, or another, to the program itself."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number or self.ending)

    def sweep(self) -> None:
        """Kill what is left of its session, then wait for its last lines."""
        if not self.process:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # all gone (macOS says it with the second)
            pass
        self.process.wait()
        if self._reader:
            self._reader.join(timeout=1)

    def last_lines(self, count: int = 12) -> str:
        """The end of its log file."""
        if not self.log or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])

    def _relay(self, output: IO[bytes]) -> None:
        with output:
            for line in output:
                say_as(self.name, self.colour, line.decode(errors="replace").rstrip())


def stop_all(children: Iterable[Child], patience: float = 6.0) -> None:
    """Ask all to stop at once, wait up to `patience` seconds, then insist; nothing of them stays."""
    children = [child for child in children if child.process]
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + patience
    while any(child.ended() is None for child in children) and time.monotonic() < until:
        time.sleep(0.02)
    for child in children:
        child.sweep()


def reap_adopted(children: Iterable[Child]) -> None:
    """Take leave of dead orphans we adopted; our own children's ends are left for `ended`."""
    own = {child.process.pid for child in children if child.process}
    while True:
        try:
            dead = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if dead is None or dead.si_pid in own:
            return
        os.waitpid(dead.si_pid, os.WNOHANG)
