"""The week by letter: each Monday, once, to all who look at the dashboards and did not switch it off."""

import datetime as dt

import pytest

from accounts.models import Organisation, Role, User
from causes import counting, weekly
from causes.models import Letter, Notice, Page, State
from petitions.models import Petition
from sharing import growth
from sharing.growth.period import Period
from tests.causes.organisers.told import told, two_workers, words
from tests.makers import NOW, Make

DAY = dt.timedelta(days=1)
MONDAY = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)  # NOW is the Sunday before


@pytest.fixture
def week(make: Make, petition: Petition, ana: User) -> Petition:
    """Five signatures last week, two of them brought; one the week before; one since Monday."""
    first = make.signature(petition, now=NOW - 2 * DAY)
    for _ in range(2):
        make.signature(petition, first, "x", NOW - DAY)
        make.signature(petition, now=NOW - DAY)
    make.signature(petition, now=NOW - 8 * DAY)
    make.signature(petition, now=MONDAY)
    counting.count_all(MONDAY)
    Letter.objects.all().delete()
    return petition


def test_it_says_what_the_dashboard_says_of_these_days(week: Petition, ana: User) -> None:
    assert weekly.tell_due(MONDAY) == 1
    text = words(Letter.objects.get())
    assert "Last week 5 people signed and confirmed; 1 the week before." in text
    found = weekly.week(week.organisation, weekly.monday_of(MONDAY))
    period = Period.of_days(dt.date(2026, 11, 16), dt.date(2026, 11, 22))
    journal = growth.read(Page.objects.filter(organisation=week.organisation), period)
    assert (found.friends, found.names) == growth.through_friends(journal) == (2, 5)
    assert found.new_people == sum(hour.new_people for hour in journal.hours)
    assert week.title in text and f"/admin/growth/organisation/{week.organisation.slug}/" in text


def test_once_a_week_whoever_asks(week: Petition, ana: User, make: Make) -> None:
    assert weekly.tell_due(MONDAY - DAY / 2 - dt.timedelta(minutes=1)) == 0, "not on Sunday"
    assert weekly.tell_due(MONDAY - dt.timedelta(minutes=1)) == 0, "not before noon"
    assert [weekly.tell_due(MONDAY + hours * DAY / 24) for hours in (0, 1, 24)] == [1, 0, 0]
    make.petition(week.cause, published_at=MONDAY + DAY)
    assert weekly.tell_due(MONDAY + 2 * DAY) == 0
    assert told() == [("week", ana.email)]
    assert weekly.tell_due(MONDAY + 4 * DAY) == 0
    assert weekly.tell_due(MONDAY + 7 * DAY) == 1, "the next Monday"
    assert Notice.objects.filter(kind=Letter.Kind.WEEK).count() == 2


def test_what_could_not_leave_for_three_days_is_no_news(week: Petition) -> None:
    assert weekly.tell_due(MONDAY + 2.6 * DAY) == 0


def test_directors_who_only_look_get_it_in_their_language(
    week: Petition, make: Make, organisation: Organisation
) -> None:
    director = make.user((organisation, Role.VIEWER), language="es")
    make.user((organisation, Role.ORGANISER), wants_letters=False)
    make.user((make.organisation(), Role.OWNER))
    Letter.objects.all().delete()
    weekly.tell_due(MONDAY)
    letters = {letter.email: letter for letter in Letter.objects.all()}
    assert len(letters) == 2
    assert "La semana pasada firmaron y confirmaron 5 personas" in words(letters[director.email])


def test_a_week_without_anybody_is_no_letter(make: Make, petition: Petition, ana: User) -> None:
    assert weekly.tell_due(MONDAY) == 0


def test_a_hidden_page_is_not_named(week: Petition, ana: User) -> None:
    weekly.tell_due(MONDAY)
    Page.objects.filter(pk=week.pk).update(state=State.HIDDEN)
    assert f"- {week.title}" not in words(Letter.objects.get())


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_it_once(make: Make) -> None:
    organisation = make.organisation()
    make.user((organisation, Role.OWNER))
    petition = make.petition(make.cause(organisation))
    make.signature(petition, now=NOW - DAY)
    counting.count_all(NOW)
    Letter.objects.all().delete()
    two_workers(lambda: weekly.tell_due(MONDAY))
    assert Letter.objects.filter(kind=Letter.Kind.WEEK).count() == 1
