"""Leaving with everything: one organisation as a zip of JSON lines, a CSV of its names, and its files.

One snapshot, so that counts and rows fit together; streamed from Postgres to the file, so that a million
names need no memory.
"""

import datetime as dt
import json
import tempfile
import zipfile
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import Organisation
from sharing.belongings import FILES, FORGETS, LEAVES

VERSION = 1
_APPS = ("accounts", "causes", "petitions", "sharing")


def schema() -> list[str]:
    """Which tables these are: the migrations that made them, in their order."""
    applied = MigrationRecorder.Migration.objects.filter(app__in=_APPS).values_list("app", "name")
    return sorted(f"{app}.{name}" for app, name in applied)


def take_out(organisation: Organisation, file: Path, now: dt.datetime) -> dict[str, int]:
    """Write everything of `organisation` to `file`, a zip; returns rows per table."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
            rows = {table: _table(whole, table, organisation.pk) for table in LEAVES}
            _names(whole, organisation.pk)
            about = {"version": VERSION, "organisation": organisation.slug, "made": now.isoformat()}
            whole.writestr("about.json", json.dumps({**about, "schema": schema(), "rows": rows}, indent=1))
    return rows


def _table(whole: zipfile.ZipFile, table: str, organisation: int) -> int:
    hidden = "".join(f" - '{column}'" for column in FORGETS.get(table, ()))
    select = f"SELECT to_jsonb(own){hidden} FROM {table} own WHERE {LEAVES[table]} ORDER BY 1"
    rows, column, files = 0, FILES.get(table), set()
    with tempfile.TemporaryFile() as spool:
        # Text of COPY escapes backslashes; CSV with quotes that never occur leaves JSON as it is.
        _copy(select, organisation, spool, "FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02'")
        spool.seek(0)
        with whole.open(f"{table}.jsonl", "w") as lines:
            for line in spool:
                rows += 1
                lines.write(line)
                if column:
                    files.add(json.loads(line)[column])
    _files(whole, files)
    return rows


def _names(whole: zipfile.ZipFile, organisation: int) -> None:
    """Names for people with a spreadsheet. A cell never begins like a formula."""
    cell = "CASE WHEN {0} ~ '^[=+@\\t\\r-]' THEN '''' || {0} ELSE {0} END AS {1}"
    cells = ", ".join(cell.format(f"s.{name}", name) for name in ("name", "email", "postcode", "reason"))
    select = f"""
        SELECT page.slug AS petition, {cells}, s.status, s.updates, s.channel, s.signed_at, s.confirmed_at
        FROM petitions_signature s JOIN causes_page page ON page.id = s.page_id
        WHERE page.organisation_id = %(organisation)s ORDER BY s.id
    """
    with whole.open("names.csv", "w") as file:
        _copy(select, organisation, file, "FORMAT csv, HEADER")


def _copy(select: str, organisation: int, file: IO[bytes], how: str) -> None:
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        said = raw.mogrify(select, {"organisation": organisation}).decode()
        raw.copy_expert(f"COPY ({said}) TO STDOUT WITH ({how})", file)


def _files(whole: zipfile.ZipFile, names: set[str | None]) -> None:
    for name in sorted(filter(None, names)):
        if f"media/{name}" not in whole.NameToInfo and default_storage.exists(name):
            with default_storage.open(name) as found:
                whole.writestr(f"media/{name}", found.read())
