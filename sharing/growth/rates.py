"""A part of a whole that never stands alone: with both counts, and how far chance may have moved it."""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964  # 95 of 100 times


@dataclass(frozen=True)
class Rate:
    """`part` of `whole`; both are counts."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """0..1, and more where more came than was seen (a hall behind one address); None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval at 95 %, both ends 0..1; None where the part is no part of the whole."""
        n = self.whole
        if not 0 <= self.part <= n or not n:
            return None
        middle = self.part / n + _Z**2 / (2 * n)
        reach = _Z * sqrt(self.part * (n - self.part) / n**3 + _Z**2 / (4 * n**2))
        scale = 1 + _Z**2 / n
        return max((middle - reach) / scale, 0.0), min((middle + reach) / scale, 1.0)
