"""What a growth page is made of: findings with their pictures, and tables that are also CSV files."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Value = str | int | float | dt.datetime | None
_NUMERIC = ("number", "change", "share", "ratio")


@dataclass(frozen=True)
class Column:
    """`key` heads the CSV column and never changes; `kind` says how a value is shown:
    text, number, change (with its sign), share (0..1, shown in percent), ratio, hour or day (both UTC)."""

    key: str
    label: str
    kind: str = "text"

    @property
    def is_numeric(self) -> bool:
        return self.kind in _NUMERIC


@dataclass(frozen=True)
class Table:
    """The figures behind a picture, one value for each column in every row; `amber` rows want a look."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    amber: Sequence[int] = ()

    @property
    def is_broad(self) -> bool:
        """More columns than fit in half of a desk."""
        return len(self.columns) > 6

    def shown(self) -> list[list[tuple[str, bool]]]:
        """Every cell as words in the reader's language, and whether it is a number."""
        return [
            [
                (shown(value, column.kind), column.is_numeric)
                for value, column in zip(row, self.columns, strict=True)
            ]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Headline:
    """A number at the head of the page and how it moved in 7 days; or a fact and what it means."""

    label: str
    value: str
    change: str


@dataclass(frozen=True)
class Figure:
    """One finding: what it says, how to read it, its drawings, and the same as a table.

    `facts` are numbers that need no picture. `notes` say what the drawing's numbered marks are. `ways` are
    two or three drawings of the same, named, of which the reader chooses one. `says_why`: it is shown
    although there is nothing in it.
    """

    name: str
    heading: str
    finding: str
    reading: str
    table: Table
    drawings: Sequence[SafeString] = field(default_factory=list)
    is_example: bool = False
    is_wide: bool = False
    facts: Sequence[Headline] = ()
    notes: Sequence[str] = ()
    ways: Sequence[tuple[str, SafeString]] = ()
    says_why: bool = False


@dataclass(frozen=True)
class Section:
    """A part of a growth page that can be led to: `name` is its anchor."""

    name: str
    heading: str
    figures: Sequence[Figure]


def shown(value: Value, kind: str) -> str:
    """A table's value in words: an en dash for none."""
    if value is None:
        return "–"
    if isinstance(value, dt.datetime):
        return hour_words(value) if kind == "hour" else day_words(value)
    if isinstance(value, str):
        return value
    if kind == "change":
        return signed(int(value))
    return {"share": percent, "ratio": ratio}.get(kind, whole)(value)


def plain(words: str) -> str:
    """For a CSV file: what a spreadsheet would take for a formula gets an apostrophe."""
    is_formula = words.lstrip().startswith(("=", "+", "-", "@")) or words.startswith(("\t", "\r", "\0"))
    return f"'{words}" if is_formula else words


def whole(value: float) -> str:
    """1,241."""
    return number_format(int(value), force_grouping=True)


def signed(value: int) -> str:
    """+12, −3 with a real minus sign, 0."""
    return (("+" if value > 0 else "−") if value else "") + whole(abs(value))


def ratio(value: float) -> str:
    """0.62, in the reader's notation; rounded first, for Django would cut 0.629 off."""
    return number_format(round(value, 2), decimal_pos=2)


def percent(share: float) -> str:
    """0.624 -> 62 %, as the language writes it; a share above none is never shown as none."""
    if 0 < share < 0.01:
        return pgettext("percent", "under %(number)s%%") % {"number": 1}
    return pgettext("percent", "%(number)s%%") % {"number": round(share * 100)}


def day_words(day: dt.datetime) -> str:
    """November 3."""
    return date_format(day, "MONTH_DAY_FORMAT")


def day_tick(day: dt.datetime) -> str:
    """Nov 3: as short as a time axis needs it."""
    return date_format(day, pgettext("short day and month, as for Django's date filter", "M j"))


def hour_words(hour: dt.datetime) -> str:
    """Nov 3, 14:00."""
    return _("%(day)s, %(hour)s") % {"day": day_tick(hour), "hour": f"{hour:%H:%M}"}
