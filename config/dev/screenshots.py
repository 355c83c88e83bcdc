"""`./dev screenshots`: every public page of a demo site at three widths, in each language and both themes.

A site of its own, beside a running one; the pictures land in .dev/screenshots.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from config.dev.browser import browser_environment
from config.dev.children import adopt_orphans, tethered
from config.dev.engines import Engines, engines_in
from config.dev.environment import environment
from config.dev.management import manage_quietly
from config.dev.places import ROOT, STATE, Place, first_free, port_for
from config.dev.saying import Failure, say, step
from config.dev.site import answers

FOLDER = STATE / "screenshots"
_START = 60.0  # seconds until the site must answer


def screenshots(arguments: list[str]) -> int:
    """Take them all, or only those of pages whose name contains one of the arguments."""
    adopt_orphans()
    browser = browser_environment()
    place = first_free("screenshots")
    with engines_in(place, durable=False, external=False) as engines:
        port = port_for("screenshots")
        env = _environment(place, engines, port)
        with step("demo site"):
            manage_quietly(["migrate", "--noinput"], env)
            manage_quietly(["flush", "--noinput"], env)
            manage_quietly(["demo"], env)
        site = subprocess.Popen(tethered(_web(port)), cwd=ROOT, env=env)
        try:
            _wait(site, port)
            return _take(arguments, {**env, **browser}, port)
        finally:
            site.terminate()
            site.wait()


def _environment(place: Place, engines: Engines, port: int) -> dict[str, str]:
    """Nothing of the outer environment decides where pictures and passwords of this demo go."""
    own = {
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SITE_CONTACT": "hello@example.org",
        "MEDIA_ROOT": str(place.folder / "media"),
        "DEMO_FILE": str(place.folder / "demo.json"),
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "X_CLIENT_ID": "",
        "LOG_LEVEL": "ERROR",
    }
    return {**environment(place, engines), **own}


def _web(port: int) -> list[str]:
    options = ("--host", "127.0.0.1", "--port", str(port), "--workers", "1")
    quiet = ("--blocking-threads", "3", "--log-level", "warning")
    return [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", *options, *quiet,
            "config.wsgi:application"]  # fmt: skip


def _wait(site: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + _START
    while not answers(port):
        if site.poll() is not None or time.monotonic() > until:
            raise Failure("The site for the screenshots did not start; its lines are above.")
        time.sleep(0.1)


def _take(arguments: list[str], env: dict[str, str], port: int) -> int:
    petitions = json.loads(Path(env["DEMO_FILE"]).read_text())["petitions"]
    FOLDER.mkdir(exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "config.dev.camera",
        f"http://127.0.0.1:{port}",
        petitions[0],
        *arguments,
    ]
    status = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, check=False).returncode
    if not status:
        say(f"They are in {FOLDER}")
    return status
