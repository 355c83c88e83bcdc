"""Broadcast or chain: how far apart, in steps, two people of one tree are on average (from links).

After Goel et al. 2016: a star has nearly 2 however large it is, a long chain many. Reckoned from the links
while parents are known; it takes longer with every signature, so no page asks for it by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from causes.models import Link, Page, Signed, Status


@dataclass(frozen=True)
class Tree:
    """One tree: the sum of the distances of all its `pairs` of people, in steps from parent to child."""

    distances: int
    pairs: int

    @property
    def virality(self) -> float | None:
        """The mean distance of two people; None where nobody brought anybody."""
        return self.distances / self.pairs if self.pairs else None


def structural_virality(pages: QuerySet[Page]) -> float | None:
    """Over all trees, weighted by their pairs; None while nobody brought anybody."""
    found = list(trees(pages).values())
    return Tree(sum(tree.distances for tree in found), sum(tree.pairs for tree in found)).virality


def trees(pages: QuerySet[Page]) -> dict[int, Tree]:
    """Link of the first person -> the tree below them. An organisation's own link is nobody: those who
    came by it begin trees of their own."""
    people = Link.objects.filter(page__in=pages.order_by().values("pk"), kind=Link.Kind.PERSON, alias_of=None)
    parents = dict(people.values_list("pk", "parent"))
    return measure(parents, _confirmed(pages))


def measure(parents: Mapping[int, int | None], counted: Iterable[int]) -> dict[int, Tree]:
    """Root -> tree. `parents` leads upward to older (smaller) numbers, a parent that is not in it to nobody.

    Who is not among `counted` is nobody's pair, but the way between two others still leads past them.
    The sum of all distances is, edge by edge, how many there are on one side times on the other.
    """
    below = dict.fromkeys(parents, 0) | {link: 1 for link in counted if link in parents}
    root: dict[int, int] = {}
    for link in sorted(parents):
        up = parents[link]
        root[link] = link if up is None else root.get(up, link)
    for link in sorted(parents, reverse=True):
        up = parents[link]
        if up in below:
            below[up] += below[link]
    distances = dict.fromkeys(root.values(), 0)
    for link, first in root.items():
        distances[first] += below[link] * (below[first] - below[link])
    return {first: Tree(sum_, below[first] * (below[first] - 1) // 2) for first, sum_ in distances.items()}


def _confirmed(pages: QuerySet[Page]) -> set[int]:
    keys = pages.order_by().values("pk")
    return {
        link
        for model in Signed.__subclasses__()
        for link in model._default_manager.filter(link__page__in=keys, status=Status.CONFIRMED).values_list(
            "link", flat=True
        )
    }
