"""Coming back with everything: what `taking_out` wrote, into a site that has no organisation yet.

Rows keep their numbers, so every link that was ever shared goes on working.
"""

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction

from accounts.models import Organisation
from causes.models import Page
from sharing.belongings import LEAVES
from sharing.taking_out import VERSION, schema

BATCH = 2000
_MEDIA = ("pictures", "logos", "cards")  # what an export may bring; anything else is refused


class CannotBringIn(Exception):
    """This file does not fit here; the words say why."""


def bring_in(file: Path) -> dict[str, int]:
    """Everything of `file`, or nothing; returns rows per table. Raises CannotBringIn."""
    try:
        with zipfile.ZipFile(file) as whole:
            about = _about(whole)
            with transaction.atomic():
                rows = {table: _table(whole, table) for table in LEAVES}
                if rows != about["rows"]:
                    raise CannotBringIn("The file is not whole: it holds other rows than it says.")
                _files(whole)
                Page.objects.update(sized_picture="")  # smaller ones stayed behind: a worker makes them anew
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CannotBringIn(f"This is no whole export of an organisation: {error}") from error
    return rows


def _about(whole: zipfile.ZipFile) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(whole.read("about.json"))
    if about["version"] != VERSION:
        raise CannotBringIn(f"It was written in format {about['version']}, and this site reads {VERSION}.")
    here, there = set(schema()), set(about["schema"])
    if here != there:
        other = ", ".join(sorted(here ^ there)[:5])
        raise CannotBringIn(f"It comes from another version of Groundswell; these migrations differ: {other}")
    if Organisation.objects.exists():
        raise CannotBringIn("This site has organisations already. Bring it into an empty one.")
    return about


def _table(whole: zipfile.ZipFile, table: str) -> int:
    rows = 0
    with whole.open(f"{table}.jsonl") as lines, connection.cursor() as cursor:
        columns = _columns(cursor, table)
        for batch in _batches(line.decode() for line in lines):
            # A column that was left out gets NULL: those point at people of the other site.
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} "
                f"FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)",
                [f"[{','.join(batch)}]"],
            )
            rows += len(batch)
        _go_on_counting(cursor, table)
    return rows


def _columns(cursor: Any, table: str) -> str:
    """Those that are stored; what Postgres works out by itself it works out again."""
    cursor.execute(
        "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    return str(cursor.fetchone()[0])


def _go_on_counting(cursor: Any, table: str) -> None:
    """New rows get numbers after those that came."""
    cursor.execute(
        "SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = 'id'", [table]
    )
    if not cursor.fetchone():
        return
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
    sequence = cursor.fetchone()[0]
    if sequence:
        cursor.execute(f"SELECT setval(%s, greatest((SELECT max(id) FROM {table}), 1))", [sequence])


def _files(whole: zipfile.ZipFile) -> None:
    for name in whole.namelist():
        if not name.startswith("media/"):
            continue
        place = PurePosixPath(name).relative_to("media")
        if ".." in place.parts or place.parts[0] not in _MEDIA or len(place.parts) < 2:
            raise CannotBringIn(f"This file does not belong into an export: {name}")
        if not default_storage.exists(str(place)):
            default_storage.save(str(place), BytesIO(whole.read(name)))


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(lines, BATCH)):
        yield batch
