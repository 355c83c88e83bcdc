"""The steps a count climbs. They are the same for every page and were fixed beforehand."""

from itertools import count as counting
from typing import NamedTuple

_FIRST = (100, 250, 500)


class Step(NamedTuple):
    """`following` is the number to reach next; `passed` the last one that was reached, 0 before the first."""

    passed: int
    following: int


def rung(number: int) -> int:
    """100, 250, 500, 1000, 2500, 5000, 10000, … for 0, 1, 2, …"""
    return _FIRST[number % 3] * 10 ** (number // 3)


RUNGS = tuple(rung(place) for place in range(20))  # 100 to 250 million: what cards and milestones look at


def step(count: int, goal: int, before: int = 0) -> Step:
    """Where `count` stands. The organisation's own `goal` comes first; after it the ladder goes on.

    `before` is the goal that `goal` followed by itself, 0 when somebody chose it.
    """
    if count < goal:
        return Step(before if before <= count else 0, goal)
    rungs = (rung(number) for number in counting())
    passed = goal
    for height in rungs:
        if height > count:
            return Step(passed, height)
        passed = max(passed, height)
    raise AssertionError("the ladder has no end")
