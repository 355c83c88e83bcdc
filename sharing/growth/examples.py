"""Made-up answers that show the shape of things to come; drawn in grey and marked "example"."""

import datetime as dt

from django.utils.translation import gettext as _

from sharing.growth.channels import ChannelShare, label_of
from sharing.growth.connectors import Connector, Connectors
from sharing.growth.journal import Cell
from sharing.growth.links import LinkRow
from sharing.growth.over_time import Span
from sharing.growth.speed import FIRST
from sharing.growth.spread import Generation

_START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_WAVE = (2, 9, 21, 34, 26, 19, 14, 12, 24, 41, 33, 22, 17, 13, 11, 9, 8, 12, 10, 7, 6, 5, 6, 4)
_MIX = {"whatsapp": 120, "direct": 80, "facebook": 46, "x": 38, "copy": 24}
_SIZES = (130, 104, 52, 22)
_PART_OF_WHATSAPP = (0.1, 0.5, 0.6, 0.7)
_STATES = {
    "US-CA": 96,
    "US-TX": 71,
    "US-AZ": 48,
    "US-NM": 26,
    "US-NY": 22,
    "US-IL": 18,
    "US-NV": 9,
    "US-FL": 7,
}


def spans(step: dt.timedelta) -> list[Span]:
    """A first wave and a second one, one span per step."""
    found, total = [], 0
    for place, amount in enumerate(_WAVE):
        total += amount
        found.append(Span(_START + place * step, _START + (place + 1) * step, amount, total))
    return found


def first_hours() -> list[Span]:
    """Of a start: an hour to find one's feet, then the first wave."""
    return spans(dt.timedelta(hours=1))[:FIRST]


def generations() -> list[Generation]:
    following = [*_SIZES[1:], None]
    return [
        Generation(place, size, after / size if after else None)
        for place, (size, after) in enumerate(zip(_SIZES, following, strict=True), start=1)
    ]


def cells() -> list[Cell]:
    found = []
    for number, (size, part) in enumerate(zip(_SIZES, _PART_OF_WHATSAPP, strict=True), start=1):
        whatsapp = int(size * part)
        found += [Cell(number, "whatsapp", whatsapp), Cell(number, "direct", size - whatsapp)]
    return found


def channels() -> list[ChannelShare]:
    everybody = sum(_MIX.values())
    return [
        ChannelShare(channel, label_of(channel), size, size / everybody) for channel, size in _MIX.items()
    ]


def connectors() -> Connectors:
    people = (("Ana G.", 14, 31), ("Luis R.", 9, 12), ("Marta P.", 6, 6), ("José N.", 3, 4))
    named = [Connector(name, direct, downstream, 1) for name, direct, downstream in people]
    return Connectors(named, 12, 20, 22, 40, 52)


def links() -> list[LinkRow]:
    return [
        LinkRow(_("Neighbourhood centre"), "partner", 38, 96, 70),
        LinkRow(_("Parish newsletter"), "partner", 24, 41, 33),
        LinkRow(_("QR code on the poster"), "qr", 9, 11, 8),
    ]


def regions() -> dict[str, int]:
    return dict(_STATES)
