"""Whether the database of `./dev run` has every table: a start need not ask Django each time."""

import hashlib
from contextlib import closing

import psycopg2

from config.dev.engines import Engines
from config.dev.management import manage_quietly
from config.dev.places import ROOT, Place
from config.dev.saying import step


def bring_up_to_date(place: Place, engines: Engines, env: dict[str, str]) -> None:
    """Migrate, unless the database knows every migration of ours and the packages are the same."""
    packages = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes()).hexdigest()
    stamp = place.folder / "migrated-with"
    same_packages = stamp.exists() and stamp.read_text() == packages
    if engines.made_here and same_packages and _ours() <= _applied(engines):
        return
    with step("database tables"):
        manage_quietly(["migrate", "--noinput"], env)
    stamp.write_text(packages)


def is_empty(engines: Engines) -> bool:
    """Whether there is no organisation yet."""
    return not _rows(engines, "SELECT 1 FROM accounts_organisation LIMIT 1")


def _ours() -> set[tuple[str, str]]:
    """App and name of every migration in the tree."""
    return {(path.parent.parent.name, path.stem) for path in ROOT.glob("*/migrations/0*.py")}


def _applied(engines: Engines) -> set[tuple[str, str]]:
    """App and name of every migration the database has seen."""
    if not _rows(engines, "SELECT 1 FROM pg_tables WHERE tablename = 'django_migrations'"):
        return set()
    return {(str(app), str(name)) for app, name in _rows(engines, "SELECT app, name FROM django_migrations")}


def _rows(engines: Engines, question: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(engines.database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()
