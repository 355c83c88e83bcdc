"""Where a postcode lies: a state or province, never nearer. What no table knows stays unknown."""

import functools
import re

from django.conf import settings

from causes import region_table

UNKNOWN = ""
_FIVE_DIGITS = re.compile(r"(\d{5})(?:[- ]?\d{4})?")  # the nine of a long ZIP code, too
_CANADIAN = re.compile(r"([A-Z]\d[A-Z]) ?\d[A-Z]\d")
_TABLES = {"US": region_table.US, "MX": region_table.MX, "ES": region_table.ES, "CA": region_table.CA}


def region_of(postcode: str, country: str = "") -> str:
    """ISO 3166-2 code (`US-AZ`) of the region that `postcode` lies in; "" when that cannot be said.

    Where no country was asked, a Canadian postcode is known by its letters and five digits are read as
    those of the first of `COUNTRIES_FIRST`.
    """
    if found := _CANADIAN.fullmatch(postcode):
        return _look_up("CA", found[1]) if country in ("", "CA") else UNKNOWN
    if found := _FIVE_DIGITS.fullmatch(postcode):
        return _look_up(country or settings.COUNTRIES_FIRST[0], found[1])
    return UNKNOWN


def name_of(region: str) -> str:
    """`Arizona` for `US-AZ`; the code itself for one that no table has."""
    return _names().get(region, region)


def code_of(words: str) -> str:
    """`US-AZ` for `us-az` or `Arizona`; "" for what is no region of a table. Where two countries have the
    same name, the first of the tables'."""
    said = words.casefold()
    return next((code for code, name in _names().items() if said in (code.casefold(), name.casefold())), "")


def _look_up(country: str, postcode: str) -> str:
    table = _beginnings(country)
    return next((table[postcode[:n]] for n in (3, 2, 1) if postcode[:n] in table), UNKNOWN)


@functools.cache
def _beginnings(country: str) -> dict[str, str]:
    """Beginning of a postcode -> region; empty for a country without a table."""
    found = {}
    for code, _name, ranges in _lines(country):
        for part in ranges.split():
            for beginning in _all_of(part):
                found[beginning] = f"{country}-{code}"
    return found


@functools.cache
def _names() -> dict[str, str]:
    return {f"{country}-{code}": name for country in _TABLES for code, name, _ranges in _lines(country)}


def _lines(country: str) -> list[tuple[str, str, str]]:
    """(code, name, beginnings) of each region."""
    rows = []
    for line in _TABLES.get(country, "").strip().splitlines():
        head, ranges = line.split(": ")
        code, name = head.split(" ", 1)
        rows.append((code, name, ranges))
    return rows


def _all_of(part: str) -> list[str]:
    """`042-044` -> 042, 043, 044."""
    first, _, last = part.partition("-")
    if not last:
        return [first]
    return [f"{number:0{len(first)}}" for number in range(int(first), int(last) + 1)]
