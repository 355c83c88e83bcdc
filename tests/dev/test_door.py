"""`./dev` from the outside: what it lists, what it refuses, how it says so."""

import ast
import os
import pwd
import runpy
import shutil
import socket
import subprocess
from pathlib import Path

from config.dev.__main__ import commands
from config.dev.places import ROOT, port_is_free
from tests.dev.conftest import bare


def call(where: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [where / "dev", *arguments],
        cwd=where,
        env=bare(**env),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_alone_it_lists_every_command() -> None:
    listed = runpy.run_path(str(ROOT / "dev"))["COMMANDS"]
    assert list(listed) == list(commands())
    said = call(ROOT)
    assert said.returncode == 0
    for name, summary in listed.items():
        assert name in said.stdout
        assert summary in said.stdout


def test_a_slip_of_the_fingers_gets_the_list() -> None:
    said = call(ROOT, "rnu")
    assert said.returncode == 2
    assert "./dev does not know 'rnu'" in said.stderr
    assert "start everything" in said.stdout


def test_an_old_python_can_read_it_far_enough_to_say_so() -> None:
    ast.parse((ROOT / "dev").read_text(), feature_version=(3, 7))


def test_a_taken_port_is_said_with_the_way_out(clone: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not port_is_free(port)
        said = call(clone, "run", PORT=str(port))
    assert said.returncode == 1
    assert said.stderr.strip() == (
        f"Port {port} is taken by another program. Choose another one: PORT={port + 123} ./dev run"
    )


def test_settings_that_make_no_sense_are_named(clone: Path) -> None:
    for name, value in (
        ("PORT", "eight"),
        ("DATABASE_URL", "nonsense"),
        ("REDIS_URL", "redis://127.0.0.1:1/0"),
    ):
        said = call(clone, "run", **{"PORT": "18345", name: value})
        assert said.returncode == 1
        assert said.stderr.startswith(f"{name} is ")
        assert "Traceback" not in said.stderr


def test_an_unknown_option_is_not_overlooked(clone: Path) -> None:
    said = call(clone, "run", "--fast")
    assert said.returncode == 1
    assert "not --fast" in said.stderr


def test_state_of_another_person_is_refused_before_anything_breaks(tmp_path: Path) -> None:
    shutil.copy2(ROOT / "dev", tmp_path)
    if os.geteuid() == 0:
        (tmp_path / ".dev").mkdir()
        os.chown(tmp_path / ".dev", pwd.getpwnam("nobody").pw_uid, -1)
    else:
        (tmp_path / ".dev").symlink_to("/usr")
    said = call(tmp_path, "run")
    assert said.returncode == 1
    assert "cannot use its database. Run ./dev as" in said.stderr
    assert "or work in a clone of your own" in said.stderr
