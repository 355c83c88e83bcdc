"""The one application clock. Time is asked here and passed on as a parameter, so that a test can
move it through web, worker and database alike."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """The present moment in UTC, moved by the seconds written in `CLOCK_FILE` when one is set."""
    if not settings.CLOCK_FILE:
        return timezone.now()
    return timezone.now() + dt.timedelta(seconds=_offset(Path(settings.CLOCK_FILE)))


def hour_of(moment: dt.datetime) -> dt.datetime:
    """The full hour in UTC that a moment lies in: the grain of every journal."""
    return moment.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)


def _offset(file: Path) -> float:
    try:
        return float(file.read_text() or 0)
    except FileNotFoundError:
        return 0.0
