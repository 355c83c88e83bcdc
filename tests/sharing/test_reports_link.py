"""The link of a report: needs nothing, leaves nothing, is given once, and says so when it has ended."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Audit, Role, User
from sharing.reports import counting, publishing
from tests.makers import NOW, Make
from tests.sharing.reporting import Past, past, shared


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def told(make: Make) -> Past:
    return past(make)


@pytest.fixture
def organiser(make: Make, told: Past) -> User:
    return make.user((told.organisation, Role.ORGANISER))


def test_a_reader_needs_nothing_and_leaves_nothing(told: Past, organiser: User, phone: Client) -> None:
    address = shared(told, organiser)
    for path in (address, f"{address}report.pdf", f"{address}figures.csv"):
        answer = phone.get(path)
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Cache-Control"] == "no-store"
    page = phone.get(address).content.decode()
    assert "<script" not in page
    assert page.count("<figure") == 4
    assert page.index('id="results"') < page.index('id="connectivity"') < page.index('id="health"')
    assert page.index('id="health"') < page.index('id="places"') < page.index('id="method"')
    assert page.count("How we count this") == page.count('class="report-fact"') > 10


def test_a_draft_has_no_address(told: Past, phone: Client) -> None:
    counting.count(told.report, NOW)
    assert phone.get("/report//").status_code == 404
    assert phone.get("/report/None/").status_code == 404
    assert phone.get("/report/%00/").status_code == 404
    assert phone.get(f"/report/{'x' * 500}/").status_code == 404


@pytest.mark.parametrize(("prefix", "words"), [("", "no longer shared"), ("/es", "ya no se comparte")])
@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_a_link_that_ended_says_so(
    told: Past, organiser: User, phone: Client, monkeypatch: pytest.MonkeyPatch,
    prefix: str, words: str, end: str,
) -> None:  # fmt: skip
    address = prefix + shared(told, organiser)
    if end == "revoked":
        publishing.revoke(told.report, organiser, NOW)
    else:
        last = dt.datetime.combine(told.report.expires_on, dt.time(23, 59), dt.UTC)
        monkeypatch.setattr(clock, "now", lambda: last)
        assert phone.get(address).status_code == 200
        monkeypatch.setattr(clock, "now", lambda: last + dt.timedelta(minutes=1))
    for path in (address, f"{address}report.pdf", f"{address}figures.csv"):
        answer = phone.get(path)
        assert answer.status_code == 410
        assert words in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        assert told.report.outcome not in answer.content.decode()


def test_a_link_is_given_once_and_ended_once_and_both_are_written_down(told: Past, organiser: User) -> None:
    with pytest.raises(publishing.NotPossible):
        publishing.revoke(told.report, organiser, NOW)
    shared(told, organiser)
    token = told.report.token
    assert len(token) >= 32
    with pytest.raises(publishing.NotPossible):
        publishing.publish(told.report, organiser, NOW)
    publishing.revoke(told.report, organiser, NOW)
    for again in (publishing.publish, publishing.revoke):
        with pytest.raises(publishing.NotPossible):
            again(told.report, organiser, NOW)
    told.report.refresh_from_db()
    assert told.report.token == token
    lines = Audit.objects.filter(organisation=told.organisation).order_by("pk")
    assert [(line.action, line.actor) for line in lines] == [
        ("report_shared", organiser),
        ("report_revoked", organiser),
    ]
