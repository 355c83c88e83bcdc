"""The small line of the last seven days on a page's card: all cards of a list in one question."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from accounts.clock import hour_of
from causes.models import GrowthHour

DAYS = 7
WIDTH, HEIGHT = 72, 20  # units of the picture
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Week:
    """`names` that came in the last seven times 24 hours, and `line`: a path that rises with each day.

    The line is empty for a week without names: a flat line would say nothing that the page does not say.
    """

    names: int = 0
    line: str = ""


def weeks(pages: Iterable[int], now: dt.datetime) -> dict[int, Week]:
    """The week of each page by its id; from the growth journal, to the hour."""
    begin = hour_of(now) + dt.timedelta(hours=1) - DAYS * _DAY
    found = GrowthHour.objects.filter(page__in=list(pages), hour__gte=begin, hour__lte=now)
    days: dict[int, list[int]] = {}
    for page, hour, names in found.values_list("page", "hour").annotate(n=Sum("signatures")):
        days.setdefault(page, [0] * DAYS)[(hour - begin) // _DAY] += names
    return {page: Week(sum(by_day), _line(by_day)) for page, by_day in days.items()}


def _line(by_day: list[int]) -> str:
    """One point a day; a day that took names back draws no lower than the ground."""
    highest = max(by_day)
    if highest <= 0:
        return ""
    points = [
        f"{round(day * WIDTH / (DAYS - 1), 1)} {round(HEIGHT - max(names, 0) / highest * HEIGHT, 1)}"
        for day, names in enumerate(by_day)
    ]
    return "M" + "L".join(points)
