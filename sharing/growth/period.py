"""Whole days of the journals, so that any question to a journal can be asked of it alone."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Period:
    """From `start` until before `end`, both midnights in UTC: some journals know no hours."""

    start: dt.datetime
    end: dt.datetime

    @classmethod
    def of_days(cls, first: dt.date, last: dt.date) -> "Period":
        """Whole days in UTC, the last one included."""
        start = dt.datetime(first.year, first.month, first.day, tzinfo=dt.UTC)
        return cls(start, start + (last - first + dt.timedelta(days=1)))

    @property
    def before(self) -> "Period":
        """The equally long one that ended where this begins."""
        return Period(self.start - (self.end - self.start), self.start)

    def days(self, field: str) -> Q:
        """Rows whose day it is in `field`."""
        return Q(**{f"{field}__gte": self.start.date(), f"{field}__lt": self.end.date()})

    def hours(self, field: str) -> Q:
        """Rows whose `field` lies in it."""
        return Q(**{f"{field}__gte": self.start, f"{field}__lt": self.end})
