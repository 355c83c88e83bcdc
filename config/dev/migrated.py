"""Tables made once, copied often: the database that every test database begins as.

Applying all migrations takes longer than most narrow runs of the tests. So a place keeps one database with
them applied, named after what they say; other migrations or another Django make another one.
"""

import hashlib
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from config.dev.engines import Engines
from config.dev.management import manage_quietly
from config.dev.places import ROOT

_BEGINS = "migrated_"
_DRAFT = "migrating"


def migrated(engines: Engines, env: dict[str, str]) -> str:
    """The name of that database on the place's own server; made if it is missing."""
    name = _BEGINS + _fingerprint()
    with closing(psycopg2.connect(engines.database_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_BEGINS])
            known = [row[0] for row in cursor.fetchall()]
            if name not in known:
                for former in (*known, _DRAFT):
                    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(former)))
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_DRAFT)))
                url = urlsplit(engines.database_url)._replace(path=f"/{_DRAFT}").geturl()
                manage_quietly(["migrate", "--noinput"], {**env, "DATABASE_URL": url})
                # Renamed when it is whole: a run that was cut off leaves a draft.
                command = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                cursor.execute(command.format(sql.Identifier(_DRAFT), sql.Identifier(name)))
    return name


def _fingerprint() -> str:
    """Of the migrations' text and the libraries that have some of their own."""
    texts = [path.read_bytes() for path in _migrations()]
    versions = [version(library) for library in ("Django", "django-allauth")]
    return hashlib.sha256(b"\0".join([*texts, *(text.encode() for text in versions)])).hexdigest()[:16]


def _migrations() -> list[Path]:
    return sorted(path for path in ROOT.glob("*/migrations/*.py"))
