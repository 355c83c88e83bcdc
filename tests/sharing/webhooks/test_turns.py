"""Addresses take turns: nobody waits for somebody else's thousands of events, or for a slow server."""

import datetime as dt
import itertools
import threading
from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Heard, Webhook
from causes.models import Event
from sharing import webhooks
from tests.makers import NOW, Make
from tests.sharing.webhooks.conftest import Listen

BUSY, QUICK = "https://busy.example.org/hooks", "https://quick.example.org/hooks"
Backlog = Callable[[str, int], Webhook]


@pytest.fixture
def backlog(make: Make, listen: Listen) -> Backlog:
    """An address of an organisation of its own, for which so many events wait."""

    def made(url: str, number: int) -> Webhook:
        petition = make.petition()
        hook = listen(petition.organisation, [Heard.CREATED], url=url)
        row = make.pending(petition)
        first = Event.objects.get(webhook=hook)
        Event.objects.bulk_create(
            Event(webhook=hook, kind=first.kind, page=first.page, about=row.pk, at=NOW, due_at=NOW)
            for _ in range(number - 1)
        )
        return hook

    return made


def ticking() -> Callable[[], dt.datetime]:
    """A clock that goes on by a millisecond whenever somebody looks at it."""
    looks = itertools.count()
    return lambda: NOW + dt.timedelta(milliseconds=next(looks))


@responses.activate
def test_a_slow_address_with_a_backlog_keeps_nobody_waiting(backlog: Backlog) -> None:
    """The slow one has not answered its first event when the quick one has heard all of its own."""
    quick_heard: list[int] = []
    all_heard = threading.Event()

    def slowly(_: Any) -> tuple[int, dict[str, str], str]:
        return (204 if all_heard.wait(10) else 503), {}, ""

    def quickly(_: Any) -> tuple[int, dict[str, str], str]:
        quick_heard.append(1)
        if len(quick_heard) == 35:
            all_heard.set()
        return 204, {}, ""

    responses.add_callback(responses.POST, BUSY, slowly)
    responses.add_callback(responses.POST, QUICK, quickly)
    busy = backlog(BUSY, 60)
    quick = backlog(QUICK, 35)
    assert webhooks.send_due(ticking()) == 95
    assert set(busy.events.values_list("state", "attempts")) == {("sent", 1)}
    assert set(quick.events.values_list("state", "attempts")) == {("sent", 1)}


@responses.activate
def test_with_more_addresses_than_lanes_each_has_its_turn(
    backlog: Backlog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "AT_ONCE", 1)
    addresses = [f"https://{name}.example.org/" for name in "abc"]
    for address in addresses:
        responses.post(address, status=204)
        backlog(address, webhooks.TURN + 5)
    webhooks.send_due(ticking())
    called = [str(call.request.url) for call in responses.calls]
    assert [url for url, _ in itertools.groupby(called)] == [*addresses, *addresses]


@responses.activate
def test_who_does_not_answer_rests_and_loses_nothing(backlog: Backlog) -> None:
    responses.post(BUSY, body=requests.ConnectionError())
    hook = backlog(BUSY, webhooks.TURN + 5)
    assert webhooks.send_due(lambda: NOW) == webhooks.TURN
    assert len(responses.calls) == 1, "asked once; the rest of its turn is not asked in vain"
    assert webhooks.send_due(lambda: NOW + webhooks.REST - dt.timedelta(seconds=1)) == 0
    responses.replace(responses.POST, BUSY, status=204)
    assert webhooks.send_due(lambda: NOW + webhooks.REST) == webhooks.TURN + 5
    assert set(hook.events.values_list("state", flat=True)) == {"sent"}


@responses.activate
def test_nobody_is_called_by_two_at_once_and_a_dead_workers_address_comes_back(backlog: Backlog) -> None:
    responses.post(BUSY, status=204)
    hook = backlog(BUSY, webhooks.TURN + 5)
    assert len(webhooks._take_turn(NOW)) == webhooks.TURN
    before = NOW + webhooks.LONGEST_TURN - dt.timedelta(seconds=1)
    assert webhooks.send_due(lambda: before) == 0
    assert webhooks.send_due(lambda: NOW + webhooks.LONGEST_TURN) == 5
    assert webhooks.send_due(lambda: NOW + webhooks.LEASE) == webhooks.TURN
    assert hook.events.exclude(state="sent").count() == 0


def test_no_signature_waits_for_a_turn(backlog: Backlog) -> None:
    """An event points at its address: while that row was locked whole, none could be written."""
    backlog(BUSY, 1)
    with CaptureQueriesContext(connection) as asked:
        webhooks._take_turn(NOW)
    locks = [query["sql"] for query in asked if 'FROM "accounts_webhook"' in query["sql"]]
    assert locks and all("FOR NO KEY UPDATE" in sql for sql in locks if "FOR " in sql)
