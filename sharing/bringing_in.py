"""Coming back with everything: what `taking_out` wrote, into a site that has no organisation yet.

Rows keep their numbers, so every link that was ever shared goes on working.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction

from accounts.models import Listed, ListImport, Organisation, Suppressed
from causes.models import Page
from sharing.belongings import FORGETS, LEAVES
from sharing.taking_out import VERSION, schema, this_key

BATCH = 2000
_MEDIA = ("pictures", "logos", "cards")  # what an export may bring; anything else is refused


class CannotBringIn(Exception):
    """This file does not fit here; the words say why."""


@dataclass(frozen=True)
class Arrived:
    """What came: `rows` per table; `missing` says in sentences what did not, and what to do about it."""

    rows: dict[str, int]
    missing: list[str]


def bring_in(file: Path) -> Arrived:
    """Everything of `file`, or nothing. Raises CannotBringIn."""
    try:
        with zipfile.ZipFile(file) as whole:
            about = _about(whole)
            with transaction.atomic():
                rows = {table: _table(whole, table) for table in LEAVES}
                if rows != about["rows"]:
                    raise CannotBringIn("The file is not whole: it holds other rows than it says.")
                _files(whole)
                Page.objects.update(sized_picture="")  # smaller ones stayed behind: a worker makes them anew
                missing = [*_of_another_key(about["key"]), *_made_anew(about["stays"])]
    except (zipfile.BadZipFile, KeyError, ValueError, DatabaseError) as error:
        raise CannotBringIn(f"This is no whole export of an organisation: {error}") from error
    return Arrived(rows, missing)


def _about(whole: zipfile.ZipFile) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(whole.read("about.json"))
    _fits(about["version"], set(about["schema"]))
    if Organisation.objects.exists():
        raise CannotBringIn("This site has organisations already. Bring it into an empty one.")
    return about


def _fits(version: int, there: set[str]) -> None:
    """Rows of other tables would lose columns, or lack what a migration works out: never silently."""
    here = set(schema())
    if version > VERSION or there - here:
        lacks = ", ".join(sorted(there - here)) or f"format {version}"
        raise CannotBringIn(
            f"It comes from a newer Groundswell; this site lacks {lacks}. "
            "Upgrade this site to the version it was written with, and bring it in then."
        )
    if version < VERSION or here - there:
        ahead = ", ".join(sorted(here - there)) or f"format {VERSION}"
        raise CannotBringIn(
            f"It comes from an older Groundswell; this site is ahead by {ahead}. Set up a new site with the "
            "version it was written with, bring it in there, and upgrade that site as docs/running.md says."
        )


def _of_another_key(key: str) -> list[str]:
    """Hashes that nobody here can make again. A list of them would say of everybody that they are new, so it
    counts as taken back: then its file can be sent again."""
    if key == this_key():
        return []
    lists, listed = ListImport.objects.filter(state=ListImport.State.DONE), Listed.objects.all()
    told, erased = [], Suppressed.objects.count()
    if number := lists.count():
        told.append(
            f"Old lists ({number}, with {listed.count():,} addresses) were hashed with another SECRET_KEY "
            "and know nobody here. Send their files again at the desk: until then everybody on them is new."
        )
    listed.delete()
    lists.update(state=ListImport.State.UNDONE, digest="")
    if erased:
        told.append(
            f"Erased people ({erased}) cannot be recognised under another SECRET_KEY: an old list or paper "
            "names may bring them back. Ask before either is brought in, or take the old site's key along."
        )
    return told


def _made_anew(stays: dict[str, int]) -> list[str]:
    there = [f"{what} ({number})" for what, number in stays.items() if number]
    return [f"Stayed behind, to be made anew at the desk: {', '.join(there)}."] if there else []


def _table(whole: zipfile.ZipFile, table: str) -> int:
    rows = 0
    with whole.open(f"{table}.jsonl") as lines, connection.cursor() as cursor:
        columns = _columns(cursor, table)
        for batch in _batches(line.decode() for line in lines):
            _knows_each(json.loads(batch[0]), columns, table)
            # A column that was left out gets NULL: those point at people of the other site.
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns)} "
                f"FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)",
                [f"[{','.join(batch)}]"],
            )
            rows += len(batch)
        _go_on_counting(cursor, table)
    return rows


def _columns(cursor: Any, table: str) -> list[str]:
    """Those that are stored; what Postgres works out by itself it works out again."""
    cursor.execute(
        "SELECT quote_ident(column_name) FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


def _knows_each(row: dict[str, Any], columns: list[str], table: str) -> None:
    """Where something is missing Postgres would put NULL, and not a word."""
    stored = {column.strip('"') for column in columns}
    lacking = stored - set(row) - set(FORGETS.get(table, ()))
    if lacking:
        raise ValueError(f"{table} lacks {', '.join(sorted(lacking))}")


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
