"""`python -m bench.adaptive`: what showing better texts more often wins, simulated with people as they are.

Most bring nobody, a few bring many. Five texts, 14 days; each day the shares may change. Four ways to do it:
one text for all (a guess), equal shares to the end, equal shares until a winner is clear, and Thompson
sampling (`sharing.adapting`). The gain is in names brought, against the guess.
"""

import os
import statistics
from collections.abc import Callable
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from causes.models import Variant  # noqa: E402
from sharing import adapting, trying  # noqa: E402

DAYS, A_DAY, RUNS = 14, 250, 200
MEANS = (0.26, 0.28, 0.30, 0.32, 0.42)  # names brought per signatory by each text
Way = Callable[[list[Variant], Random], list[int]]


def guess(variants: list[Variant], chance: Random) -> list[int]:
    return [1, 0, 0, 0, 0]


def equal(variants: list[Variant], chance: Random) -> list[int]:
    return [1] * len(variants)


def winner(variants: list[Variant], chance: Random) -> list[int]:
    best = trying.judge(variants).winner
    return [int(best is None or variant is best.variant) for variant in variants]


def run(way: Way, chance: Random) -> int:
    """Names brought in all days."""
    means = chance.sample(MEANS, len(MEANS))  # the texts stand in no order
    variants = [Variant(number=n, words=str(n)) for n in range(1, len(means) + 1)]
    for _ in range(DAYS):
        weights = way(variants, chance)
        for place in chance.choices(range(len(variants)), weights, k=A_DAY):
            brought = _brings(means[place], chance)
            variants[place].shown += 1
            variants[place].brought += brought
            variants[place].squares += brought * brought
    return sum(variant.brought for variant in variants)


def _brings(mean: float, chance: Random) -> int:
    """One in eight shares with effect: a geometric number of names."""
    if chance.random() > 0.125:
        return 0
    each, number = 8 * mean, 0
    while chance.random() < each / (1 + each):
        number += 1
    return number


def main() -> None:
    ways = {
        "one text, a guess": guess,
        "equal shares": equal,
        "until a winner": winner,
        "Thompson": adapting.shares,
    }
    print(f"{RUNS} runs, {DAYS} days, {A_DAY} signatories a day, texts that bring {MEANS}\n")
    base = 0.0
    for name, way in ways.items():
        found = [run(way, Random(number)) for number in range(RUNS)]
        mean, error = statistics.mean(found), statistics.stdev(found) / RUNS**0.5
        base = base or mean
        print(f"{name:20}{mean:8.0f} names ± {2 * error:.0f}   {100 * (mean / base - 1):+5.1f} %")


if __name__ == "__main__":
    main()
