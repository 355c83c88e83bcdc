"""Small groups, which could be somebody: not shown, and not to be reckoned back from what is.

Whoever reads a table of parts and its total can subtract. So a part that is too small never stands alone:
it is added to others until their sum leaves open what each of them is.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

LEAST = 5  # the smallest group of people that a report shows
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Part:
    """`part` of `whole`, both counts. `part` is None where it, or what it leaves of the whole, is too small
    to be shown; `nearly_all` then says which of the two."""

    part: int | None
    whole: int | None
    nearly_all: bool = False

    @property
    def share(self) -> float | None:
        """0..1, None where it is not shown."""
        return self.part / self.whole if self.part is not None and self.whole else None


def shown(number: int, least: int = LEAST) -> int | None:
    """The number itself; None for a few, which are shown as "fewer than"."""
    return number if number == 0 or number >= least else None


def part_of(part: int, whole: int) -> Part:
    """A part hides when it is small, and when the rest of the whole is."""
    hides = shown(part) is None or shown(whole - part) is None
    return Part(None if hides else part, shown(whole), hides and part > whole - part)


def folded(cells: Mapping[Key, int], least: int = LEAST) -> tuple[list[tuple[Key, int]], int]:
    """The parts that may stand alone, the largest first, and the sum of all others (0: there are none).

    The others are together `least` or more, so at least two, and of several possible sizes: a single one
    could be subtracted, and two groups of four that make eight could be nothing else.
    """
    small = [n for n in cells.values() if 0 < n < least]
    large = sorted(n for n in cells.values() if n >= least)
    while small and large and _tells(small, least):
        small += [n for n in large if n == large[0]]  # of equals all: which one went would be a hint
        large = [n for n in large if n > large[0]]
    bar = large[0] if large else float("inf")
    alone = [(key, n) for key, n in cells.items() if n >= bar]
    return sorted(alone, key=lambda cell: (-cell[1], str(cell[0]))), sum(small)


def _tells(small: Sequence[int], least: int) -> bool:
    """Whether their sum says what they are."""
    total = sum(small)
    if total < least:
        return True
    return max(small) < least and total in (len(small), len(small) * (least - 1))


def folded_tail(sizes: Sequence[int], least: int = LEAST) -> tuple[list[int], bool]:
    """Sizes that follow from one another; from the first small one on they are added up, and the one before
    joins them while that is too little. True when the last stands for several."""
    first = next((place for place, n in enumerate(sizes) if 0 < n < least), len(sizes))
    if first == len(sizes):
        return list(sizes), False
    while first > 0 and sum(sizes[first:]) < least:
        first -= 1
    return [*sizes[:first], sum(sizes[first:])], True
