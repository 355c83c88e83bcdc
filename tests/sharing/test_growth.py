"""Every figure of a growth page is what a slow walk over the rows says."""

import datetime as dt
import itertools

import pytest

from accounts.clock import hour_of
from causes.models import CohortHour, Page
from petitions.models import Petition, Signature
from sharing import growth
from sharing.growth.connectors import short_name
from sharing.growth.journal import Cell, Hour, Journal
from sharing.models import ClickHour
from tests.makers import NOW, Make
from tests.sharing.network import HOUR, Slow, World, grow


@pytest.fixture
def world(make: Make) -> World:
    return grow(make)


def of(*pages: Page) -> growth.Journal:
    return growth.read(Page.objects.filter(pk__in=[page.pk for page in pages]))


def test_the_journal_adds_up_to_the_count_by_hour_by_generation_and_by_channel(world: World) -> None:
    journal, slow = of(world.first), Slow(world.first)
    world.first.refresh_from_db()
    assert journal.total == len(slow.rows) == world.first.count > 30
    assert {size.number: size.signatures for size in growth.generations(journal)} == slow.generations()
    assert {way.channel: way.signatures for way in growth.by_channel(journal)} == slow.channels()


def test_pages_are_told_together_and_others_stay_out(world: World) -> None:
    together, slow = of(world.first, world.second, world.cause), Slow(world.first, world.second, world.cause)
    assert together.total == len(slow.rows)
    assert {size.number: size.signatures for size in growth.generations(together)} == slow.generations()
    assert together.total == of(world.first).total + of(world.second).total + of(world.cause).total


def test_days_and_hours_hold_the_names_that_were_confirmed_in_them(world: World) -> None:
    journal, slow = of(world.first), Slow(world.first)
    start = world.first.published_at
    assert start
    for spans in (growth.by_day(journal, start, NOW), growth.by_hour(journal, start, NOW)):
        edges = [span.start for span in spans] + [spans[-1].end]
        assert [span.signatures for span in spans] == slow.within(edges)
        assert [span.total for span in spans] == list(itertools.accumulate(slow.within(edges)))
    assert len(growth.by_hour(journal, start, NOW)) == 72
    assert growth.by_day(journal, start, NOW)[-1].total == journal.total


def test_latest_hours_begin_with_what_was_there_before(world: World) -> None:
    journal = of(world.first)
    spans = growth.by_hour(journal, NOW - 71 * HOUR, NOW)
    assert spans[-1].start == hour_of(NOW) and spans[-1].total == journal.total
    assert spans[0].total - spans[0].signatures == journal.total - sum(span.signatures for span in spans)


def test_a_long_story_is_told_in_weeks() -> None:
    start = NOW - dt.timedelta(days=400)
    journal = Journal([Hour(start, 3, 3, 0), Hour(NOW - HOUR, 4, 4, 0)], [], CohortHour.objects.none())
    spans = growth.by_day(journal, start, NOW)
    assert len(spans) == 58 and {span.end - span.start for span in spans} == {dt.timedelta(days=7)}
    assert spans[0].signatures == 3 and spans[-1].total == 7


def test_hours_to_a_number_of_signatures(world: World) -> None:
    journal, slow = of(world.first), Slow(world.first)
    start = world.first.published_at
    assert start
    moments = sorted(row.confirmed_at for row in slow.rows if row.confirmed_at)
    for goal in (1, 10, 30):
        found = growth.hours_to(journal, start, goal)
        assert found is not None
        assert (found - 1) * HOUR <= moments[goal - 1] - start < found * HOUR
    assert growth.hours_to(journal, start, 10_000) is None


@pytest.mark.parametrize("hours", [1, 6, 24, 72])
def test_matured_k_is_children_within_the_window_by_cohort(world: World, hours: int) -> None:
    found = growth.matured_k(of(world.first), NOW, hours * HOUR)
    assert (found.cohort, found.brought) == Slow(world.first).matured(NOW, hours)
    assert found.cohort and found.k == found.brought / found.cohort


def test_matured_k_of_another_window_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="1, 6, 24 and 72"):
        growth.matured_k(of(world.first), NOW, 4 * HOUR)


def test_headline_numbers(world: World) -> None:
    found, slow = growth.headline_numbers(of(world.first), NOW), Slow(world.first)
    week = slow.since(hour_of(NOW) - 167 * HOUR)
    assert (found.signatures, found.signatures_week) == (len(slow.rows), len(week))
    assert found.new_people == sum(bool(row.new_to_list) for row in slow.rows)
    assert found.new_people_week == sum(bool(row.new_to_list) for row in week)
    assert found.friends == (slow.friends(), len(slow.rows))
    friends_week = sum(1 for row in week if slow.generation(row) > 1)
    assert found.friends_before == (slow.friends() - friends_week, len(slow.rows) - len(week))
    day = slow.since(hour_of(NOW) - 23 * HOUR)
    assert (found.last_day, found.day_before) == (
        len(day),
        len(slow.since(hour_of(NOW) - 47 * HOUR)) - len(day),
    )


def test_a_day_is_the_running_hour_and_the_23_before_it() -> None:
    """And a week 168 hours: a signature counts in one window until its hour is out of it."""
    day, week = hour_of(NOW) - 23 * HOUR, hour_of(NOW) - 167 * HOUR
    hours = [Hour(moment, 1, 1, 1) for moment in (week - HOUR, week, day - 24 * HOUR, day - HOUR, day, NOW)]
    found = growth.headline_numbers(Journal(hours, [], CohortHour.objects.none()), NOW)
    assert (found.last_day, found.day_before, found.signatures_week, found.new_people_week) == (2, 2, 5, 5)
    assert found.friends_before == (1, 1)


def test_connectors_are_confirmed_owners_and_named_only_if_they_said_yes(world: World) -> None:
    pages = Page.objects.filter(pk__in=[world.first.pk, world.second.pk, world.cause.pk])
    found, slow = growth.top_connectors(pages), Slow(world.first, world.second, world.cause)
    brought = slow.brought()
    said_no = {row.supporter_id for row in slow.rows if not row.updates}
    ranked = sorted((sums for person, sums in brought.items() if person not in said_no), reverse=True)
    assert [(each.direct, each.downstream) for each in found.named] == ranked[:10]
    assert found.people == len(brought)
    assert found.all_direct == sum(direct for direct, _ in brought.values())
    named = sum(each.direct for each in found.named)
    assert found.others_direct == found.all_direct - named
    everything = sum(downstream for _, downstream in brought.values())
    assert found.others_downstream == everything - sum(each.downstream for each in found.named)
    assert found.top_direct == sum(sorted((direct for direct, _ in brought.values()), reverse=True)[:10])


def test_without_names_everybody_is_one_of_the_others(world: World) -> None:
    pages = Page.objects.filter(pk=world.first.pk)
    named, plain = growth.top_connectors(pages), growth.top_connectors(pages, names=False)
    assert not plain.named and plain.others == plain.people == named.people
    assert plain.others_direct == named.all_direct


def test_who_said_no_on_one_petition_is_named_nowhere(make: Make) -> None:
    cause = make.cause()
    pages = [make.petition(cause), make.petition(cause)]
    for page, updates in zip(pages, (True, False), strict=True):
        connector = make.signature(page, email="ana@example.net", updates=updates)
        make.signature(page, connector, "whatsapp")
    from causes.counting import count_all

    count_all(NOW)
    found = growth.top_connectors(Page.objects.filter(pk__in=[page.pk for page in pages]))
    assert not found.named and found.others == 1 and found.others_direct == 2


def test_links_of_the_organisation_carry_all_that_came_of_them(world: World) -> None:
    pages = Page.objects.filter(pk__in=[world.first.pk, world.second.pk, world.cause.pk])
    (row,) = growth.link_totals(pages)
    assert (row.label, row.kind) == ("Community kitchen", "partner")
    slow = Slow(world.first, world.second, world.cause)
    assert (row.direct, row.downstream, row.new_people) == slow.partner()


def test_more_links_than_fit_become_one_row(make: Make) -> None:
    page = make.petition()
    for place in range(23):
        make.signature(page, make.partner(page, f"Partner {place:02}"), "partner")
    from causes.counting import count_all

    count_all(NOW)
    rows = growth.link_totals(Page.objects.filter(pk=page.pk))
    assert len(rows) == 21 and sum(row.downstream for row in rows) == 23
    assert (rows[-1].links, rows[-1].downstream) == (3, 3)


def test_petitions_side_by_side(world: World) -> None:
    rows = growth.page_rows(Page.objects.filter(organisation=world.cause.organisation), NOW)
    assert {row.page.pk for row in rows} == {world.cause.pk, world.first.pk, world.second.pk}
    for row in rows:
        slow = Slow(row.page)
        row.page.refresh_from_db()
        assert row.signatures == len(slow.rows) == row.page.count
        assert row.last_day == len(slow.since(hour_of(NOW) - 23 * HOUR))
        assert row.friends == slow.friends()
        assert row.last_hour == max(each.confirmed_at for each in slow.rows if each.confirmed_at).replace(
            minute=0, second=0, microsecond=0
        )
        assert (row.k.cohort, row.k.brought) == slow.matured(NOW, 72)
        assert row.k == growth.matured_k(of(row.page), NOW)
        assert row.waiting == sum(
            each.status == "pending" and isinstance(each, Signature) for each in slow.everybody
        )
    assert [row.last_day for row in rows] == sorted((row.last_day for row in rows), reverse=True)


def test_visits_tell_people_from_what_was_left_out(make: Make) -> None:
    page = make.petition()
    for channel, outcome, clicks in (("x", "counted", 3), ("whatsapp", "counted", 4), ("x", "robot", 9)):
        ClickHour.objects.create(
            page=page, link_kind="person", channel=channel, hour=NOW, outcome=outcome, clicks=clicks
        )
    found = growth.visits(Page.objects.filter(pk=page.pk))
    assert (found.by_channel, found.counted, found.left_out) == ({"x": 3, "whatsapp": 4}, 7, {"robot": 9})


def test_nothing_has_no_figures(make: Make) -> None:
    journal = of(make.petition())
    assert journal.total == 0 and not growth.generations(journal) and not growth.by_channel(journal)
    assert growth.amplification(journal) is None
    assert growth.matured_k(journal, NOW).k is None
    assert growth.top_connectors(Page.objects.none()).people == 0


def test_a_generation_that_was_taken_back_leaves_a_gap_not_an_error() -> None:
    journal = Journal([], [Cell(1, "direct", 4), Cell(3, "x", 2)], CohortHour.objects.none())
    assert [(size.signatures, size.brings) for size in growth.generations(journal)] == [
        (4, 0.0),
        (0, None),
        (2, None),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana García López", "Ana G."),
        ("María de la Cruz", "María C."),
        ("Xóchitl", "Xóchitl"),
        ("  josé   núñez ", "josé N."),
        ("", ""),
        ("A" * 90, "A" * 20),
    ],
)
def test_names_are_shortened(name: str, shown: str) -> None:
    assert short_name(name) == shown


def test_the_number_of_questions_does_not_grow_with_the_network(
    make: Make, django_assert_num_queries: object
) -> None:
    grow(make, names=12, seed=1)
    petition = Petition.objects.order_by("pk")[0]
    counts = [_queries(petition)]
    grow(make, names=60, seed=2)
    counts.append(_queries(Petition.objects.order_by("-count")[0]))
    assert counts[0] == counts[1] <= 36


def _queries(petition: Petition) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from sharing.growth import headlines, telling
    from sharing.growth.story import Story

    with CaptureQueriesContext(connection) as asked:
        story = Story(petition.organisation, NOW, names=True)
        headlines.of_organisation(story.numbers, story.pages, NOW)
        telling.sections(story)
    return len(asked)
