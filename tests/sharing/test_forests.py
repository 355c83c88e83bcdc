"""Random forests of names: what dashboards say is what the file of data officers says, added up by hand.

Hypothesis plants them; `CSV` knows nothing of the database but the bytes that the export sent. What the
file does not tell (who brought whom, by design) is recounted from the rows by `tests.recount`.
"""

import datetime as dt
import itertools
from collections import Counter
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.clock import hour_of
from causes import counting, forgetting
from causes.counting import count_all
from causes.models import (
    CohortHour,
    ConnectorSum,
    ConnectorTotal,
    GrowthHour,
    Link,
    LinkTotal,
    Page,
    RegionDay,
    State,
    Status,
    Tally,
    WayDay,
)
from petitions.models import Signature
from sharing import growth
from sharing.erasure import erase
from sharing.growth.audience import audience
from sharing.growth.depth import depth
from sharing.growth.places import places
from sharing.growth.windows import matured_k_of_rows, moment_of
from tests.makers import NOW, Make
from tests.recount import Recount, journals
from tests.sharing.forests import CSV, HOUR, REGIONS, START, Forest, forests, names


@pytest.mark.django_db(transaction=True)  # the export looks from a connection of its own
@forests(max_examples=25)
@given(planted=names)
def test_every_figure_is_what_the_file_says(make: Make, planted: list[tuple[Any, ...]]) -> None:
    forest = Forest(planted, make)  # nothing is rolled back: each forest is one more petition
    journal, file = forest.counted(), CSV(forest.petition, forest.make)
    forest.petition.refresh_from_db()
    assert journal.total == forest.petition.count == len(file.rows)
    _generations_agree(journal, file)
    _moments_agree(forest, journal, file)
    ways = {(way.channel,): way.signatures for way in growth.by_channel(journal)}
    assert ways == file.count("channel")
    cells = {(str(cell.generation), cell.channel): cell.signatures for cell in journal.cells}
    assert cells == file.count("generation", "channel")
    assert audience(journal).opted_in.part == file.count("updates")[("yes",)]
    _places_agree(forest, file)


def _generations_agree(journal: growth.Journal, file: CSV) -> None:
    """Sizes, K from each to the next, amplification, the part of friends and the depth."""
    sizes = {int(number): n for (number,), n in file.count("generation").items()}
    found = growth.generations(journal)
    assert {size.number: size.signatures for size in found if size.signatures} == sizes
    assert sum(size.signatures for size in found) == journal.total
    for size in found[:-1]:
        after = sizes.get(size.number + 1, 0)
        assert size.brings == (after / size.signatures if size.signatures else None)
    assert growth.through_friends(journal) == (journal.total - sizes.get(1, 0), journal.total)
    assert growth.amplification(journal) == (journal.total / sizes[1] if sizes.get(1) else None)
    mean = sum(number * n for number, n in sizes.items()) / journal.total if sizes else None
    assert depth(journal).deepest == max(sizes, default=None)
    assert depth(journal).mean == (pytest.approx(mean) if mean else None)


def _moments_agree(forest: Forest, journal: growth.Journal, file: CSV) -> None:
    """By the hour, and when each number was reached."""
    moments = file.moments()
    hours = {hour.hour: hour.signatures for hour in journal.hours if hour.signatures}
    assert hours == Counter(hour_of(moment) for moment in moments)
    for number, moment in enumerate(moments, start=1):
        assert moment_of(forest.pages, number) == moment
        assert growth.hours_to(journal, START, number) == (hour_of(moment) - hour_of(START)) / HOUR + 1
    assert moment_of(forest.pages, len(moments) + 1) is None


def _places_agree(forest: Forest, file: CSV) -> None:
    """Each region, and whatever is hidden: together they are everybody."""
    sizes: Counter[str] = Counter()
    for (postcode,), n in file.count("postcode").items():
        sizes[REGIONS[postcode]] += n
    for least in (1, 3):
        found = places(forest.pages, least)
        named = {region.code: region.signatures for region in found.named}
        assert named == {code: n for code, n in sizes.items() if code and n >= least}
        assert found.unknown == sizes.get("", 0)
        assert sum(named.values()) + found.elsewhere + found.unknown == len(file.rows)


@pytest.mark.django_db
@forests(max_examples=60)
@given(planted=names, chosen=st.integers(0, 11), hours=st.sampled_from([1, 4, 24, 72]))
def test_matured_k_of_any_window_is_a_walk_over_the_rows(
    planted: list[tuple[Any, ...]], chosen: int, hours: int
) -> None:
    with transaction.atomic():
        forest = Forest(planted)
        now, window = forest.now + chosen * HOUR, hours * HOUR
        recount = Recount()
        rows = {row.link_id: row for row in recount.confirmed()}
        ripe = {link for link, row in rows.items() if _at(row) <= now - window}
        brought = 0
        for row in rows.values():
            parent = rows.get(recount.links[row.link_id].parent_id or 0)
            brought += bool(parent and parent.link_id in ripe and _at(row) - _at(parent) <= window)
        found = matured_k_of_rows(forest.pages, now, window)
        assert (found.cohort, found.brought) == (len(ripe), brought)
        transaction.set_rollback(True)


@pytest.mark.django_db
@forests(max_examples=60)
@given(planted=names, chosen=st.integers(0, 11))
def test_erasing_somebody_while_it_is_open_lowers_their_own_cells_alone(
    planted: list[tuple[Any, ...]], chosen: int
) -> None:
    with transaction.atomic():
        forest = Forest(planted)
        count_all(NOW)
        row = Signature.objects.select_related("supporter").get(pk=forest.rows[chosen % len(planted)].pk)
        expected, others = _without(row), _others(row)
        assert erase(row.supporter, NOW)
        count_all(NOW)
        assert journals() == expected
        assert _others(row) == others, "nobody else's place, channel or credit moved"
        assert _shown_connectors(forest) == _connectors_by_hand()
        connection.check_constraints()
        transaction.set_rollback(True)


def _without(row: Signature) -> Any:
    """The journals of now, without the cells of one name: one less in each, for those above it too."""
    found, recount = journals(), Recount()
    if row.status != Status.CONFIRMED:
        return found
    alone = Recount()
    alone.rows = {row.link_id: recount.rows[row.link_id]}
    mine = alone.figures()
    del mine["credited"]  # who is credited follows from the others, without the one who left
    for name, cells in mine.items():
        for key, less in cells.items():
            found[name][key] = _less(found[name][key], less)
        found[name] = {key: n for key, n in found[name].items() if (any(n) if isinstance(n, tuple) else n)}
    del recount.rows[row.link_id]
    found["credited"] = recount.credited(found["connectors"])
    return found


def _less(amount: Any, less: Any) -> Any:
    if isinstance(amount, tuple):
        return tuple(a - b for a, b in zip(amount, less, strict=True))
    return amount - less


def _others(row: Signature) -> Any:
    """Where everybody else stands in the tree, and how they came. Their links stay as they are."""
    links = Link.objects.exclude(pk=row.link_id).order_by("pk")
    came = Signature.objects.exclude(pk=row.pk).order_by("pk")
    return (
        list(links.values_list("pk", "parent", "root", "generation", "alias_of")),
        list(came.values_list("pk", "status", "channel", "lag", "parent_hour", "region", "new_to_list")),
    )


def _shown_connectors(forest: Forest) -> tuple[int, int]:
    """(people, whom they brought directly) as the page says."""
    found = growth.top_connectors(forest.pages)
    return found.people, found.all_direct


def _connectors_by_hand() -> tuple[int, int]:
    """A parent who waits, took their name back, was struck or erased has no credit while so."""
    recount = Recount()
    rows = {row.link_id: row for row in recount.confirmed()}
    parents = [recount.links[link].parent_id for link in rows]
    credited = [parent for parent in parents if parent in rows]
    return len(set(credited)), len(credited)


@pytest.mark.django_db
@forests(max_examples=30)
@given(planted=names, chosen=st.integers(0, 11))
def test_after_the_handover_nothing_moves(planted: list[tuple[Any, ...]], chosen: int) -> None:
    """Neither by erasing somebody who counted, nor when who brought whom is forgotten."""
    with transaction.atomic():
        forest = Forest(planted)
        count_all(NOW)
        Page.objects.filter(pk=forest.petition.pk).update(state=State.DELIVERED, closed_at=NOW)
        before = journals()
        row = Signature.objects.select_related("supporter").get(pk=forest.rows[chosen % len(planted)].pk)
        assert erase(row.supporter, NOW)
        count_all(NOW)
        assert journals() == before
        forgetting.forget(NOW + forgetting.PARENTS)
        assert not Link.objects.filter(parent__isnull=False).exists()
        assert journals() == before
        transaction.set_rollback(True)


@pytest.mark.django_db
@forests(max_examples=30)
@given(planted=names, order=st.randoms(use_true_random=False), batch=st.integers(1, 5))
def test_the_order_of_counting_makes_no_difference(
    planted: list[tuple[Any, ...]], order: Random, batch: int
) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        forest = Forest(planted)
        tallies = list(Tally.objects.order_by("pk"))
        count_all(NOW)
        expected = journals()
        for model in (GrowthHour, WayDay, RegionDay, CohortHour, LinkTotal, ConnectorTotal, ConnectorSum):
            model._default_manager.all().delete()
        Page.objects.filter(pk=forest.petition.pk).update(count=0)
        # A page's count is never below nought: those that take back come after those that add, as they do.
        order.shuffle(tallies)
        tallies.sort(key=lambda tally: -tally.delta)
        for place, tally in zip(itertools.count(1), tallies, strict=False):
            tally.pk = 1_000_000 + place
        Tally.objects.bulk_create(tallies)
        patch.setattr(counting, "BATCH", batch)
        count_all(NOW)
        assert journals() == expected
        transaction.set_rollback(True)


def _at(row: Signature) -> dt.datetime:
    assert row.confirmed_at
    return row.confirmed_at
