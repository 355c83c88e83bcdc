"""Small groups in a report: tried out on every table there can be, by somebody who knows how it is made."""

import itertools

import pytest

from sharing.reports.small import LEAST, folded, folded_tail, part_of, shown


@pytest.mark.parametrize(("cells", "top"), [(1, 9), (2, 12), (3, 12), (4, 10)])
def test_no_small_part_can_be_reckoned_from_what_is_shown(cells: int, top: int) -> None:
    """Whoever sees the parts that stand alone, and the sum of the others, finds at least two possible tables
    for each small part."""
    alike: dict[object, list[tuple[int, ...]]] = {}
    for table in itertools.product(range(top), repeat=cells):
        alone, rest = folded(dict(enumerate(table)))
        assert sum(n for _key, n in alone) + rest == sum(table)
        alike.setdefault((tuple(alone), shown(rest)), []).append(table)
    for tables in alike.values():
        for place in range(cells):
            possible = {table[place] for table in tables}
            assert len(possible) > 1 or not 0 < possible.pop() < LEAST, (tables, place)


def test_what_stands_alone_and_the_rest_are_all() -> None:
    alone, rest = folded({"a": 50, "b": 12, "c": 3, "d": 0})
    assert alone == [("a", 50)]  # the 12 went to the 3, which could be subtracted
    assert rest == 15
    assert folded({"a": 50, "b": 12}) == ([("a", 50), ("b", 12)], 0)
    assert folded({"a": 50, "b": 8, "c": 2}, 10) == ([("a", 50)], 10)


def test_generations_end_together_where_they_are_small() -> None:
    assert folded_tail([40, 20, 6]) == ([40, 20, 6], False)
    assert folded_tail([40, 20, 3, 1, 7]) == ([40, 20, 11], True)
    assert folded_tail([40, 20, 3]) == ([40, 23], True)
    assert folded_tail([3]) == ([3], True)
    assert folded_tail([]) == ([], False)


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (0, 40, (0, 40, False)),
        (4, 40, (None, 40, False)),
        (5, 40, (5, 40, False)),
        (37, 40, (None, 40, True)),
        (40, 40, (40, 40, False)),
        (2, 3, (None, None, True)),
    ],
)
def test_a_part_hides_with_its_rest(part: int, whole: int, told: tuple[object, ...]) -> None:
    found = part_of(part, whole)
    assert (found.part, found.whole, found.nearly_all) == told
