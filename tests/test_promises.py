"""Each promise has its tests, and they are there."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.promises import PROMISES

_TESTS = Path(__file__).parent
# The musts of the journeys; T5, how many in a second, is measured in bench/ and no test.
_MUSTS = {
    *(f"M{n}" for n in (1, 2, 4, 5, 6, 7, 8, 9, 10)),
    *(f"D{n}" for n in (1, 2, 5, 6, 7)),
    *(f"A{n}" for n in (1, 2, 5, 8, 12)),
    *(f"R{n}" for n in (1, 2, 3, 4)),
    "L2",
    *(f"T{n}" for n in (1, 2)),
    "J2",
    "V3",
    *(f"G{n}" for n in (*range(1, 25), 26, 28, 29, 30, 31, 32)),
}


@cache
def names_in(file: str) -> set[str]:
    tree = ast.parse((_TESTS / file).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("line", sorted(PROMISES))
def test_a_promise_is_kept_by_tests_that_exist(line: str) -> None:
    words, tests = PROMISES[line]
    assert words.endswith(".")
    assert tests, f"{line} has no test: {words}"
    for test in tests:
        file, _, name = test.partition("::")
        assert (_TESTS / file).is_file() and name in names_in(file), f"{line}: there is no {test}"


def test_no_must_is_missing() -> None:
    assert not _MUSTS - set(PROMISES)
