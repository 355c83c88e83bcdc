"""The database as a whole: what is in it, for tests that say "nothing changed" or "nowhere"."""

from django.db import connection


def contents() -> dict[str, list[str]]:
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            rows[table] = [row[0] for row in cursor.fetchall()]
    return rows


def everything() -> str:
    """All of it in one text."""
    return "\n".join(row for rows in contents().values() for row in rows)
