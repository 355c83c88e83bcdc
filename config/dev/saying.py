"""What `./dev` says to the person at the keyboard: steps with their seconds, prefixes, failures."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn, TextIO

_one_at_a_time = threading.Lock()
_CODES = {"grey": 90, "red": 91, "green": 92, "yellow": 93, "blue": 94, "magenta": 95, "cyan": 96, "bold": 1}


def coloured(text: str, colour: str, stream: TextIO = sys.stdout) -> str:
    """`text` in a colour, when a person is looking (NO_COLOR and FORCE_COLOR are respected)."""
    looking = stream.isatty() or bool(os.environ.get("FORCE_COLOR"))
    if not looking or os.environ.get("NO_COLOR"):
        return text
    return f"\033[{_CODES[colour]}m{text}\033[0m"


def say(line: str = "", *, end: str = "\n") -> None:
    """Print one whole line, never mixed with a line of another thread.

    When nobody can read any more (`./dev run | head`, a closed terminal) the command ends itself
    as if it had been told to stop: what it started must not stay behind unseen.
    """
    with _one_at_a_time:
        try:
            print(line, end=end, flush=True)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            os.kill(os.getpid(), signal.SIGTERM)


def say_as(name: str, colour: str, line: str) -> None:
    """Print one line of a process behind its name."""
    say(coloured(f"{name:<7}│ ", colour) + line)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Name a step while it runs, then the seconds it took."""
    started = time.monotonic()
    say(f"  {what:<22}", end="")
    try:
        yield
    except BaseException:
        say()
        raise
    say(f"{time.monotonic() - started:6.1f} s")


class Failure(Exception):
    """Something a person can mend; its text says what happened and what to do."""


def stop_with(message: str) -> NoReturn:
    """End the command with a clear message and status 1."""
    print(coloured(message, "red", sys.stderr), file=sys.stderr, flush=True)
    sys.exit(1)
