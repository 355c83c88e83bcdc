"""How fast it grew, and what happened meanwhile: pure figures, and the slow way to the same."""

import datetime as dt
from random import Random

import pytest
from django.db.models import QuerySet

from causes.counting import count_all
from causes.models import CohortHour, Page, Update
from petitions.models import Petition
from sharing import growth
from sharing.growth.events import MOST, events
from sharing.growth.journal import Hour, Journal
from sharing.growth.speed import half_life, peak_window, speed
from tests.makers import NOW, Make

HOUR = dt.timedelta(hours=1)
START = NOW.replace(minute=0, second=0, microsecond=0) - 100 * HOUR


def journal_of(amounts: dict[int, int]) -> Journal:
    """Hours after START -> signatures."""
    return Journal(
        [Hour(START + at * HOUR, n, n, 0) for at, n in sorted(amounts.items())], [], CohortHour.objects.none()
    )


def test_the_best_six_hours_are_found_among_all_windows() -> None:
    chance = Random(3)
    for _ in range(50):
        amounts = {at: chance.randrange(9) for at in chance.sample(range(60), 25)}
        best = max(sum(amounts.get(at + step, 0) for step in range(6)) for at in range(-6, 60))
        found = peak_window(journal_of(amounts).hours)
        assert found and found.signatures == best
        first = int((found.start - START) / HOUR)
        assert sum(amounts.get(first + step, 0) for step in range(6)) == best


def test_six_hours_are_six_and_not_seven() -> None:
    found = peak_window(journal_of({0: 5, 5: 5, 6: 4}).hours)
    assert found and (found.start, found.signatures) == (START, 10)


def test_where_nothing_came_there_is_no_best() -> None:
    assert peak_window([]) is None and half_life([], NOW) is None


@pytest.mark.parametrize(
    ("amounts", "hours"),
    [
        ({0: 10, 1: 6, 2: 5}, 2),  # exactly half is half
        ({0: 10, 1: 9}, 2),  # the hour nobody signed in has no row
        ({0: 2, 3: 10, 4: 1}, 1),
    ],
)
def test_half_life_is_counted_from_the_busiest_hour(amounts: dict[int, int], hours: int) -> None:
    assert half_life(journal_of(amounts).hours, NOW) == hours


def test_attention_that_still_holds_has_no_half_life() -> None:
    """The running hour is no proof: it is not over."""
    assert half_life(journal_of({0: 10, 1: 8}).hours, START + 2 * HOUR + HOUR / 2) is None


def test_the_first_ten_hours_end_with_the_tenth() -> None:
    journal = journal_of(dict.fromkeys(range(15), 1))
    told = speed(journal, START, NOW)
    assert (len(told.first_hours), told.first_ten) == (10, 10)
    assert len(speed(journal, START, START + 3 * HOUR).first_hours) == 4


def test_hours_to_numbers_are_those_of_the_other_page() -> None:
    told = speed(journal_of({0: 99, 4: 1, 9: 200}), START, NOW)
    assert told.hours_to == {100: 5, 300: 10, 1000: None}


def test_numbers_reached_are_marked_in_their_hour(make: Make) -> None:
    page = make.petition()
    found = events(of(page), journal_of({0: 8, 1: 120, 3: 400}))
    assert [(event.at, event.words) for event in found] == [
        (START + HOUR, "100 signatures"),
        (START + 3 * HOUR, "500 signatures"),
    ]


def test_news_comes_before_numbers_when_there_is_room_for_nine(make: Make) -> None:
    page = make.petition()
    for place in range(12):
        news(page, place)
    found = events(of(page), journal_of({0: 100}))
    assert len(found) == MOST and all(event.words.startswith("Update: ") for event in found)
    assert [event.at for event in found] == sorted(event.at for event in found)
    assert found[-1].words == "Update: News 11"


def news(page: Petition, place: int) -> None:
    Update.objects.create(
        page_id=page.pk,
        language="en",
        title=f"News {place}",
        words="…",
        state=Update.State.SHOWN,
        created_at=START,
        shown_at=START + place * HOUR,
    )


def of(page: Page) -> QuerySet[Page]:
    return Page.objects.filter(pk=page.pk)


def test_a_draft_of_news_is_no_event(make: Make) -> None:
    page = make.petition()
    Update.objects.create(page_id=page.pk, language="en", title="Later", words="…", created_at=START)
    make.signature(page, now=NOW)
    count_all(NOW)
    assert events(of(page), growth.read(of(page))) == []
