"""The real processes of the product, started by a test against its own database."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(true: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Ask every 50 ms until `true` answers something; fails saying `what` never came."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(0.05)


def environment(**more: str) -> dict[str, str]:
    """The test's own environment, with the database and Redis this very test process uses."""
    return {
        **os.environ,
        "DATABASE_URL": _database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "DEVELOPMENT": "1",
        "LOG_LEVEL": "WARNING",
        **more,
    }


@contextlib.contextmanager
def process(*arguments: str, env: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """`python -m <arguments>` in a group of its own; the whole group is gone after the block."""
    running = subprocess.Popen([sys.executable, "-m", *arguments], env=env, start_new_session=True)
    try:
        yield running
    finally:
        end(running, signal.SIGTERM)


def end(running: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
    """Signal the whole group; what does not go in 15 s is killed."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, how)
    try:
        running.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


@contextlib.contextmanager
def web(env: dict[str, str], port: int) -> Iterator[str]:
    """The site as production runs it (granian); gives its address once it answers."""
    command = ("granian", "--interface", "wsgi", "config.wsgi:application", "--host", "127.0.0.1")
    options = ("--port", str(port), "--workers", "1", "--blocking-threads", "3", "--log-level", "warning")
    address = f"http://127.0.0.1:{port}"
    with process(*command, *options, env=env) as running:
        wait_until(lambda: running.poll() is not None or _answers(address), "the site")
        assert running.poll() is None, "the site did not start"
        yield address


@contextlib.contextmanager
def worker(env: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A real Celery worker with its beat inside."""
    command = ("celery", "--app", "config", "worker", "--concurrency", "2", "--loglevel", "WARNING")
    with tempfile.TemporaryDirectory() as folder:
        beat = ("--beat", "--schedule", f"{folder}/beat", "--without-gossip", "--without-mingle")
        with process(*command, *beat, env=env) as running:
            yield running


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _database_url() -> str:
    database = connection.settings_dict
    host = database["OPTIONS"].get("host") or database["HOST"]
    user, password = quote(database["USER"] or "", safe=""), quote(database["PASSWORD"] or "", safe="")
    if host.startswith("/"):
        return f"postgresql://{user}:{password}@/{database['NAME']}?{urlencode({'host': host})}"
    return f"postgresql://{user}:{password}@{host}:{database['PORT'] or 5432}/{database['NAME']}"
