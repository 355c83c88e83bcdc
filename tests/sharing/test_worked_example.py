"""The worked example of our own specification through the public forms: every expected value, equal.

Ten people sign and confirm by the letter's button, two never confirm, 28 only look, robots fetch: each over
the site's addresses, with the application clock moved. Nothing in it is too small to be reckoned: "too few
to say" is a rule of display.
"""

import datetime as dt
from typing import Any

import pytest

from causes.models import ConnectorTotal, Page
from sharing import growth
from sharing.growth.audience import audience
from sharing.growth.depth import depth
from sharing.growth.forecast import forecast
from sharing.growth.funnel import funnel
from sharing.growth.places import places
from sharing.growth.virality import structural_virality, trees
from sharing.growth.windows import cycle_time, matured_k_of_rows, moment_of
from tests.makers import NOW, Make
from tests.sharing.walked import EXAMPLE, PUBLISHED, Walk, clock_setter

EXPECTED: dict[str, Any] = EXAMPLE["expected"]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def walk(make: Make, monkeypatch: pytest.MonkeyPatch) -> Walk:
    walk = Walk(make, clock_setter(monkeypatch))
    walk.whole()
    return walk


def test_every_expected_value_is_what_is_measured(walk: Walk) -> None:
    found = measured(walk)
    assert set(found) == set(EXPECTED)
    # Some values of the file are rounded to three places.
    assert flat(found) == pytest.approx(flat(EXPECTED), abs=0.0005)
    assert {name: flat(found)[name] for name in COUNTS} == {name: flat(EXPECTED)[name] for name in COUNTS}


def test_what_happened_is_what_the_journals_say(walk: Walk) -> None:
    """The events of the file, among them 9 robots and the visitor who came twice."""
    pages, events = pages_of(walk), EXAMPLE["events"]
    seen = growth.visits(pages)
    told = funnel(pages, growth.read(pages), seen)
    assert (told.views, told.from_share) == (events["visitors"], events["visitors_from_share"])
    assert (told.submitted, told.signatures) == (events["submitted"], events["confirmed"])
    assert (told.sharers, told.taps) == (events["sharers"], events["share_taps"])
    assert told.clicks == events["human_clicks"]
    assert seen.left_out == {"robot": events["bot_hits_discarded"], "repeat": 1}
    assert seen.counted == events["human_clicks"] + 2, "two came by the organisation's own letter"


def test_a_small_region_is_not_named(walk: Walk) -> None:
    found = places(pages_of(walk))
    assert [(region.code, region.name, region.signatures) for region in found.named] == [
        ("US-CA", "California", 5)
    ]
    assert (found.small, found.elsewhere, found.unknown) == (3, 5, 0)
    assert places(pages_of(walk), least=10).named == []


def test_connectors_on_the_page_are_named_only_with_their_yes(walk: Walk) -> None:
    found = growth.top_connectors(pages_of(walk))
    assert [(each.direct, each.downstream) for each in found.named] == [(3, 6), (2, 3), (1, 1)]
    assert (found.others, found.others_direct, found.others_downstream) == (1, 1, 1)


def test_the_windows_of_the_journal_agree_with_the_rows(walk: Walk) -> None:
    """The journal's cohort is of whole hours, so it is asked at the end of one that nobody signed in."""
    pages = pages_of(walk)
    for hours in (1, 6):
        of_rows = matured_k_of_rows(pages, NOW, hours * HOUR)
        of_journal = growth.matured_k(growth.read(pages), NOW, hours * HOUR)
        assert of_journal.cohort <= of_rows.cohort and of_journal.brought <= of_rows.brought
    assert cycle_time(pages) == 3 * HOUR


def measured(walk: Walk) -> dict[str, Any]:
    """The file's keys, each from the function that dashboards ask."""
    pages = pages_of(walk)
    journal = growth.read(pages)
    return {
        **of_funnel(pages, journal),
        **of_network(walk, pages, journal),
        **of_people(pages, journal),
        "hours_to_5th": hours_to(pages, 5),
        "hours_to_10th": hours_to(pages, 10),
        "forecast_10gen": {k: round(forecast(5000, float(k), 10)) for k in EXPECTED["forecast_10gen"]},
    }


def of_funnel(pages: Any, journal: growth.Journal) -> dict[str, Any]:
    told = funnel(pages, journal, growth.visits(pages))
    return {
        "confirm_rate": told.confirm.share,
        "view_to_submit": told.view_to_submit.share,
        "view_to_sign": told.view_to_sign.share,
        "view_to_sign_wilson95": told.view_to_sign.interval,
        "sign_to_share": told.sign_to_share.share,
        "taps_per_signer": told.taps_per_signature.share,
        "clicks_per_tap": told.clicks_per_tap.share,
        "click_to_sign": told.click_to_sign.share,
        "product": told.loop,
    }


def of_network(walk: Walk, pages: Any, journal: growth.Journal) -> dict[str, Any]:
    sizes = growth.generations(journal)
    friends, everybody = growth.through_friends(journal)
    matured = matured_k_of_rows(pages, NOW, EXAMPLE["events"]["window_h"] * HOUR)
    return {
        "referred_share": friends / everybody,
        "generations": {str(size.number): size.signatures for size in sizes},
        "K_by_generation": {f"{size.number}->{size.number + 1}": size.brings for size in sizes[:-1]},
        "max_generation": depth(journal).deepest,
        "mean_generation": depth(journal).mean,
        "amplification": growth.amplification(journal),
        "matured_K": {"cohort": matured.cohort, "children": matured.brought, "K": matured.k},
        "connectors": connectors(walk),
        "structural_virality_tree_rooted_1": trees(pages)[walk.row(1).link_id].virality,
    }


def of_people(pages: Any, journal: growth.Journal) -> dict[str, Any]:
    told, found = audience(journal), places(pages, least=1)
    return {
        "channels": {way.channel: way.signatures for way in growth.by_channel(journal)},
        "new_to_list": told.new_to_list.share,
        "opt_in_rate": told.opted_in.share,
        "new_subscribers": told.new_subscribers,
        "regions": {region.code.removeprefix("US-"): region.signatures for region in found.named},
        "effective_regions": found.effective,
        "top_region_share": found.top_share,
    }


def connectors(walk: Walk) -> list[list[int]]:
    """(person, direct, downstream) as the journal ranks them, names or not."""
    person = {walk.row(row["id"]).link_id: row["id"] for row in EXAMPLE["signatures"]}
    ranked = ConnectorTotal.objects.filter(page=walk.petition.pk).order_by("-direct", "-downstream", "link")
    return [[person[row.link_id], row.direct, row.downstream] for row in ranked]


def hours_to(pages: Any, number: int) -> float:
    moment = moment_of(pages, number)
    assert moment
    return (moment - PUBLISHED) / HOUR


def pages_of(walk: Walk) -> Any:
    return Page.objects.filter(pk=walk.petition.pk)


def flat(values: Any, name: str = "") -> dict[str, float]:
    """Nested values under one name each."""
    if isinstance(values, dict):
        parts = values.items()
    elif isinstance(values, list | tuple):
        parts = enumerate(values)  # type: ignore[assignment]
    else:
        return {name: values}
    return {key: value for part, below in parts for key, value in flat(below, f"{name}.{part}").items()}


COUNTS = [
    name
    for name in flat(EXPECTED)
    if name.split(".")[1] in ("generations", "channels", "regions", "connectors", "forecast_10gen")
]


def test_the_whole_is_as_viral_as_its_trees(walk: Walk) -> None:
    """Three trees: seven, two and one person; weighted by their pairs."""
    found = trees(pages_of(walk))
    assert sorted((tree.pairs, tree.distances) for tree in found.values() if tree.pairs) == [(1, 1), (21, 46)]
    assert structural_virality(pages_of(walk)) == pytest.approx(47 / 22)
