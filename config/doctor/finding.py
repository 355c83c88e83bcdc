"""One thing the doctor found."""

import datetime as dt
import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass


class Level(enum.StrEnum):
    """`fail` makes the command end with an error; `unknown` cannot be seen from here."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """`about` names the part, `says` what is so, `do` what would mend it."""

    about: str
    level: Level
    says: str
    do: str = ""


Check = Callable[[dt.datetime], Iterable[Finding]]


def judged(about: str, good: bool, says: str, do: str, otherwise: Level = Level.FAIL) -> Finding:
    """Fine, or `otherwise` with what to do."""
    return Finding(about, Level.OK, says) if good else Finding(about, otherwise, says, do)
