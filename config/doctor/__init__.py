"""What `manage.py doctor` looks at: engines, safety, letters, work. Each check is one function.

A check says what it found in words for whoever runs the server, and what to do about it. One that cannot be
made is a finding too: a doctor who faints has not called anybody healthy.
"""

import datetime as dt
from collections.abc import Iterator

from config.doctor import engines, letters, safety, work
from config.doctor.finding import Check, Finding, Level

CHECKS: tuple[Check, ...] = (*engines.CHECKS, *safety.CHECKS, *letters.CHECKS, *work.CHECKS)


def examine(now: dt.datetime) -> Iterator[Finding]:
    """Everything, in the order in which one would mend it."""
    for check in CHECKS:
        yield from _made(check, now)


def _made(check: Check, now: dt.datetime) -> list[Finding]:
    try:
        return list(check(now))
    except Exception as error:  # noqa: BLE001 (whatever it is: it is said, and the others are made)
        about = check.__name__.replace("_", " ")
        said = f"{type(error).__name__}: {error}".strip().splitlines()[0]
        return [Finding(about, Level.FAIL, f"could not be looked at: {said}")]
