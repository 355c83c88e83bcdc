"""What a funder reads: the figures of the dashboards, frozen, and nobody in them."""

import csv
import datetime as dt
import io
import re
import zlib

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Role, Supporter, User
from causes import wishes
from causes.counting import count_all
from causes.models import ListDay, ListPart, Page, State
from petitions.models import Outcome, Response
from sharing import growth
from sharing.growth import spread
from sharing.growth.lately import lately
from sharing.growth.period import Period
from sharing.growth.story import Story
from sharing.models import Legislation
from sharing.reports import counting, publishing
from sharing.reports.counting import Counted
from sharing.reports.figures import health
from tests.makers import NOW, Make
from tests.sharing.reporting import DAY, Past, make_report, past, shared


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def told(make: Make) -> Past:
    return past(make)


@pytest.fixture
def organiser(make: Make, told: Past) -> User:
    return make.user((told.organisation, Role.ORGANISER))


def counted(told: Past) -> Counted:
    counting.count(told.report, NOW)
    return Counted.of(told.report.counted or {})


def text_of_pdf(content: bytes) -> str:
    """All that its streams say, as far as this can be read without a reader."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return "".join(
        _unpacked(part).decode("utf-16-be", "ignore") + _unpacked(part).decode("latin-1") for part in parts
    )


def _unpacked(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return part


# --- the same figures ---


def test_a_report_of_all_days_says_what_the_dashboard_says(make: Make, told: Past) -> None:
    told.report.starts_on, told.report.ends_on = (NOW - 70 * DAY).date(), NOW.date()
    found, story = counted(told), Story(told.organisation, NOW)
    numbers = story.numbers
    assert found.signatures == numbers.signatures == 56
    assert (found.friends.part, found.friends.whole) == numbers.friends
    assert (found.k, found.cohort) == (numbers.k.k, numbers.k.cohort)
    assert found.generations == [each.signatures for each in story.generations]
    assert found.amplification == growth.amplification(story.journal)
    assert (found.confirm.part, found.confirm.whole) == (
        story.funnel.confirm.part,
        story.funnel.confirm.whole,
    )
    assert found.channels == [("direct", 48)]
    assert found.lag == (spread.median_lag(story.journal) if numbers.k.brought >= 30 else None)


def test_a_period_has_its_own_signatures_and_no_others(told: Past) -> None:
    found = counted(told)
    assert (found.signatures, found.before) == (46, 7)
    assert found.generations == [40, 6]
    assert found.friends.part == 6
    assert sum(n for _start, _end, n in found.spans) == 46
    assert found.pages == [(told.petition.pk, 46), (told.cause.pk, 0)]
    edge = Period.of_days(told.report.starts_on, told.report.ends_on)
    assert edge.end - edge.start == dt.timedelta(days=30)


def test_the_overview_says_what_a_report_of_the_same_days_says(told: Past) -> None:
    found, overview = counted(told), lately(Page.objects.filter(organisation=told.organisation), NOW)
    assert overview.period == Period.of_days(told.report.starts_on, told.report.ends_on)
    assert (overview.signatures, overview.before) == (found.signatures, found.before)
    assert overview.new_people == found.new_people.part == 46
    assert (overview.friends.part, overview.friends.whole) == (found.friends.part, found.friends.whole)
    assert (overview.open_petitions, overview.won) == (found.open_petitions, 0)
    Outcome.objects.create(
        petition=told.petition, state=State.WON, what="Open.", on=told.report.ends_on, written_at=NOW
    )
    assert lately(Page.objects.filter(organisation=told.organisation), NOW).won == 1


def test_small_places_and_ways_are_one_sum(told: Past) -> None:
    """Two from New Mexico and eight from California are both under ten: together, and neither by name."""
    found = counted(told)
    assert found.regions == [("US-AZ", 36)]
    assert found.other_regions == 10
    assert found.channels == [("direct", 38)]  # two by WhatsApp and six by X
    assert found.other_channels == 8


def test_only_what_was_chosen_is_counted(make: Make, told: Past) -> None:
    """A cause brings its petitions along; a draft and a hidden page are nowhere."""
    other = make.petition(make.cause(told.organisation))
    for _ in range(6):
        make.signature(other, now=NOW - 5 * DAY)
    count_all(NOW)
    told.report.pages.set([told.cause])
    assert counted(told).signatures == 46
    told.report.pages.set([other])
    assert counted(told).signatures == 6
    told.report.pages.clear()
    assert counted(told).signatures == 52
    type(other).objects.filter(pk=other.pk).update(state=State.HIDDEN)
    assert counted(told).signatures == 46


def test_what_was_sent_stays_as_it_was_sent(told: Past, make: Make, organiser: User, phone: Client) -> None:
    """A name that comes or goes later would be seen in it by whoever looks twice."""
    address = shared(told, organiser)
    before = phone.get(address).content
    make.signature(told.petition, now=NOW - 5 * DAY, postcode="10001")
    count_all(NOW)
    assert phone.get(address).content == before
    publishing.count_again(told.report, NOW)
    assert "47" in phone.get(address).content.decode()


# --- nobody in it ---


@pytest.mark.parametrize("language", ["en", "es"])
def test_nobody_s_name_address_or_postcode_is_in_it(
    told: Past, organiser: User, phone: Client, language: str
) -> None:
    Outcome.objects.create(
        petition=told.petition,
        state=State.DELIVERED,
        what="Taken by the clerk.",
        on=NOW - 3 * DAY,
        written_at=NOW,
    )
    prefix = "" if language == "en" else f"/{language}"
    address = prefix + shared(told, organiser)
    page = phone.get(address).content.decode()
    table = phone.get(f"{address}figures.csv").content.decode()
    paper = text_of_pdf(phone.get(f"{address}report.pdf").content)
    assert "Keep the clinic open" in page and "Keep the clinic open" in table
    for text in (page, table, paper):
        assert not [value for value in told.personal if value in text]
        assert organiser.email not in text


def test_a_few_people_are_shown_as_a_few(make: Make, organiser: User, told: Past, phone: Client) -> None:
    small = make.organisation()
    petition = make.petition(make.cause(small))
    for _ in range(3):
        make.signature(petition, now=NOW - 5 * DAY)
    count_all(NOW)
    told.report = make_report(small)
    address = shared(told, organiser)
    page = phone.get(address).content.decode()
    assert "&lt;5" in page
    rows = list(csv.reader(io.StringIO(phone.get(f"{address}figures.csv").content.decode())))
    assert ["results", "signatures", "", "<5", ""] in rows
    assert not [row for row in rows if row[3] == "3"]
    assert phone.get(f"{address}report.pdf").status_code == 200


def test_a_report_without_a_signature_is_a_page_too(
    make: Make, organiser: User, told: Past, phone: Client
) -> None:
    told.report = make_report(make.organisation())
    address = shared(told, organiser)
    for path in (address, f"/es{address}", f"{address}report.pdf", f"{address}figures.csv"):
        assert phone.get(path).status_code == 200


# --- what it tells ---


def test_results_come_first_with_the_answer_and_its_source(
    told: Past, organiser: User, phone: Client
) -> None:
    """Only of its days, and only what was told when it was counted."""
    day = (NOW - 5 * DAY).date()
    Outcome.objects.create(
        petition=told.petition, state=State.WON, what="Open until 2028.", on=day,
        source="https://city.example/minutes", written_at=NOW,
    )  # fmt: skip
    Response.objects.create(
        petition=told.petition,
        who="Mayor Romero",
        words="I *will* sign it.",
        on=day,
        written_at=NOW,
        shown_at=NOW,
    )
    Response.objects.create(
        petition=told.petition, who="Nobody yet", words="Not looked over.", on=day, written_at=NOW
    )
    Outcome.objects.create(
        petition=told.petition, state=State.DELIVERED, what="Long ago.", on=day - 50 * DAY, written_at=NOW
    )
    page = phone.get(shared(told, organiser)).content.decode()
    for words in (
        "Open until 2028.",
        "https://city.example/minutes",
        "Mayor Romero answered",
        "I will sign it.",
    ):
        assert words in page
    for words in ("Not looked over.", "Long ago."):
        assert words not in page
    assert page.index(told.report.outcome) < page.index("Open until 2028.") < page.index("Amplification")


def test_a_page_that_is_hidden_later_is_named_no_more(told: Past, organiser: User, phone: Client) -> None:
    address = shared(told, organiser)
    type(told.petition).objects.filter(pk=told.petition.pk).update(state=State.HIDDEN)
    for path in (address, f"{address}figures.csv"):
        answer = phone.get(path).content.decode()
        assert told.petition.title not in answer
        assert "46" in answer


def test_the_label_of_a_law_stands_in_the_method(told: Past, organiser: User, phone: Client) -> None:
    address = shared(told, organiser)
    assert "specific law" not in phone.get(address).content.decode()
    Legislation.objects.create(petition=told.petition, asks="unsure")
    page = phone.get(address).content.decode()
    assert "Keep the clinic open: <b>unsure</b>" in page
    assert "no se sabe" in phone.get(f"/es{address}").content.decode()


def test_words_that_look_like_formulas_stay_words(told: Past, organiser: User, phone: Client) -> None:
    type(told.petition).objects.filter(pk=told.petition.pk).update(title='=HYPERLINK("http://x.example")')
    rows = list(csv.reader(io.StringIO(phone.get(f"{shared(told, organiser)}figures.csv").content.decode())))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert {len(row) for row in rows} == {5}


# --- the list ---


def test_a_list_is_told_where_neither_half_of_it_is_a_few_people(make: Make, told: Past) -> None:
    gone = list(Supporter.objects.filter(organisation=told.organisation).order_by("-pk")[:5])
    for person in gone[:4]:
        wishes.set_updates(person.pk, False, NOW - DAY)
    count_all(NOW)
    found = counted(told)
    assert (found.list_gained, found.list_lost) == (46, None), "who signed today is not in these days"
    assert [fact.value for fact in health(found) if fact.key == "net_list"] == ["–"]
    wishes.set_updates(gone[4].pk, False, NOW - DAY)
    count_all(NOW)
    fact = next(fact for fact in health(counted(told)) if fact.key == "net_list")
    assert (fact.value, fact.note, fact.number) == ("+41", "46 came, 5 left", "41")


def test_a_list_that_was_not_counted_in_all_of_that_time_is_not_told(told: Past) -> None:
    ListDay.objects.create(
        organisation=told.organisation, part=ListPart.BEFORE, day=told.report.starts_on + DAY, people=9
    )
    assert not any(fact.key == "net_list" for fact in health(counted(told)))
