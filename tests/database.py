"""The database as a whole: what is in it, for tests that say "nothing changed" or "nowhere"."""

import datetime as dt
import os
from typing import Any

from django.db import connection

from accounts import clock


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


def environment(**more: str) -> dict[str, str]:
    """What a process needs to work on this test's own database and Redis."""
    from django.conf import settings

    place: dict[str, Any] = connection.settings_dict
    host = f"?host={place['HOST']}" if place["HOST"].startswith("/") else ""
    server = "" if host else f"{place['HOST']}:{place['PORT'] or 5432}"
    secret = f":{place['PASSWORD']}" if place["PASSWORD"] else ""
    url = f"postgresql://{place['USER']}{secret}@{server}/{place['NAME']}{host}"
    return {**os.environ, "DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL, **more}


def moved(delta: dt.timedelta) -> dt.datetime:
    """The application clock's present, moved."""
    return clock.now() + delta
