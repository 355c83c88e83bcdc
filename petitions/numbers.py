"""The public numbers of a petition or a cause, from the journals."""

import datetime as dt
import json
from typing import Any

from django.db.models import Sum

from causes import changes
from causes.models import Page, State, WayDay


def as_json(page: Page, now: dt.datetime) -> str:
    """`{title, state, count, goal, goal_history, updated_at, by_generation: {"1": n}, by_channel: {"x": n}}`.

    Confirmed names only. The sums over generations and over channels equal `count` at rest.
    """
    page.refresh_from_db(fields=["count", "counted_at", "told_at", "state", "goal"])
    updated = page.last_moved() or page.created_at
    return json.dumps(
        {
            "title": page.title,
            "state": state_of(page, now),
            "count": page.count,
            "goal": page.goal,
            "goal_history": _goals(page),
            "updated_at": updated.isoformat(),
            "by_generation": sums(page, "generation"),
            "by_channel": sums(page, "channel"),
        },
        ensure_ascii=False,
    )


def state_of(page: Page, now: dt.datetime) -> str:
    """Past its deadline it is closed, whether or not anybody has pressed the button yet."""
    overdue = page.state == State.OPEN and not page.takes_names(now)
    return str(State.CLOSED if overdue else page.state)


def _goals(page: Page) -> list[dict[str, Any]]:
    """`[{at, from, to, by: "organiser" | "site" | "clock", reason}]`, newest first: 20 at most."""
    return [
        {
            "at": line.at.isoformat(),
            "from": int(line.before),
            "to": int(line.after),
            "by": line.hand,
            "reason": line.reason,
        }
        for line in changes.goal_history(page)[:20]
    ]


def sums(page: Page, column: str) -> dict[str, int]:
    """Confirmed names by "channel", "generation" or "region", from the growth journal."""
    rows = (
        WayDay.objects.filter(page=page.pk).values_list(column).annotate(n=Sum("signatures")).order_by(column)
    )
    return {str(value): n for value, n in rows if n}
