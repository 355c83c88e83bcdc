"""`./dev clean`: end what runs from this clone, then remove everything it keeps outside git."""

import os
import shutil
import signal
import sys
from pathlib import Path

from config.dev.engines import end_former
from config.dev.places import STATE, Place
from config.dev.postgres import root_folder
from config.dev.saying import Failure, say

_STOPPING = 30.0  # seconds a running command may take to stop


def clean(arguments: list[str]) -> int:
    """Remove this clone's state. Databases of DATABASE_URL were not made here and are not touched."""
    if "--yes" not in arguments and not _agreed():
        say("Nothing was removed.")
        return 1
    places = [Place(path.parent.name) for path in STATE.glob("*/lock")]
    for place in places:
        _empty(place)
    sockets = [path.read_text() for path in STATE.glob("*/socket-folder")]
    for folder in [*map(Path, sockets), root_folder(make=False)]:
        shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(STATE)
    say(f"Removed {STATE}. ./dev run makes it anew.")
    return 0


def _agreed() -> bool:
    """Ask; without a person at the keyboard the answer is no."""
    say(f"This removes {STATE}: the demo database, letters, pictures, keys and the virtual environment.")
    if not sys.stdin.isatty():
        say("Say ./dev clean --yes to do it.")
        return False
    return input("Remove it? [y/N] ").strip().lower() in ("y", "yes")


def _empty(place: Place) -> None:
    """Stop the command that has a place, then whatever it left."""
    if not place.take():
        pid = int(place.now().get("pid", 0))
        if place.name == "run" and pid:
            os.kill(pid, signal.SIGTERM)
        if not place.wait_until_free(_STOPPING):
            raise Failure(f"A ./dev command of this clone is still at work in {place.folder}: stop it first.")
    end_former(place)
    place.leave()
