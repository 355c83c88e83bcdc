"""Regions as squares on a map: which countries have one, and what is written on each square."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharing import charts
from sharing.charts.tile_grids import squares

_NAMES: dict[str, str | Promise] = {"US": _("United States"), "MX": _("Mexico")}
_LEAST = 2  # named regions that are worth a map beside another one


class Mapped(NamedTuple):
    """`maps`, the country with most signatures first; `elsewhere` are the regions (codes) on none of them."""

    maps: list[charts.TileMap]
    elsewhere: list[str]


def mapped(sizes: Mapping[str, int]) -> Mapped:
    """Of named regions (ISO 3166-2) and their signatures: whoever is not to be named is not in `sizes`."""
    sums = {
        country: sum(n for code, n in sizes.items() if code in squares(country))
        for country in _NAMES
        if any(code in squares(country) for code in sizes)
    }
    ranked = sorted(sums, key=lambda country: -sums[country])
    drawn = [
        country
        for place, country in enumerate(ranked)
        if place == 0 or sum(code in squares(country) for code in sizes) >= _LEAST
    ]
    elsewhere = [code for code in sizes if not any(code in squares(country) for country in drawn)]
    return Mapped([_map(country, sizes) for country in drawn], elsewhere)


def _map(country: str, sizes: Mapping[str, int]) -> charts.TileMap:
    return charts.TileMap(
        str(_NAMES[country]),
        [
            charts.Square(code.partition("-")[2], column, row, sizes.get(code), short(sizes.get(code, 0)))
            for code, (column, row) in squares(country).items()
        ],
    )


def short(amount: int) -> str:
    """At most four signs, so that it fits on a square: 812, 2.2k, 12k, 1.2M; "" for none."""
    for unit, sign in ((1_000_000, "M"), (1_000, "k")):
        if amount >= unit - unit // 2_000:  # 999,500 is written 1.0M, not 1000k
            tenths = amount / unit < 9.95
            return number_format(round(amount / unit, 1 if tenths else 0), decimal_pos=int(tenths)) + sign
    return str(amount) if amount else ""
