"""Places on a map of equal squares: each state has one, small groups leave no trace, every number fits."""

import re

import pytest
from django.utils import translation

from accounts import clock
from causes import region_table
from causes.counting import count_all
from causes.models import RegionDay
from petitions.models import Petition
from sharing import charts
from sharing.charts import palette
from sharing.charts.canvas import width_of
from sharing.charts.tile_grids import squares
from sharing.growth import where
from sharing.growth.mapping import mapped, short
from sharing.growth.story import Story
from sharing.reports import counting, pictures
from sharing.reports.counting import Counted
from tests.makers import NOW, Make
from tests.sharing.reporting import DAY, make_report

WORDS = charts.Words("map", "Half are from California", "figures")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def petition(make: Make) -> Petition:
    """Sixty from California, twelve from Jalisco, six from Yucatán, seven from Ontario, four from Texas and
    one of whom nothing is known."""
    page = make.petition()
    sizes = {"US-CA": 60, "MX-JAL": 12, "MX-YUC": 6, "CA-ON": 7, "US-TX": 4, "": 1}
    for region, n in sizes.items():
        RegionDay.objects.create(page=page, day=NOW.date(), region=region, signatures=n)
    make.signature(page, postcode="90012", now=NOW - DAY)
    count_all(NOW)
    return page


def written(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize(("country", "table"), [("US", region_table.US), ("MX", region_table.MX)])
def test_every_state_has_one_square_of_its_own(country: str, table: str) -> None:
    known = {f"{country}-{line.split()[0]}" for line in table.strip().splitlines()}
    assert set(squares(country)) == known
    assert len(set(squares(country).values())) == len(known)
    assert max(column for column, _row in squares(country).values()) <= 10  # as many as stand abreast


def test_a_country_without_a_grid_has_no_squares() -> None:
    assert squares("ES") == {}
    assert mapped({"ES-M": 40, "ES-B": 30}) == ([], ["ES-M", "ES-B"])


def test_the_largest_country_comes_first_and_a_single_state_makes_no_second_map() -> None:
    found = mapped({"MX-JAL": 90, "US-CA": 50, "US-AZ": 10, "CA-ON": 7})
    assert [each.name for each in found.maps] == ["Mexico", "United States"]
    assert found.elsewhere == ["CA-ON"]
    found = mapped({"US-CA": 50, "US-AZ": 10, "MX-JAL": 9})
    assert ([each.name for each in found.maps], found.elsewhere) == (["United States"], ["MX-JAL"])


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, ""), (5, "5"), (999, "999"), (1000, "1.0k"), (2241, "2.2k"), (9949, "9.9k"), (9950, "10k"),
        (12_400, "12k"), (999_499, "999k"), (999_500, "1.0M"), (12_400_000, "12M"),
    ],
)  # fmt: skip
def test_numbers_are_as_short_as_a_square_is_wide(amount: int, shown: str) -> None:
    assert short(amount) == shown
    assert width_of(shown, 14) < 34
    with translation.override("es"):
        assert len(short(amount)) <= 4


def test_the_darker_a_square_the_larger_its_number() -> None:
    found = [charts.Square(str(n), place, 0, n, str(n)) for place, n in enumerate((100, 50, 25, 10, 9))]
    svg = charts.tiles([charts.TileMap("", [*found, charts.Square("none", 5, 0)])], [], WORDS)
    shades = re.findall(r'<path class="c-teal"[^>]*d="([^"]*)" opacity="([\d.]+)"', svg)
    assert [(path.count("M"), shade) for path, shade in shades] == [
        (1, "0.15"), (1, "0.3"), (1, "0.45"), (2, "1.0"),
    ]  # fmt: skip
    assert svg.count("<path") == 5  # and one for all squares without a number
    assert f'color="{palette.VALUES[palette.PAPER]}"' in re.findall(r"<text[^>]*>100<", svg)[0]


def test_a_small_group_is_nowhere_on_the_map(petition: Petition) -> None:
    figure = where.regions(Story(petition.organisation, NOW, petition))
    drawing = dict(figure.ways)["Map"]
    said = written(drawing)
    assert [word for word in said if re.fullmatch(r"[\d.,kM]+", word)] == ["61", "6", "12", "7", "4"]
    assert said[said.index("CA") + 1] == "61"
    assert not re.fullmatch(r"[\d.,kM]+", said[said.index("TX") + 1])  # nothing is written below it
    assert said.index("Ontario") < said.index("Other regions")
    empty = where.regions(_without_texas(petition))
    assert _square_of(dict(empty.ways)["Map"], "TX") == _square_of(drawing, "TX")  # as if nobody were there


def _without_texas(petition: Petition) -> Story:
    RegionDay.objects.filter(region="US-TX").delete()
    return Story(petition.organisation, NOW, petition)


def _square_of(svg: str, label: str) -> str:
    """How the state is written and outlined."""
    text = re.findall(rf"<text[^>]*>{label}</text>", svg)[0]
    assert text in svg
    return text


def test_map_and_bars_are_one_choice_and_a_country_without_a_grid_has_bars(petition: Petition) -> None:
    assert [name for name, _svg in where.regions(Story(petition.organisation, NOW, petition)).ways] == [
        "Map",
        "Bars",
    ]
    RegionDay.objects.exclude(region="CA-ON").delete()
    figure = where.regions(Story(petition.organisation, NOW, petition))
    assert not figure.ways and len(figure.drawings) == 1
    assert "Ontario" in figure.drawings[0] and "square" not in figure.reading


def test_a_page_without_signatures_shows_the_shape_of_a_map(make: Make) -> None:
    page = make.petition()
    figure = where.regions(Story(page.organisation, NOW, page))
    assert figure.is_example and "is-example" in figure.drawings[0] and not figure.table.rows


def test_a_report_shows_the_same_squares_and_none_below_ten(
    petition: Petition,
) -> None:
    report = make_report(petition.organisation, starts_on=(NOW - 2 * DAY).date(), ends_on=NOW.date())
    counting.count(report, NOW)
    told = Counted.of(report.counted or {})
    assert pictures.region_map(told).elsewhere == ["MX-JAL"]
    assert pictures.beside_map(told) == [("Jalisco", 12), ("Elsewhere", 18)]  # 7, 6, 4 and the unknown
    svg = pictures.regions(told, WORDS)
    assert "YUC" not in svg and written(svg)[written(svg).index("CA") + 1] == "61"
