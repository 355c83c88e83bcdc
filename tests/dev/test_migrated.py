"""The database that test databases begin as: made once, made anew for other migrations, never half made."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from django.db import connection

from config.dev import migrated
from config.dev.engines import Engines
from tests.processes import environment


@pytest.fixture
def engines(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engines]:
    """This process's own server, where such databases are called otherwise, and otherwise in each process."""
    monkeypatch.setattr(migrated, "_BEGINS", f"{_prefix()}_made_")
    monkeypatch.setattr(migrated, "_DRAFT", f"{_prefix()}_draft")
    engines = Engines(environment()["DATABASE_URL"], "", made_here=True)
    yield engines
    for name in databases(engines):
        ask(engines, f'DROP DATABASE "{name}"')


@pytest.fixture
def applied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What migrations were applied to; quicker than all of them."""
    urls: list[str] = []
    monkeypatch.setattr(migrated, "manage_quietly", lambda _, env: urls.append(env["DATABASE_URL"]))
    return urls


def ask(engines: Engines, question: str) -> list[Any]:
    with closing(psycopg2.connect(engines.database_url)) as line:
        line.autocommit = True
        with line.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall() if cursor.description else []


def databases(engines: Engines) -> list[str]:
    question = f"SELECT datname FROM pg_database WHERE starts_with(datname, '{_prefix()}_')"
    return [row[0] for row in ask(engines, question)]


def _prefix() -> str:
    return f"of_{connection.settings_dict['NAME']}"


def test_it_is_made_once(engines: Engines, applied: list[str]) -> None:
    assert migrated.migrated(engines, {}) == migrated.migrated(engines, {})
    assert len(applied) == 1 and applied[0].split("?")[0].endswith("_draft")


def test_other_migrations_make_another_and_the_former_goes(
    engines: Engines, applied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    former = migrated.migrated(engines, {})
    monkeypatch.setattr(migrated, "_migrations", list)
    assert migrated.migrated(engines, {}) != former
    assert former not in databases(engines)


def test_what_was_cut_off_is_not_taken_for_whole(
    engines: Engines, applied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(arguments: list[str], env: dict[str, str]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as now:
        now.setattr(migrated, "manage_quietly", cut_off)
        with pytest.raises(KeyboardInterrupt):
            migrated.migrated(engines, {})
    assert databases(engines) == [f"{_prefix()}_draft"]
    name = migrated.migrated(engines, {})
    assert len(applied) == 1
    assert databases(engines) == [name]
