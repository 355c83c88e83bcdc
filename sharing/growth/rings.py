"""The rings of the ripple when its arcs are the organisation's own links (ring and growth journals)."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from causes.models import LinkRing, Page
from sharing.growth.journal import Journal

MOST = 4  # links with a colour of their own


@dataclass(frozen=True)
class Rings:
    """`sizes`: generation -> link's label -> confirmed signatures, under "" those who came by none of them.

    `labels` are the four links that brought most, the largest first; `others` the signatures of the rest by
    generation.
    """

    labels: list[str]
    sizes: dict[int, dict[str, int]]
    others: dict[int, int]


def rings(pages: QuerySet[Page], journal: Journal) -> Rings:
    """Of `pages`, whose growth `journal` is; one query. Links of one kind and label count together."""
    rows = LinkRing.objects.filter(link__page__in=pages.order_by().values("pk"), signatures__gt=0).exclude(
        link__label=""
    )
    found = list(rows.values_list("link__label", "generation").annotate(n=Sum("signatures")))
    sums: dict[str, int] = {}
    for label, _generation, n in found:
        sums[label] = sums.get(label, 0) + n
    labels = sorted(sums, key=lambda label: (-sums[label], label))[:MOST]
    sizes: dict[int, dict[str, int]] = {}
    for cell in journal.cells:
        ring = sizes.setdefault(cell.generation, {"": 0})
        ring[""] += cell.signatures
    others: dict[int, int] = {}
    for label, generation, n in found:
        ring = sizes.setdefault(generation, {"": 0})
        ring[""] -= n
        if label in labels:
            ring[label] = ring.get(label, 0) + n
        else:
            others[generation] = others.get(generation, 0) + n
    return Rings(labels, sizes, others)
