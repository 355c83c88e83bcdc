"""The ripple as it is drawn: rings of generations whose arcs are channels, or an organisation's links."""

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sharing import charts
from sharing.charts import palette
from sharing.growth.figures import whole
from sharing.growth.journal import Cell
from sharing.growth.rings import Rings

RINGS = charts.MOST_RINGS
_NOBODYS, _OTHERS = "direct", "other"
# The colours of links, largest first: told apart as channels are.
_OF_LINKS = ("whatsapp", "x", "facebook", "link")


def by_channel(cells: Sequence[Cell], centre: str, words: charts.Words) -> SafeString:
    return _draw(ring_amounts(cells), group_labels(), centre, words)


def by_link(rings: Rings, centre: str, words: charts.Words) -> SafeString:
    return _draw(link_amounts(rings), link_labels(rings), centre, words)


def _draw(
    amounts: Mapping[int, dict[str, int]], labels: dict[str, str], centre: str, words: charts.Words
) -> SafeString:
    rings = [_ring(amounts[number]) for number in sorted(amounts)]
    sums = {group: sum(ring.get(group, 0) for ring in amounts.values()) for group in palette.GROUPS}
    key = [
        (group, f"{labels[group]} · {whole(sums[group])}")
        for group in palette.GROUPS
        if group in labels and sums[group]
    ]
    return charts.ripple(rings, key, centre, words)


def link_amounts(rings: Rings) -> dict[int, dict[str, int]]:
    """Signatures per generation and colour; what lies beyond the last ring is drawn on it."""
    colours = dict(zip(rings.labels, _OF_LINKS, strict=False)) | {"": _NOBODYS}
    found: dict[int, dict[str, int]] = {}
    for generation, ring in rings.sizes.items():
        groups = found.setdefault(min(generation, RINGS), {})
        for label, amount in ring.items():
            groups[colours[label]] = groups.get(colours[label], 0) + amount
        groups[_OTHERS] = groups.get(_OTHERS, 0) + rings.others.get(generation, 0)
    return found


def link_labels(rings: Rings) -> dict[str, str]:
    named = dict(zip(_OF_LINKS, rings.labels, strict=False))
    return named | {_NOBODYS: _("Without a link of yours"), _OTHERS: _("Your other links")}


def initials(name: str) -> str:
    """Up to three capitals of an organisation's name, for the middle of the rings."""
    capitals = [word[0] for word in name.split() if word[:1].isupper()]
    return "".join(capitals[:3]) or name[:3]


def ring_amounts(cells: Sequence[Cell]) -> dict[int, dict[str, int]]:
    """Signatures per generation and group of channels; what lies beyond the last ring is drawn on it."""
    rings: dict[int, dict[str, int]] = {}
    for cell in cells:
        groups = rings.setdefault(min(cell.generation, charts.MOST_RINGS), {})
        group = palette.group_of(cell.channel)
        groups[group] = groups.get(group, 0) + cell.signatures
    return rings


def _ring(groups: dict[str, int]) -> charts.Ring:
    arcs = [charts.Arc(group, groups.get(group, 0)) for group in palette.GROUPS]
    return charts.Ring(whole(sum(groups.values())), arcs)


def group_labels() -> dict[str, str]:
    return {
        "whatsapp": "WhatsApp",
        "x": "X",
        "facebook": "Facebook",
        "link": _("Link or QR code"),
        "direct": _("Direct or e-mail"),
        "other": _("Everything else"),
    }
