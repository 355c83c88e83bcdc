"""Everything `./dev run` has running: start, restart after an edit, notice a death, stop."""

import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import watchfiles

from config.dev.children import Child, adopt_orphans, reap_adopted, stop_all
from config.dev.engines import Engines, stop_engines
from config.dev.leftovers import end_leftovers
from config.dev.places import ROOT, Place
from config.dev.saying import Failure, say
from config.dev.site import RESTARTED

_START = 60.0  # seconds until the site must answer
_FALL = 20.0  # seconds after a restart in which an end is blamed on the edit
# Code and compiled translations are read at the start of a process; templates, styles and scripts
# at each request. The floors of the house, not this runner.
_WATCHED = ("accounts", "causes", "petitions", "sharing", "config", "locale")
_SUFFIXES = (".py", ".mo")


class Crew:
    """The programs of one place and the engines below them."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.engines: Engines | None = None
        self.programs: list[Child] = []
        self._events: queue.SimpleQueue[set[Path] | None] = queue.SimpleQueue()
        self._enough = threading.Event()
        self._restarted: dict[str, float] = {}  # when, by name
        adopt_orphans()
        signal.signal(signal.SIGCHLD, self._child_died)

    def start(self, programs: list[Child]) -> None:
        """Start the programs side by side."""
        self.programs += programs
        for child in programs:
            child.start()

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Wait for the site to answer; a program that ends meanwhile ends the start."""
        until = time.monotonic() + _START
        while not ready():
            self._insist_on_life()
            if time.monotonic() > until:
                raise Failure(f"The site did not answer within {_START:.0f} seconds; its lines are above.")
            time.sleep(0.05)

    def watch(self) -> int:
        """Restart after edits until a program dies (status 1) or a signal ends us (an exception)."""
        watcher = threading.Thread(target=self._watch_files, daemon=True)
        watcher.start()
        while True:
            edited = self._events.get()
            reap_adopted([*self.programs, *self._engine_children()])
            if edited:
                self._restart(edited)
            self._insist_on_life()

    def close(self) -> None:
        """Stop programs, then engines, then whatever is left; no signal disturbs it."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        self.place.note(state="stopping")
        say("Stopping")
        self._enough.set()
        stop_all(self.programs)
        end_leftovers([self.place.mark])
        if self.engines:
            stop_engines(self.engines)
        reap_adopted([])
        self.place.leave()

    def _insist_on_life(self) -> None:
        """Everything runs, or was edited into an error and waits for the next edit."""
        for child in [*self._engine_children(), *self.programs]:
            if child.ended() is None:
                continue
            if self._fell_over_an_edit(child):
                child.sweep()
                say(f"{child.name} {child.how_it_ended()} after your edit: waiting for the next one.")
                child.process = None
                continue
            raise Failure(
                f"{child.name} {child.how_it_ended()}, so everything stops. Nothing is lost: "
                f"start again with ./dev run.\n{child.last_lines()}".rstrip()
            )

    def _fell_over_an_edit(self, child: Child) -> bool:
        """Whether it ended by itself right after a restart: a mistake in the code, not a crash."""
        restarted = self._restarted.get(child.name)
        recently = restarted is not None and time.monotonic() - restarted < _FALL
        return recently and (child.ended() or 0) > 0

    def _restart(self, edited: set[Path]) -> None:
        names = ", ".join(sorted(str(path.relative_to(ROOT)) for path in edited)[:3])
        say(f"Edited: {names}. Restarting {', '.join(RESTARTED)}.")
        for name in RESTARTED:  # one after the other: the page is back before the worker has stopped
            for child in self.programs:
                if child.name == name:
                    stop_all([child])
                    self._restarted[name] = time.monotonic()
                    child.start()

    def _engine_children(self) -> list[Child]:
        return self.engines.children if self.engines else []

    def _child_died(self, _number: int, _frame: FrameType | None) -> None:
        self._events.put(None)

    def _watch_files(self) -> None:
        for paths in _edits(self._enough):
            self._events.put(paths)


def _edits(enough: threading.Event) -> Iterator[set[Path]]:
    """Sets of edited files that running processes have already read."""
    folders = [ROOT / name for name in _WATCHED if (ROOT / name).is_dir()]
    runner = str(ROOT / "config" / "dev")

    def matters(_change: watchfiles.Change, path: str) -> bool:
        return path.endswith(_SUFFIXES) and not path.startswith(runner)

    for changes in watchfiles.watch(
        *folders, watch_filter=matters, stop_event=enough, raise_interrupt=False, debounce=400
    ):
        yield {Path(path) for _change, path in changes}
