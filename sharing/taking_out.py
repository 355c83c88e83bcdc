"""Leaving with everything: one organisation as a zip of JSON lines, a CSV of its names, and its files.

One snapshot, so that counts and rows fit together; every row goes from Postgres straight into the zip, so a
million names need no memory and no disk.
"""

import datetime as dt
import json
import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from typing import IO, Any

import psycopg2
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import Organisation
from accounts.visitor import keyed
from petitions.exporting.columns import FORMULA
from sharing.belongings import FILES, FORGETS, LEAVES, MADE_ANEW

VERSION = 2
Told = Callable[[int], None]
_APPS = ("accounts", "causes", "petitions", "sharing")
_SIGNED = ("petitions_signature", "causes_support")
_CHUNK = 64 * 1024  # bytes handed to the zip at a time


def schema() -> list[str]:
    """Which tables these are: the migrations that made them, in their order."""
    applied = MigrationRecorder.Migration.objects.filter(app__in=_APPS).values_list("app", "name")
    return sorted(f"{app}.{name}" for app, name in applied)


def this_key() -> str:
    """A name for this site's SECRET_KEY: only under the same one erased people and old lists are known."""
    return keyed("export", "which key this is")


class Everything:
    """All of one organisation as it is at this moment, seen from a session of its own until `close`.

    What is written elsewhere meanwhile, progress for example, is committed and does not change it.
    """

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._session: Any = psycopg2.connect(**connection.get_connection_params())
        self._session.set_session(isolation_level="REPEATABLE READ", readonly=True)

    def ask(self, sql: str, values: Any) -> Any:
        """One value, asked in this session."""
        with self._session.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchone()[0]

    def rows(self, tables: tuple[str, ...] = tuple(LEAVES)) -> int:
        """How many rows of these tables leave."""
        counts = " + ".join(f"(SELECT count(*) FROM {table} WHERE {LEAVES[table]})" for table in tables)
        return int(self.ask(f"SELECT {counts}", self._values))

    def names(self) -> int:
        """How many names under petitions and causes are among them."""
        return self.rows(_SIGNED)

    def write(self, target: IO[bytes], now: dt.datetime, tell: Told = lambda rows: None) -> dict[str, int]:
        """The zip into `target`, which needs no more than `write`; `tell` hears after each piece how many
        rows are in it. Returns rows per table."""
        done: dict[str, int] = {}
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as whole:
            for table in LEAVES:
                done[table] = self._table(whole, table, partial(_tell_all, tell, sum(done.values())))
            self._names(whole)
            whole.writestr("about.json", json.dumps(self._about(done, now), indent=1))
        return done

    def close(self) -> None:
        self._session.close()

    def _about(self, done: dict[str, int], now: dt.datetime) -> dict[str, Any]:
        """What the file is, so that whoever reads it can tell whether it fits and what did not come along."""
        stays = {
            what: self.ask(f"SELECT count(*) FROM {rows}", self._values) for what, rows in MADE_ANEW.items()
        }
        return {
            "version": VERSION,
            "organisation": self._organisation.slug,
            "made": now.isoformat(),
            "key": this_key(),
            "stays": stays,
            "schema": schema(),
            "rows": done,
        }

    @property
    def _values(self) -> dict[str, Any]:
        return {"organisation": self._organisation.pk, "formula": FORMULA}

    def _table(self, whole: zipfile.ZipFile, table: str, tell: Told) -> int:
        hidden = "".join(f" - '{column}'" for column in FORGETS.get(table, ()))
        select = f"SELECT to_jsonb(own){hidden} FROM {table} own WHERE {LEAVES[table]}"
        with whole.open(f"{table}.jsonl", "w", force_zip64=True) as file:
            rows = _Rows(file, FILES.get(table), tell)
            # Text of COPY escapes backslashes; CSV with quotes that never occur leaves JSON as it is.
            self._copy(select, rows, "FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02'")
            rows.end()
        for name in sorted(rows.files):
            _file(whole, name)
        return rows.number

    def _names(self, whole: zipfile.ZipFile) -> None:
        """Names for people with a spreadsheet. No cell begins like a formula."""
        cell = "CASE WHEN s.{0} ~ %(formula)s THEN '''' || s.{0} ELSE s.{0} END AS {0}"
        cells = ", ".join(map(cell.format, ("name", "email", "postcode", "country", "reason")))
        select = " UNION ALL ".join(
            f"""SELECT page.kind, page.slug AS page, {cells}, s.language, s.status, s.updates, s.consent_id,
                       s.channel, s.signed_at, s.confirmed_at, s.ended_at
                FROM {table} s JOIN causes_page page ON page.id = s.page_id
                WHERE page.organisation_id = %(organisation)s"""
            for table in _SIGNED
        )
        with whole.open("names.csv", "w", force_zip64=True) as file:
            rows = _Rows(file)
            self._copy(select, rows, "FORMAT csv, HEADER")
            rows.end()

    def _copy(self, select: str, rows: "_Rows", how: str) -> None:
        with self._session.cursor() as cursor:
            cursor.execute("SET LOCAL TIME ZONE 'UTC'")
            said = cursor.mogrify(select, self._values).decode()
            cursor.copy_expert(f"COPY ({said}) TO STDOUT WITH ({how}, ENCODING 'UTF8')", rows)


def _tell_all(tell: Told, before: int, rows: int) -> None:
    tell(before + rows)


class _Rows:
    """Takes rows as COPY gives them, one at a call, and hands them on a piece at a time.

    `files` are what the rows name in `column`.
    """

    def __init__(self, file: IO[bytes], column: str | None = None, tell: Told = lambda rows: None) -> None:
        self._file, self._column, self._tell = file, column, tell
        self._rows: list[bytes] = []
        self._size = self.number = 0
        self.files: set[str] = set()

    def write(self, row: bytes) -> None:
        self.number += 1
        self._rows.append(row)
        self._size += len(row)
        if self._column and (name := json.loads(row)[self._column]):
            self.files.add(name)
        if self._size >= _CHUNK:
            self.end()

    def end(self) -> None:
        """Hands on what is left."""
        self._file.write(b"".join(self._rows))
        self._rows, self._size = [], 0
        self._tell(self.number)


def _file(whole: zipfile.ZipFile, name: str) -> None:
    """Pictures as they are: they do not get smaller."""
    if f"media/{name}" in whole.NameToInfo or not default_storage.exists(name):
        return
    with (
        default_storage.open(name) as found,
        whole.open(zipfile.ZipInfo(f"media/{name}"), "w", force_zip64=True) as kept,
    ):
        shutil.copyfileobj(found, kept)
