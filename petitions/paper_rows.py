"""Reading a file of paper signatures: whatever a spreadsheet writes, with a word on each line that fails."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from petitions.paper_forms import LineForm

MOST = 20_000
# How people call the columns, in the languages of the site; case, spaces and signs do not matter.
_COLUMNS = {
    "name": ("name", "fullname", "nombre", "nombrecompleto", "nombreyapellido", "nombreyapellidos"),
    "email": ("email", "emailaddress", "mail", "correo", "correoelectronico", "correoelectrónico"),
    "postcode": ("postcode", "zip", "zipcode", "postalcode", "codigopostal", "códigopostal", "cp"),
    "updates": ("updates", "news", "novedades", "noticias"),
    "show_name": ("showname", "showfirstname", "mostrarnombre"),
}
_YES = {"yes", "y", "1", "x", "true", "sí", "si", "s", "✓", "✔"}


class BadFile(ValueError):
    """Nothing can be read from this file; the text says why, for people."""


@dataclass(frozen=True)
class Read:
    """One line of the file, numbered as a text editor does. Without a `problem` it can be counted."""

    line: int
    typed: dict[str, str]
    cleaned: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


def check(content: bytes) -> int:
    """How many lines have something in them; raises BadFile when it is no list of names. Quick: no line is
    looked at more closely."""
    number = 0
    for number, _line in enumerate(_lines(content), 1):
        if number > MOST:
            raise BadFile(_("More than 20,000 lines. Divide the file: what is in twice counts once."))
    if not number:
        raise BadFile(_("There is no line with a name in this file."))
    return number


def read(content: bytes, start: int = 0, most: int = MOST) -> list[Read]:
    """The next `most` of those lines after the first `start`, each checked as if somebody had typed it."""
    return [_checked(line, typed) for line, typed in islice(_lines(content), start, start + most)]


def _lines(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line with a name or anything else in it: its number, and what stands in the columns we know."""
    table = csv.reader(io.StringIO(_decoded(content), newline=""), _dialect(content))
    try:
        places = _places(next(table, []))
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield (
                    table.line_num,
                    {
                        column: cells[place].strip() if place < len(cells) else ""
                        for column, place in places.items()
                    },
                )
    except csv.Error as error:
        raise BadFile(_("This is no CSV file: %(why)s") % {"why": error}) from error


def _decoded(content: bytes) -> str:
    """UTF-8, or what older spreadsheets write."""
    if b"\0" in content:
        raise BadFile(_("This is no CSV file. In your spreadsheet choose “Save as”, then “CSV UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _dialect(content: bytes) -> type[csv.Dialect]:
    """Comma, semicolon or tab: the one that stands most often in the first line."""
    first = content.split(b"\n", 1)[0]

    class Found(csv.excel):
        delimiter = max(",;\t", key=lambda sign: first.count(sign.encode()))

    return Found


def _places(heads: list[str]) -> dict[str, int]:
    names = ["".join(c for c in head.casefold() if c.isalpha()) for head in heads]
    places = {
        column: next(place for place, name in enumerate(names) if name in known)
        for column, known in _COLUMNS.items()
        if set(known) & set(names)
    }
    if "name" not in places:
        raise BadFile(_("The first line must name the columns, and one of them must be “name”."))
    return places


def _checked(line: int, typed: dict[str, str]) -> Read:
    marks = {column: typed.get(column, "").casefold() in _YES for column in ("updates", "show_name")}
    form = LineForm({**typed, **{column: "on" for column, yes in marks.items() if yes}})
    if form.is_valid():
        return Read(line, typed, form.cleaned_data)
    return Read(line, typed, problem=" ".join(_said(form)))


def _said(form: LineForm) -> Iterator[str]:
    for name, errors in form.errors.items():
        for error in errors:
            yield f"{form.fields[name].label}: {error}"
