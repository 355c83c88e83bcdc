"""Stylesheets are whole: a brace that a merge swallowed switches off all below it, and no page fails."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted((Path(settings.BASE_DIR) / "static" / "css").glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_conditions_hold_rules(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    around: list[str] = []  # what stands before each brace that is open
    for before, brace in re.findall(r"([^{};]*)([{};])", text):
        if brace == "{":
            assert all(outer.startswith("@") for outer in around), f"{before.strip()} lies in {around[-1]}"
            around.append(before.strip())
        elif brace == "}":
            assert around, f"one brace too many near {before.strip()}"
            around.pop()
    assert not around
