"""Reading the file of an old list: whatever a spreadsheet or another program writes, address by address."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

# How people call the column; case, spaces and signs do not matter.
_COLUMNS = frozenset(
    ("email", "emailaddress", "mail", "correo", "correoelectronico", "correoelectrónico", "emailaddresses")
)


class BadList(ValueError):
    """Nothing can be read from this file; the text says why, for people."""


def check(content: bytes) -> int:
    """How many lines it has at most; raises BadList when there is no column of addresses in it."""
    if b"\0" in content:
        raise BadList(_("This is no CSV file. In your spreadsheet choose “Save as”, then “CSV UTF-8”."))
    if next(addresses(content), None) is None:
        raise BadList(_("There is no line with an address in this file."))
    return content.count(b"\n") + (not content.endswith(b"\n"))


def addresses(content: bytes) -> Iterator[tuple[int, str]]:
    """(number of the line, what stands where the address should) of each line that is not empty.

    A first line that names the columns tells where; without one the first cell with an @ does.
    """
    first = content.split(b"\n", 1)[0]
    table = csv.reader(_text(content), delimiter=max(",;\t", key=lambda sign: first.count(sign.encode())))
    place: int | None = None
    try:
        for cells in table:
            if not any(cell.strip() for cell in cells):
                continue
            if place is None:
                place = _place(cells)
                if not any("@" in cell for cell in cells):
                    continue
            yield table.line_num, (cells[place] if place < len(cells) else "").strip()
    except csv.Error as error:
        raise BadList(_("This is no CSV file: %(why)s") % {"why": error}) from error


def _place(cells: list[str]) -> int:
    """Of a first line, named or not."""
    names = ["".join(c for c in cell.casefold() if c.isalpha()) for cell in cells]
    for place, (cell, name) in enumerate(zip(cells, names, strict=True)):
        if name in _COLUMNS or "@" in cell:
            return place
    raise BadList(_("The first line must name the columns, and one of them must be “email”."))


def _text(content: bytes) -> io.TextIOBase:
    """UTF-8, or what older spreadsheets write; never the whole of it at once."""
    raw = io.BytesIO(content)
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return io.TextIOWrapper(raw, "cp1252", errors="replace", newline="")
    return io.TextIOWrapper(raw, "utf-8-sig", newline="")
