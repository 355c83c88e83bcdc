"""A new key for what lies encrypted: every column of `EncryptedTextField` is written anew with the newest.

What lies under it already is left alone, so it may stop anywhere and begin again. Rows are locked while they
are written: a token that a network renews at that moment waits, and no older one is written over it.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models, transaction

from accounts.encryption import EncryptedTextField, Unreadable, renewed

BATCH = 500


@dataclass
class Column:
    """One encrypted column: of its filled values `old` lay under an older key, `lost` under none of ours."""

    model: type[models.Model]
    field: str
    filled: int = 0
    old: int = 0
    lost: int = 0

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field}"


def columns() -> list[Column]:
    """Every encrypted column that the program has."""
    return [
        Column(model, str(field.column))
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedTextField)
    ]


def rekey(column: Column, *, write: bool) -> Column:
    """Go through all rows, 500 at a time, each batch committed by itself; without `write` only counted."""
    last: int | None = 0
    while last is not None:
        last = _batch(column, last, write)
    return column


def _batch(column: Column, after: int, write: bool) -> int | None:
    """The next rows, as the database has them and not as the field would read them; the last key, or None."""
    name, table, key = _names(column)
    lock = "FOR UPDATE" if write else ""
    ask = (
        f"SELECT {key}, {name} FROM {table} WHERE {key} > %s AND {name} <> '' ORDER BY {key} LIMIT %s {lock}"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ask, [after, BATCH])
        rows = cursor.fetchall()
        for pk, kept in rows:
            _one(column, pk, kept, write)
    return rows[-1][0] if rows else None


def _one(column: Column, pk: int, kept: str, write: bool) -> None:
    column.filled += 1
    try:
        anew = renewed(kept)
    except Unreadable:
        column.lost += 1
        return
    if anew is not None:
        column.old += 1
        if write:
            _put(column, pk, anew)


def _put(column: Column, pk: int, anew: str) -> None:
    name, table, key = _names(column)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {name} = %s WHERE {key} = %s", [anew, pk])


def _names(column: Column) -> tuple[str, str, str]:
    quoted = connection.ops.quote_name
    meta = column.model._meta
    return quoted(column.field), quoted(meta.db_table), quoted(str(meta.pk.column))
