"""A clone of this tree with state of its own, and processes that are ended after each test."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.dev.places import MARK, ROOT, STATE

_TREE = ("accounts", "causes", "petitions", "sharing", "config", "templates", "static", "locale", "tests")
_FILES = ("dev", "manage.py", "pyproject.toml", "requirements-dev.txt")


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    """A copy of the tree that shares the installed packages; cleaned with its own `./dev clean`."""
    for name in _TREE:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, tmp_path / name)
    for name in _FILES:
        shutil.copy2(ROOT / name, tmp_path / name)
    (tmp_path / ".dev").mkdir()
    (tmp_path / ".dev" / "venv").symlink_to(STATE / "venv")
    yield tmp_path
    subprocess.run([tmp_path / "dev", "clean", "--yes"], cwd=tmp_path, env=bare(), timeout=60, check=True)
    assert not (tmp_path / ".dev").exists()


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    """Whatever a test puts in here is gone after it."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def bare(**more: str) -> dict[str, str]:
    """A newcomer's environment, no engines named; the mark stays, so that whoever runs us can clean up."""
    kept = ("PATH", "HOME", "LANG", "USER", "TMPDIR", MARK)
    return {**{name: os.environ[name] for name in kept if name in os.environ}, **more}
