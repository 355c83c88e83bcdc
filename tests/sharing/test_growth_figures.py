"""What the figures say of known journals: the parts with both counts, never a claim below thirty."""

import datetime as dt

import pytest

from causes.models import CohortHour, GrowthHour, Page, RegionDay, WayDay
from petitions.models import AreaCount, Petition
from sharing.growth import crowd, loop, ways, where
from sharing.growth.figures import Figure
from sharing.growth.spread import median_lag
from sharing.growth.story import Story
from sharing.models import ClickHour, TapHour, ViewHour
from tests.makers import NOW, Make

THEN = NOW.replace(minute=0, second=0, microsecond=0) - dt.timedelta(days=5)


@pytest.fixture
def petition(make: Make) -> Petition:
    """100 signatures of 400 visitors; 60 people pressed share 80 times, 160 clicked, 40 friends signed."""
    page = make.petition()
    for generation, channel, n in ((1, "direct", 60), (2, "whatsapp", 40)):
        WayDay.objects.create(
            page=page, day=THEN.date(), channel=channel, generation=generation, signatures=n
        )
    for region, n in (("US-CA", 56), ("US-TX", 4), ("US-NY", 30), ("", 10)):
        RegionDay.objects.create(page=page, day=THEN.date(), region=region, signatures=n)
    GrowthHour.objects.create(
        page=page, hour=THEN, signatures=100, friends=40, new_to_list=50, opted_in=50, new_subscribers=24
    )
    for lag, n in (("1h", 10), ("6h", 11), ("later", 19)):
        CohortHour.objects.create(page=page, parent_hour=THEN, lag=lag, brought=n)
    ViewHour.objects.create(
        page=page, channel="direct", hour=THEN, outcome="counted", views=380, from_share=0
    )
    ViewHour.objects.create(
        page=page, channel="whatsapp", hour=THEN, outcome="counted", views=20, from_share=20
    )
    ViewHour.objects.create(page=page, channel="direct", hour=THEN, outcome="robot", views=99)
    TapHour.objects.create(page=page, channel="whatsapp", hour=THEN, taps=80, people=60)
    ClickHour.objects.create(
        page=page, channel="whatsapp", hour=THEN, outcome="counted", clicks=160, link_kind="person"
    )
    return page


def story_of(page: Page) -> Story:
    return Story(page.organisation, NOW, page)


def facts(figure: Figure) -> dict[str, tuple[str, str]]:
    return {fact.label: (fact.value, fact.change) for fact in figure.facts}


def test_the_funnel_says_each_part_with_both_counts_and_its_range(petition: Petition) -> None:
    figure = loop.funnel(story_of(petition))
    assert figure.finding == "25% of those who look sign and confirm"
    rows = {row[0]: row[1:3] for row in figure.table.rows}
    assert rows == {
        "Visitors": (400, None),
        "Signed": (100, 400),
        "Confirmed": (100, 100),
        "Pressed share": (60, 100),
        "Friends who signed": (40, 160),
    }
    told = facts(figure)
    assert told["View → sign"] == ("25%", "100 of 400, 21–29%")
    assert told["Share taps per signature"] == ("0.80", "80 for 100")
    assert told["The loop"][0] == "0.40"  # friends for each signature


def test_channels_are_told_by_looks_visits_and_taps(petition: Petition) -> None:
    rows = {row[0]: tuple(row[1:]) for row in ways.channels(story_of(petition)).table.rows}
    assert rows["Direct"] == (60, 0.6, 380, 60 / 380, None, None)
    assert rows["WhatsApp"] == (40, 0.4, 20, None, 160, 80)  # twenty looks are too few for a rate


def test_small_regions_are_added_up(petition: Petition) -> None:
    figure = where.regions(story_of(petition))
    assert [row[2] for row in figure.table.rows] == [56, 30, 4, 10]
    assert "Texas" not in "".join(str(row) for row in figure.table.rows)
    assert figure.finding.endswith("are from California")
    assert facts(figure)["Region unknown"] == ("10", "of 100 signatures")


def test_who_came_and_how_quick(petition: Petition) -> None:
    story = story_of(petition)
    assert crowd.audience(story).finding == "50% are new to your list"
    assert facts(crowd.audience(story))["New subscribers"][0] == "24"
    assert median_lag(story.journal) == "6h"
    figure = crowd.network_facts(story)
    assert figure.finding == "Half of all friends sign within 6 hours"
    assert facts(figure)["Amplification"][0] == "1.67"
    assert facts(figure)["Each person brings (K)"] == ("0.21", "21 brought by 100 who have had 72 hours")


def test_below_thirty_there_are_counts_and_no_parts(make: Make) -> None:
    page = make.petition()
    GrowthHour.objects.create(page=page, hour=THEN, signatures=29)
    WayDay.objects.create(page=page, day=THEN.date(), channel="direct", generation=1, signatures=29)
    RegionDay.objects.create(page=page, day=THEN.date(), region="US-CA", signatures=29)
    story = story_of(page)
    for figure in (
        loop.funnel(story),
        crowd.audience(story),
        crowd.network_facts(story),
        where.regions(story),
    ):
        assert figure.finding == "Too few to say (needs 30)"
        assert not [fact for fact in figure.facts if "%" in fact.value]


def test_sensitive_mode_names_nobody_and_says_why(make: Make) -> None:
    page = make.petition(sensitive=True)
    figure = ways.connectors(story_of(page))
    assert figure.says_why and not figure.drawings and not figure.table.rows


@pytest.mark.parametrize(
    ("inside", "shown", "rows"),
    [(20, "50%", ["20"]), (4, "–", []), (37, "–", []), (0, "0%", ["0"])],
)
def test_whose_voters_they_are_is_told_where_no_group_is_a_handful(
    petition: Petition, inside: int, shown: str, rows: list[str]
) -> None:
    Petition.objects.filter(pk=petition.pk).update(area="US-CA", decision_maker="City Council")
    fact = where.regions(story_of(petition)).facts[0]
    assert (fact.label, fact.value, fact.change) == ("In the area of: City Council", "–", "being counted")
    AreaCount.objects.create(
        petition=petition, area="US-CA", inside=inside, known=40, names=50, counted_at=THEN
    )
    figure = where.regions(story_of(petition))
    assert figure.facts[0].value == shown
    assert [row[2] for row in figure.table.shown() if "City Council" in row[1][0]] == [
        (number, True) for number in rows
    ]
