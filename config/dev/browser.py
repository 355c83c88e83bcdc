"""A real Chromium for the tests: the machine's own, else installed as root, else unpacked without.

What is unpacked lies in ~/.cache/groundswell/browser, shared by all clones of a person.
"""

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import playwright

from config.dev import debian
from config.dev.saying import Failure, step

_PACKAGES = ["chromium-headless-shell", "fonts-dejavu-core"]
# The real program first: Debian's name on the PATH is a shell script that stays between.
_DEBIAN = "/usr/lib/chromium/chromium-headless-shell"
_NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
_NODE_LIBRARY = "libatomic.so.1"  # Playwright's own node needs it, minimal Debian lacks it


def browser_environment() -> dict[str, str]:
    """CHROMIUM_PATH, and where Playwright finds a node that works; gets a browser if there is none.

    Raises Failure with one line that says what to install.
    """
    browser, node_works = _browser(), _node_works()
    missing = [*([] if browser else _PACKAGES), *([] if node_works else ["libatomic1"])]
    if missing and debian.is_here() and not _unpacked(missing):
        with step("browser for the tests"):
            _install(missing)
        browser, node_works = _browser(), _node_works()
    found = {"CHROMIUM_PATH": browser} if browser else _unpacked_browser()
    if not found:
        raise Failure(
            "The tests need a browser: install Chromium (Debian: apt-get install "
            "chromium-headless-shell libatomic1) or name one in CHROMIUM_PATH."
        )
    return found if node_works else {**found, **_unpacked_node()}


def _browser() -> str | None:
    """A Chromium of this machine that starts."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        if not _starts(named):
            raise Failure(f"CHROMIUM_PATH names {named}, which does not start.")
        return named
    candidates = [_DEBIAN, *filter(None, map(shutil.which, _NAMES))]
    return next((path for path in candidates if _starts(path)), None)


def _starts(path: str) -> bool:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _node_works() -> bool:
    """Whether Playwright's node finds its library (only Linux builds miss one)."""
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL(_NODE_LIBRARY)
    except OSError:
        return False
    return True


def _install(packages: list[str]) -> None:
    """With apt as root; else unpacked."""
    if debian.install(packages):
        return
    folder = _folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    if debian.unpack(packages, folder):
        (folder / "has").mkdir()
        for package in packages:
            (folder / "has" / package).touch()


def _unpacked(packages: list[str]) -> bool:
    """Whether an earlier command of this person has unpacked them all."""
    return all((_folder() / "has" / package).exists() for package in packages)


def _folder() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "groundswell" / "browser"


def _unpacked_browser() -> dict[str, str]:
    """The unpacked Chromium behind a script that shows it its libraries and fonts."""
    program = _folder() / _DEBIAN.lstrip("/")
    if not program.exists():
        return {}
    fonts = _folder() / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{_folder()}/usr/share/fonts</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{_folder()}/font-cache</cachedir></fontconfig>\n"
    )
    wrapper = _wrapper("chromium", str(program), {"FONTCONFIG_FILE": str(fonts)})
    return {"CHROMIUM_PATH": wrapper} if _starts(wrapper) else {}


def _unpacked_node() -> dict[str, str]:
    """Playwright's node behind a script that shows it the unpacked library."""
    node = Path(playwright.__file__).parent / "driver" / "node"
    wrapper = _wrapper("node", str(node), {})
    if not _starts(wrapper):
        raise Failure("Playwright's node does not start here: install libatomic1.")
    return {"PLAYWRIGHT_NODEJS_PATH": wrapper}


def _wrapper(name: str, program: str, env: dict[str, str]) -> str:
    """An executable that starts `program` with the unpacked libraries first."""
    libraries = [str(path) for top in ("lib", "usr/lib") for path in (_folder() / top).glob("*-linux-gnu*")]
    libraries += [f"{path}/pulseaudio" for path in libraries]
    settings = {**env, "LD_LIBRARY_PATH": ":".join(libraries)}
    lines = [f"export {key}={shlex.quote(value)}" for key, value in settings.items()]
    path = _folder() / f"{name}-here"
    path.write_text("\n".join(["#!/bin/sh", *lines, f'exec {shlex.quote(program)} "$@"', ""]))
    path.chmod(0o755)
    return str(path)
