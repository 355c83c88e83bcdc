"""What a process keeps of pages: a moment, and never more than a little memory."""

import pytest

from causes import front_cache


def test_whoever_asks_for_ever_other_pages_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_cache, "_ROOM", 10_000)
    most = 0
    for number in range(500):
        front_cache.kept(f"petitions {number}", lambda: (b"x" * 900, "etag"))
        most = max(most, sum(len(value[0]) for _, value in front_cache._kept.values()))
    assert 5_000 < most <= 10_000


def test_a_page_that_is_drawn_again_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_cache, "_ROOM", 10_000)
    front_cache.kept("other", lambda: "y" * 900)
    for _ in range(100):
        front_cache.kept("page", lambda: "x" * 900, seconds=0)
    assert front_cache._filled == 1800 and "other" in front_cache._kept


def test_many_small_ones_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_cache, "_MOST", 10)
    for number in range(25):
        front_cache.kept(str(number), lambda: None)
    assert len(front_cache._kept) == 5
