"""Charts as such: readable without script or style sheet, bounded, and safe with anybody's words."""

import itertools
import re
from xml.etree import ElementTree

import pytest
from django.utils import translation

from sharing import charts
from sharing.charts import palette
from sharing.charts.canvas import arc, grid, number, shortened

WORDS = charts.Words("picture", "Two thirds came through WhatsApp", "120 of 180 signatures")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(example: str = "", title: str = WORDS.title) -> list[str]:
    """One of each chart."""
    words = charts.Words("picture", title, "figures", example)
    rows = [charts.Bar("WhatsApp", 120, "120 · 67%"), charts.Bar("X", 60, "60 · 33%", palette.MAGENTA, 30)]
    steps = charts.Steps(
        [0, 1, 2, 3], [5, 0, 9], 0, 3, [charts.Tick(0, "0 h")], "14", "9", 2, (20, "goal 20")
    )
    rings = [charts.Ring("180", [charts.Arc("whatsapp", 120), charts.Arc("x", 60)])]
    return [
        charts.bars(rows, words),
        charts.chain(rows, ["each brought 0.50"], words),
        charts.ripple(rings, [("whatsapp", "WhatsApp")], "VAV", words),
        charts.steps(steps, words, wide=True),
        charts.steps(steps, words, wide=False),
        charts.tiles([charts.TileMap("", [charts.Square("CA", 0, 0, 9, "9")])], [("Ontario", "7")], words),
    ]


@pytest.mark.parametrize("svg", drawn())
def test_a_chart_says_what_it_shows(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    assert root.find(f"{SVG}title").text == WORDS.title  # type: ignore[union-attr]
    assert root.find(f"{SVG}desc").text == "figures"  # type: ignore[union-attr]
    named = root.attrib["aria-labelledby"].split()
    assert named == [root.find(f"{SVG}{part}").attrib["id"] for part in ("title", "desc")]  # type: ignore[union-attr]


@pytest.mark.parametrize("svg", drawn())
def test_a_chart_needs_nothing_that_the_content_policy_forbids(svg: str) -> None:
    for element in ElementTree.fromstring(svg).iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject")
        assert not [
            name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name
        ]


@pytest.mark.parametrize("svg", drawn(title='</title><script>alert("1")</script>'))
def test_words_cannot_break_out(svg: str) -> None:
    assert "<script" not in svg
    assert ElementTree.fromstring(svg).find(f"{SVG}title").text == '</title><script>alert("1")</script>'  # type: ignore[union-attr]


def test_an_example_says_so_in_the_picture() -> None:
    for svg in drawn(example="example"):
        assert "is-example" in svg
        assert "example" in [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_ripple_stays_within_sixty_shapes() -> None:
    arcs = [charts.Arc(group, 1000 + place) for place, group in enumerate(palette.GROUPS)]
    rings = [charts.Ring(f"{place}", arcs) for place in range(charts.MOST_RINGS)]
    svg = charts.ripple(rings, [(group, group) for group in palette.GROUPS], "VAV", WORDS)
    shapes = [
        element for element in ElementTree.fromstring(svg).iter() if element.tag.removeprefix(SVG) in _SHAPES
    ]
    assert len(shapes) <= 60
    assert len(re.findall(r"<path", svg)) == len(palette.GROUPS) * charts.MOST_RINGS


_SHAPES = {"path", "circle", "rect", "line", "polygon", "ellipse", "polyline"}


def test_a_ring_of_one_colour_is_whole() -> None:
    svg = charts.ripple([charts.Ring("9", [charts.Arc("x", 9)])], [], "V", WORDS)
    assert "<path" not in svg and svg.count('fill="none"') == 1


def test_arcs_of_a_ring_have_the_length_of_their_share() -> None:
    """A quarter and three quarters: only the longer one takes the long way round."""
    assert " 0 0 1 " in arc(100, 100, 50, 0, 0.25)
    assert " 0 1 1 " in arc(100, 100, 50, 0.25, 1)
    assert arc(100, 100, 50, 0, 0.25).startswith("M100 50A50 50") and arc(100, 100, 50, 0, 0.25).endswith(
        "150 100"
    )


def test_bars_are_as_long_as_their_amounts() -> None:
    svg = charts.bars([charts.Bar("a", 200, "200"), charts.Bar("b", 50, "50")], WORDS)
    long, short = (float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)"', svg))
    assert long / short == pytest.approx(4, rel=0.01)


def test_the_line_ends_at_the_total() -> None:
    steps = charts.Steps([0, 1, 2, 3], [5, 0, 9], 7, 3, [], "21", "9")
    assert steps.heights == [12, 12, 21]


def test_words_under_the_axis_stand_apart_and_evenly() -> None:
    ticks = [charts.Tick(place * 24, f"November {place}") for place in range(30)]
    svg = charts.steps(charts.Steps([0, 720], [5], 0, 720, ticks, "5", "5"), WORDS, wide=False)
    shown = [int(day) for day in re.findall(r">November (\d+)<", svg)]
    assert len(shown) >= 3 and len({after - day for day, after in itertools.pairwise(shown)}) == 1


def test_coordinates_are_numbers_in_every_language() -> None:
    with translation.override("es"):
        assert number(1234.56) == "1234.6"
        assert number(-0.01) == "0"
        assert number(12.0) == "12"


@pytest.mark.parametrize(
    ("highest", "lines"), [(1, [1]), (4, [1, 2, 3, 4]), (9, [2, 4, 6, 8]), (370, [100, 200, 300])]
)
def test_grid_lines_are_round_and_few(highest: int, lines: list[int]) -> None:
    assert grid(highest) == lines


def test_long_words_are_shortened_to_their_room() -> None:
    assert shortened("Parroquia San Isidro Labrador", 14, 100).endswith("…")
    assert shortened("X", 14, 100) == "X"


def test_every_channel_has_a_colour() -> None:
    assert {palette.group_of(channel) for channel in ("whatsapp", "bluesky", "carrier pigeon")} == {
        "whatsapp",
        "other",
    }
    assert set(palette.GROUPS) <= set(palette.VALUES)
