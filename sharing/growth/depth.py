"""How deep it went: the last generation, and the mean one (growth journal)."""

from dataclasses import dataclass

from sharing.growth.journal import Journal
from sharing.growth.spread import generations


@dataclass(frozen=True)
class Depth:
    """Generations begin at 1; both are None while nobody signed."""

    deepest: int | None
    mean: float | None


def depth(journal: Journal) -> Depth:
    sizes = generations(journal)
    if not sizes or not journal.total:
        return Depth(None, None)
    return Depth(sizes[-1].number, sum(size.number * size.signatures for size in sizes) / journal.total)
