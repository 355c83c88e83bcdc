"""X's weighted length. The figures follow X's documentation on counting characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.channels import x


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("This is a test.", 15),
        ("Ñandú, ¿qué tal?", 16),
        ("Привет", 6),
        ("مرحبا", 5),
        ("“Quoted” – and — dashed", 23),
        ("日本語", 6),
        ("한국", 4),
        ("cafe\u0301", 4),
        ("\U00010000\U0010ffff", 4),
        ("a\nb", 3),
        # Emoji: two, whatever they are made of.
        ("Hello, world! 👋", 16),
        ("👋🏽", 2),
        ("👩‍👩‍👧‍👦", 2),
        ("🏳️‍🌈", 2),
        ("🇪🇸", 2),
        ("🇪🇸🇲🇽", 4),
        ("🏴󠁧󠁢󠁷󠁬󠁳󠁿", 2),
        ("1️⃣", 2),
        ("❤️", 2),
        ("☺", 2),
        ("©", 1),
        ("©️", 2),
        # Addresses: twenty-three, whatever their length.
        ("https://test.com", 23),
        ("http://test.com/" + "a" * 200, 23),
        ("https://groundswell.example/s/8Kd3mPqRt/x/", 23),
        ("http://127.0.0.1:8000/s/8Kd3mPqRt/x/", 23),
        ("http://localhost:8000/s/8Kd3mPqRt/x/", 23),
        ("test.com", 23),
        ("foo.co.jp/path?x=1", 23),
        ("Test https://test.com test https://test.com test.com test", 86),
        ("See https://test.com.", 4 + 23 + 1),
        ("(https://test.com/a)", 1 + 23 + 1),
        ("日本https://test.com", 4 + 23),
        ("mail@test.com", 13),
        ("e.g. this", 9),
        ("3.14 and 1,240.50", 17),
        ("end.Start", 9),
    ],
)
def test_table(text: str, length: int) -> None:
    assert x.weighted_length(text) == length


def test_a_full_post_of_each_kind() -> None:
    assert x.weighted_length("a" * 280) == x.MAX_WEIGHTED
    assert x.weighted_length("の" * 140) == x.MAX_WEIGHTED
    assert x.weighted_length("🐱" * 140) == x.MAX_WEIGHTED
    assert x.weighted_length("a" * 256 + " https://groundswell.example/s/8Kd3mPqRt/x/") == x.MAX_WEIGHTED


@given(st.text())
def test_any_text_has_a_length(text: str) -> None:
    assert 0 <= x.weighted_length(text) <= 23 * len(text) + 23
