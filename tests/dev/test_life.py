"""`./dev run` from its first line to nothing left, killed once on the way."""

import json
import random
import signal
import subprocess
import urllib.request
from contextlib import closing
from pathlib import Path

import psycopg2
import redis

from config.dev.leftovers import leftovers_of
from config.dev.places import port_is_free
from tests.dev.conftest import bare


def start(clone: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [clone / "dev", "run", "--no-demo"],
        cwd=clone,
        env=bare(PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until_it_runs(process: subprocess.Popen[str], port: int) -> list[str]:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if lines[-1] == f"Groundswell is running at http://127.0.0.1:{port}":
            return lines
    raise AssertionError("it ended before it ran:\n" + "\n".join(lines))


def everything_of(clone: Path) -> list[int]:
    run = clone / ".dev" / "run"
    named = clone / ".dev" / "postgres-folder"
    data = Path(named.read_text().strip()) / "run" if named.exists() else run / "postgres"
    return leftovers_of([str(run), f"{run}/engines"], [data, run / "valkey"])


def engines_of(clone: Path) -> dict[str, str]:
    known = json.loads((clone / ".dev" / "run" / "now.json").read_text())
    return dict(known["environment"])


def test_killed_it_comes_back_with_everything_and_stopped_it_leaves_nothing(
    clone: Path, processes: list[subprocess.Popen[str]]
) -> None:
    port = next(port for port in iter(lambda: random.randrange(12_000, 19_000), 0) if port_is_free(port))
    processes.append(first := start(clone, port))
    read_until_it_runs(first, port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        assert answer.status == 200
    told = json.loads((clone / ".dev" / "demo.json").read_text())
    assert told["base_url"] == f"http://127.0.0.1:{port}"
    with urllib.request.urlopen(told["mail"]) as mailbox, urllib.request.urlopen(told["x"]) as x:
        assert (mailbox.status, x.status) == (200, 200)

    engines = engines_of(clone)
    write_something(engines)
    again = subprocess.run(
        [clone / "dev", "run"], env=bare(PORT=str(port)), capture_output=True, text=True, check=False
    )
    assert again.returncode == 1
    assert f"is running already, at http://127.0.0.1:{port}" in again.stderr

    first.send_signal(signal.SIGKILL)
    first.wait()
    processes.append(second := start(clone, port))
    read_until_it_runs(second, port)
    assert_something_is_there(engines_of(clone))

    assert len(everything_of(clone)) > 8
    second.send_signal(signal.SIGTERM)
    assert second.stdout is not None
    rest = second.stdout.read()
    assert second.wait() == 128 + signal.SIGTERM, rest
    assert everything_of(clone) == []
    assert port_is_free(port)


def write_something(engines: dict[str, str]) -> None:
    with (
        closing(psycopg2.connect(engines["DATABASE_URL"])) as connection,
        connection,
        connection.cursor() as go,
    ):
        go.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with closing(redis.from_url(engines["REDIS_URL"])) as valkey:
        valkey.xadd("kept", {"answer": "42"})


def assert_something_is_there(engines: dict[str, str]) -> None:
    with closing(psycopg2.connect(engines["DATABASE_URL"])) as connection, connection.cursor() as go:
        go.execute("SELECT answer FROM kept")
        assert go.fetchall() == [(42,)]
    with closing(redis.from_url(engines["REDIS_URL"])) as valkey:
        assert valkey.xlen("kept") == 1
