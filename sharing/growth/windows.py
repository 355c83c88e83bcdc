"""Exact moments and lags, from the rows themselves while parents are known.

The journals know the hour of a confirmation and the lag in four buckets, and that is what dashboards read.
Here is asked what they cannot say: any window, any minute. It takes longer with every signature, and after
the parents are forgotten (`causes.forgetting`) there is nothing left to reckon with.
"""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from causes.models import Page, Signed
from sharing.growth.spread import MaturedK


def matured_k_of_rows(pages: QuerySet[Page], now: dt.datetime, window: dt.timedelta) -> MaturedK:
    """K of everybody confirmed at least `window` before `now`: whom they brought within it of their own
    confirmation. `window` may have any length."""
    return MaturedK(*_ask(_MATURED, pages, now=now, window=window))


def cycle_time(pages: QuerySet[Page]) -> dt.timedelta | None:
    """The median time from somebody's confirmation to that of whom they brought; None while nobody did."""
    seconds = _ask(_CYCLE, pages)[0]
    return None if seconds is None else dt.timedelta(seconds=seconds)


def moment_of(pages: QuerySet[Page], number: int) -> dt.datetime | None:
    """When signature `number` (from 1) of these pages was confirmed; None while there are fewer."""
    row = _ask(_MOMENT, pages, before=number - 1)
    return row[0] if row else None


def _ask(statement: str, pages: QuerySet[Page], **values: Any) -> Any:
    keys = list(pages.order_by().values_list("pk", flat=True))
    rows = " UNION ALL ".join(_CONFIRMED.format(table=model._meta.db_table) for model in _tables())
    with connection.cursor() as cursor:
        cursor.execute(statement.format(rows=rows), {"pages": keys, **values})
        return cursor.fetchone()


def _tables() -> list[type[Signed]]:
    return Signed.__subclasses__()


_CONFIRMED = (
    "SELECT row.link_id, link.parent_id, row.confirmed_at "
    "FROM {table} row JOIN causes_link link ON link.id = row.link_id "
    "WHERE row.page_id = ANY(%(pages)s) AND row.status = 'confirmed'"
)
# A friend who is no longer confirmed brings nobody: the rows of both are there.
_MATURED = """
WITH names AS MATERIALIZED ({rows})
SELECT count(*) FILTER (WHERE confirmed_at <= %(now)s - %(window)s)::int,
       (SELECT count(*) FROM names child JOIN names parent ON parent.link_id = child.parent_id
        WHERE parent.confirmed_at <= %(now)s - %(window)s AND child.confirmed_at >= parent.confirmed_at
          AND child.confirmed_at - parent.confirmed_at <= %(window)s)::int
FROM names
"""
_CYCLE = """
WITH names AS MATERIALIZED ({rows})
SELECT percentile_cont(0.5) WITHIN GROUP (
    ORDER BY extract(epoch FROM child.confirmed_at - parent.confirmed_at))::float
FROM names child JOIN names parent ON parent.link_id = child.parent_id
WHERE child.confirmed_at >= parent.confirmed_at
"""
_MOMENT = """
SELECT confirmed_at FROM ({rows}) names ORDER BY confirmed_at OFFSET %(before)s LIMIT 1
"""
