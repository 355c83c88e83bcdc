"""Statements that a database connection plans once and runs many times.

Signing and confirming are one large statement each: planning it takes Postgres several times as long as
running it. Behind a transaction pooler (`PGBOUNCER`) a connection is another one each time, so there the
statement goes as it is; where nobody said so, the first plan that is not found tells.
"""

import functools
import logging
import re
import time
import weakref
from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, connection
from psycopg2 import errorcodes
from psycopg2.extensions import connection as Connection

# A plan is made for tables as large as they were then. A petition that is shared grows from nothing to
# thousands in minutes, so plans are made anew before the tables are other tables.
_PLANNED_FOR = 10.0
_planned: "weakref.WeakKeyDictionary[Connection, dict[str, float]]" = weakref.WeakKeyDictionary()
# What Postgres says when a plan that we made is not there, or one that we did not make is.
_NOT_OUR_CONNECTION = (errorcodes.INVALID_SQL_STATEMENT_NAME, errorcodes.DUPLICATE_PREPARED_STATEMENT)
_found_pooler: list[bool] = []
_VALUE = re.compile(r"%\((\w+)\)s")
log = logging.getLogger(__name__)


def _pooled() -> bool:
    return bool(_found_pooler) or connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]


class Prepared:
    """One statement with `%(name)s` values; `types` says the Postgres type of each."""

    def __init__(self, name: str, statement: str, types: Mapping[str, str]) -> None:
        self.name = name
        self.statement = statement
        self._types = types

    def run(self, values: Mapping[str, Any]) -> int:
        """Run it; how many rows it wrote."""
        with connection.cursor() as cursor:
            if _pooled():
                cursor.execute(self.statement, values)
            else:
                self._run_planned(cursor, values)
            return int(cursor.rowcount)

    def _run_planned(self, cursor: Any, values: Mapping[str, Any]) -> None:
        try:
            self._plan(cursor)
            cursor.execute(self._call, values)
        except DatabaseError as error:
            if getattr(error.__cause__, "pgcode", None) not in _NOT_OUR_CONNECTION:
                raise
            log.warning(
                "A pooler stands before the database: set PGBOUNCER=on. Plans are not kept from now on."
            )
            _found_pooler.append(True)
            if connection.in_atomic_block:
                raise
            cursor.execute(self.statement, values)

    def _plan(self, cursor: Any) -> None:
        plans = _planned.setdefault(connection.connection, {})
        moment = time.monotonic()
        if self.name in plans:
            if plans[self.name] > moment:
                return
            del plans[self.name]
            cursor.execute(f"DEALLOCATE {self.name}")
        order = list(self._types)
        body = _VALUE.sub(lambda found: f"${order.index(found[1]) + 1}", self.statement)
        cursor.execute(f"PREPARE {self.name} ({', '.join(self._types.values())}) AS {body}")
        plans[self.name] = moment + _PLANNED_FOR

    @functools.cached_property
    def _call(self) -> str:
        return f"EXECUTE {self.name} ({', '.join(f'%({name})s' for name in self._types)})"
