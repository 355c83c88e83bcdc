"""One page says what waits for somebody: the oldest first, late when it is later than was promised."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Role, User
from causes import counting
from causes.models import Change, State
from petitions.life import quiet, stale_since
from petitions.models import Petition, Report, Signature
from petitions.waiting import promised, waiting
from tests.makers import NOW, Make

DAY = dt.timedelta(days=1)
PAGE = "/admin/waiting/"


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic")


@pytest.fixture
def organiser(make: Make, petition: Petition) -> User:
    return make.user((petition.organisation, Role.ORGANISER))


@pytest.fixture
def moderator(db: None) -> User:
    return User.objects.create_user("mo@example.org", name="Mo", is_staff=True, is_moderator=True)


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def reported(petition: Petition, at: dt.datetime, **fields: object) -> Report:
    return Report.objects.create(
        petition=petition, kind="false", words="Not so.", language="en", at=at, **fields
    )


def in_review(make: Make, petition: Petition, since: dt.datetime, title: str = "Review me") -> Petition:
    asks = make.petition(petition.cause, title=title, state=State.REVIEW, published_at=None)
    Change.objects.create(
        page=asks, at=since, hand="organiser", what="submit", before="draft", after="review", public=False
    )
    return asks


@pytest.mark.parametrize(
    ("day", "due"),
    [(23, 26), (25, 30), (26, 1), (27, 2), (28, 2), (29, 2)],  # of November 2026; the 23rd is a Monday
)
def test_a_promise_counts_working_days(day: int, due: int) -> None:
    assert promised(dt.datetime(2026, 11, day, 12, tzinfo=dt.UTC)).day == due


def test_the_oldest_first_and_what_is_late(make: Make, petition: Petition, moderator: User) -> None:
    new, old = in_review(make, petition, NOW, "New"), in_review(make, petition, NOW - 9 * DAY, "Old")
    reported(petition, NOW - 10 * DAY, state="answered")
    open_one, flood = reported(petition, NOW - DAY), reported(petition, NOW - 8 * DAY, suspect=True)
    found = waiting(moderator, NOW)
    assert [(item.petition, item.late) for item in found.reviews] == [(old, True), (new, False)]
    assert [(item.report, item.late) for item in found.reports] == [(open_one, False), (flood, True)]
    assert found.late() == 2


def test_organisers_see_what_waits_for_them_and_nobody_elses(
    make: Make, petition: Petition, organiser: User
) -> None:
    foreign = make.petition()
    for page in (petition, foreign):
        make.signature(page, reason="My mother works there.", show_name=True)
        Signature.objects.filter(pk=make.pending(page).pk).update(status="held")
        reported(page, NOW - 9 * DAY)
        in_review(make, page, NOW)
    found = waiting(organiser, NOW)
    assert found.reports == [], "nobody is told who finds fault with them"
    assert [(item.petition, item.n) for item in found.held] == [(petition, 1)]
    assert [(item.petition, item.n) for item in found.reasons] == [(petition, 1)]
    assert [item.petition.organisation for item in found.reviews] == [petition.organisation]


def test_a_moderator_reads_no_names(make: Make, petition: Petition, moderator: User) -> None:
    make.signature(petition, reason="My mother works there.", show_name=True)
    Signature.objects.filter(pk=make.pending(petition).pk).update(status="held")
    found = waiting(moderator, NOW)
    assert (found.held, found.reasons) == ([], [])


def test_a_quiet_month_waits_for_news(make: Make, petition: Petition, organiser: User) -> None:
    Petition.objects.filter(pk=petition.pk).update(published_at=NOW - 40 * DAY)
    assert [item.petition for item in waiting(organiser, NOW).news] == [petition]
    Petition.objects.filter(pk=petition.pk).update(told_at=NOW - DAY)
    assert waiting(organiser, NOW).news == []


def test_the_quiet_ones_are_those_that_are_told_so(make: Make, petition: Petition) -> None:
    """One question finds the same petitions as asking each."""
    old = {"published_at": NOW - 40 * DAY}
    signed, told, lined, closing = (
        make.petition(title=title) for title in ("Signed", "Told", "Lined", "Closing")
    )
    Petition.objects.update(**old)
    make.signature(signed, now=NOW - 29 * DAY)
    counting.count_all(NOW)
    Petition.objects.filter(pk=told.pk).update(told_at=NOW - 30 * DAY + dt.timedelta(seconds=1))
    Change.objects.create(
        page=lined, at=NOW - DAY, hand="site", what="goal", before="10", after="20", public=True
    )
    Petition.objects.filter(pk=closing.pk).update(closes_at=NOW)
    everyone = Petition.objects.all()
    one_by_one = {each.title for each in everyone if stale_since(each, NOW)}
    assert {each.title for each in quiet(everyone, NOW)} == one_by_one == {petition.title}


def test_the_list_finds_them(make: Make, petition: Petition, organiser: User) -> None:
    other = make.petition(title="Fresh", organisation=petition.organisation, published_at=clock.now())
    Petition.objects.filter(pk=petition.pk).update(published_at=clock.now() - 40 * DAY)
    page = desk(organiser).get("/admin/petitions/petition/?quiet=yes").content.decode()
    assert petition.title in page
    assert other.title not in page


def test_the_page(make: Make, petition: Petition, organiser: User, moderator: User) -> None:
    empty = desk(organiser).get(PAGE).content.decode()
    assert "Nothing waits for you" in empty
    asks = in_review(make, petition, clock.now() - 9 * DAY)
    Change.objects.create(
        page=asks, at=NOW - 30 * DAY, hand="site", what="reject", before="review", after="rejected",
        reason="Who decides?", public=False,
    )  # fmt: skip
    reported(petition, clock.now())
    page = desk(moderator).get(PAGE).content.decode()
    for words in ("Review me", "1 is late.", "Rejected before: “Who decides?”", "Not so."):
        assert words in page
    assert "Not so." not in desk(organiser).get(PAGE).content.decode()
    viewer = make.user((petition.organisation, Role.VIEWER))
    assert desk(viewer).get(PAGE).status_code == 403
