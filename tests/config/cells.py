"""Which cell of the journals a name belongs in, said once more in other words than the demo's."""

import datetime as dt

from causes.models import Signed


def hour_of(row: Signed) -> dt.datetime:
    assert row.confirmed_at
    return row.confirmed_at.replace(minute=0, second=0, microsecond=0)


def lag_of(row: Signed, parent: Signed | None) -> str:
    assert row.confirmed_at
    if not parent or not parent.confirmed_at or parent.confirmed_at > row.confirmed_at:
        return ""
    if parent.ended_at and parent.ended_at <= row.confirmed_at:
        return ""
    seconds = (row.confirmed_at - parent.confirmed_at).total_seconds()
    if seconds <= 3600:
        return "1h"
    if seconds <= 6 * 3600:
        return "6h"
    if seconds <= 24 * 3600:
        return "24h"
    return "72h" if seconds <= 72 * 3600 else "later"
