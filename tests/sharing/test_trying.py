"""What an experiment says: nothing before it is clear, and the truth afterwards."""

import random
from itertools import pairwise
from math import sqrt

import pytest

from causes.models import Variant
from sharing.adapting import shares
from sharing.trying import FEWEST, judge, slots


def variant(number: int, brought: list[int]) -> Variant:
    squares = sum(each * each for each in brought)
    return Variant(
        number=number, words=f"Text {number}", shown=len(brought), brought=sum(brought), squares=squares
    )


def people(times: int, mean: float, chance: random.Random) -> list[int]:
    """Most bring nobody, a few bring many: what spreads is like that."""
    return [int(chance.expovariate(1 / 5)) if chance.random() < mean / 4.5 else 0 for _ in range(times)]


def test_mean_and_interval_are_those_of_the_textbook() -> None:
    brought = [0] * 60 + [1] * 30 + [4] * 10
    [result] = judge([variant(1, brought)]).results
    mean = sum(brought) / 100
    deviation = sqrt(sum((each - mean) ** 2 for each in brought) / 99)
    assert result.mean == pytest.approx(0.7)
    assert result.high - result.mean == pytest.approx(1.959964 * deviation / 10, rel=1e-6)


def test_too_few_say_nothing_however_large_the_difference() -> None:
    verdict = judge([variant(1, [3] * (FEWEST - 1)), variant(2, [0] * 500)])
    assert verdict.waits
    assert verdict.winner is None


def test_a_clear_winner() -> None:
    verdict = judge([variant(1, [0, 1] * 200), variant(2, [1, 2] * 200)])
    assert verdict.winner and verdict.winner.variant.number == 2
    [difference] = verdict.differences
    assert difference.low > 0.8


def test_one_hero_makes_no_winner() -> None:
    """Fifty names by one person: a formula for coins would call it proven."""
    verdict = judge([variant(1, [0] * 399 + [50]), variant(2, [0] * 380 + [1] * 20)])
    assert verdict.results[0].variant.number == 1
    assert verdict.winner is None


def test_nobody_brought_anybody() -> None:
    assert judge([variant(1, [0] * 200), variant(2, [0] * 200)]).winner is None
    assert judge([variant(1, []), variant(2, [])]).waits


def test_equal_texts_are_seldom_told_apart() -> None:
    """At most 5 % of experiments with five equal texts name a winner."""
    chance = random.Random(11)
    named = sum(
        judge([variant(n, people(300, 0.3, chance)) for n in range(1, 6)]).winner is not None
        for _ in range(200)
    )
    assert named <= 10


def test_a_better_text_is_found() -> None:
    chance = random.Random(12)
    found = sum(
        (
            winner := judge(
                [variant(1, people(3000, 0.3, chance)), variant(2, people(3000, 0.45, chance))]
            ).winner
        )
        is not None
        and winner.variant.number == 2
        for _ in range(40)
    )
    assert found >= 30


@pytest.mark.parametrize("weights", [[1, 1], [3, 1], [1, 1, 1], [7, 5, 3, 2, 1], [100, 1]])
def test_slots_cover_everybody_once(weights: list[int]) -> None:
    found = slots(weights)
    assert found[0][0] == 0
    assert found[-1][1] == 10_000
    assert all(end == start for (_, end), (start, _) in pairwise(found))
    for weight, (start, end) in zip(weights, found, strict=True):
        assert (end - start) / 10_000 == pytest.approx(weight / sum(weights), abs=0.0001)


# --- adaptive ---


def test_equal_shares_while_too_little_is_known() -> None:
    assert shares([variant(1, [5] * 99), variant(2, [0] * 500)], random.Random(1)) == [50, 50]


def test_the_better_text_is_shown_more_and_no_other_is_given_up() -> None:
    brought = [people(2000, mean, random.Random(3)) for mean in (0.2, 0.3, 0.6)]
    found = shares([variant(n, each) for n, each in enumerate(brought, 1)], random.Random(4))
    assert found[2] > 80
    assert min(found) == 5


def test_what_is_alike_is_shown_alike() -> None:
    alike = [0, 1] * 200
    assert all(
        40 <= share <= 60 for share in shares([variant(1, alike), variant(2, alike)], random.Random(5))
    )
