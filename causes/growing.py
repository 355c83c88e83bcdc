"""How a page's count grew, for its own public page: from the growth journal, in one question."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum

from accounts.clock import hour_of
from causes.models import GrowthHour, Page

_HOUR = dt.timedelta(hours=1)
_DAY = dt.timedelta(days=1)
MOST_ROWS = 14  # of the table under the picture
ENOUGH = 10  # names; a line through fewer tells nothing and could tell who
WIDTH, HEIGHT = 320, 96  # units of the picture


@dataclass(frozen=True)
class Row:
    """Names that came from `start` on, one step long, and all there were at its end."""

    start: dt.datetime
    names: int
    total: int


@dataclass(frozen=True)
class Growth:
    """`lately`: names of the last 24 hours. `line`, `area` and `today` are what the picture draws.

    `rows` is empty while there is too little to draw; `hourly` says whether a step is an hour or a day.
    """

    lately: int
    hourly: bool = True
    rows: tuple[Row, ...] = ()
    line: str = ""
    area: str = ""
    today_x: float = 0
    goal_y: float | None = None

    @property
    def table(self) -> tuple[Row, ...]:
        """The latest rows, newest first."""
        return self.rows[: -MOST_ROWS - 1 : -1]


def growth(page: Page, goal: int, now: dt.datetime) -> Growth:
    """The story of `page` from its publication until `now`: by the hour for three days, then by the day."""
    hours = _hours(page)
    lately = sum(names for hour, names in hours if hour > now - _DAY)
    begin = min([page.published_at or now, *(hour for hour, _ in hours)])
    if sum(names for _, names in hours) < ENOUGH:
        return Growth(lately)
    hourly = now - begin <= 3 * _DAY
    end = now if page.takes_names(now) else max(hours[-1][0] + _HOUR, begin + _HOUR)
    rows = _rows(hours, hour_of(begin) if hourly else hour_of(begin).replace(hour=0), end, hourly)
    return Growth(lately, hourly, rows, *drawing(rows, goal, end, now))


def _hours(page: Page) -> list[tuple[dt.datetime, int]]:
    found = GrowthHour.objects.filter(page=page.pk).values_list("hour").annotate(n=Sum("signatures"))
    return [(hour, names) for hour, names in found.order_by("hour") if names]


def _rows(
    hours: list[tuple[dt.datetime, int]], begin: dt.datetime, end: dt.datetime, hourly: bool
) -> tuple[Row, ...]:
    step = _HOUR if hourly else _DAY
    names = [0] * (int((end - begin) / step) + 1)
    for hour, number in hours:
        place = min(max(int((hour - begin) / step), 0), len(names) - 1)
        names[place] += number
    rows, total = [], 0
    for place, number in enumerate(names):
        total += number
        rows.append(Row(begin + place * step, number, total))
    return tuple(rows)


def drawing(
    rows: tuple[Row, ...], goal: int, end: dt.datetime, now: dt.datetime
) -> tuple[str, str, float, float | None]:
    """A step line: each row rises at its own place and stays, for nothing is known in between."""
    begin = rows[0].start
    span = max((end - begin).total_seconds(), 3600.0)
    highest = max(row.total for row in rows)
    top = goal if highest < goal <= 1.6 * highest else highest

    def x(moment: dt.datetime) -> float:
        return round(min((moment - begin).total_seconds() / span, 1) * WIDTH, 1)

    def y(total: int) -> float:
        return round(HEIGHT - total / top * (HEIGHT - 6), 1)

    rises = [f"H{x(row.start)}V{y(row.total)}" for row in _turning(rows)]
    line = "".join([f"M0 {HEIGHT}", *rises, f"H{WIDTH}"])
    return line, f"{line}V{HEIGHT}Z", x(max(now - _DAY, begin)), y(goal) if top == goal else None


def _turning(rows: tuple[Row, ...]) -> list[Row]:
    """Only the rows at which the line rises, at most about 120: more cannot be seen at this size."""
    rising = [row for row in rows if row.names]
    every = len(rising) // 120 + 1
    return [*rising[:-1:every], rising[-1]]
