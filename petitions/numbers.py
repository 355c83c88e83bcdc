"""A petition's public numbers, from the journals."""

import datetime as dt
import json

from django.db.models import Sum

from causes.models import GrowthHour
from petitions.models import Petition


def as_json(petition: Petition, now: dt.datetime) -> str:
    """`{title, state, count, goal, updated_at, by_generation: {"1": n}, by_channel: {"x": n}}`.

    Confirmed names only. The sums over generations and over channels equal `count` at rest.
    """
    petition.refresh_from_db(fields=["count", "counted_at", "state"])
    updated = petition.counted_at or petition.published_at or petition.created_at
    return json.dumps(
        {
            "title": petition.title,
            "state": petition.state,
            "count": petition.count,
            "goal": petition.goal,
            "updated_at": updated.isoformat(),
            "by_generation": _sums(petition, "generation"),
            "by_channel": _sums(petition, "channel"),
        },
        ensure_ascii=False,
    )


def _sums(petition: Petition, column: str) -> dict[str, int]:
    rows = (
        GrowthHour.objects.filter(page=petition.pk)
        .values_list(column)
        .annotate(n=Sum("signatures"))
        .order_by(column)
    )
    return {str(value): n for value, n in rows if n}
