"""Large statements are planned once for a connection, anew while tables grow, and never behind a pooler."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from causes import prepared
from tests.makers import Make


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Seconds that pass when a test says so."""
    hand = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(prepared, "time", SimpleNamespace(monotonic=lambda: hand.now))
    monkeypatch.setattr(prepared, "_planned", type(prepared._planned)())
    return hand


@pytest.fixture(autouse=True)
def _no_plans_of_other_tests(db: None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    prepared._planned.clear()
    yield
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    prepared._planned.clear()


def planned(queries: CaptureQueriesContext) -> int:
    return sum(query["sql"].startswith("PREPARE sign_") for query in queries.captured_queries)


def test_one_plan_serves_many(make: Make, clock: SimpleNamespace) -> None:
    petition = make.petition()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(4):
            make.pending(petition)
    assert planned(queries) == 1


def test_a_plan_is_made_anew_while_tables_grow(make: Make, clock: SimpleNamespace) -> None:
    petition = make.petition()
    with CaptureQueriesContext(connection) as queries:
        make.pending(petition)
        clock.now += 9
        make.pending(petition)
        clock.now += 2
        make.pending(petition)
        make.pending(petition)
    assert planned(queries) == 2


def test_a_pooler_s_connections_are_left_without_plans(
    make: Make, clock: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    petition = make.petition()
    with CaptureQueriesContext(connection) as queries:
        signed = make.signature(petition)
    assert planned(queries) == 0
    assert signed.status == "confirmed"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_a_pooler_that_nobody_told_of_costs_no_signature(
    make: Make, clock: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "_found_pooler", [])
    petition = make.petition()
    make.pending(petition)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")  # as if the next statement met another connection
    make.pending(petition)
    with CaptureQueriesContext(connection) as queries:
        make.pending(petition)
    assert planned(queries) == 0
    assert petition.signatures.count() == 3


def test_a_value_that_looks_like_a_placeholder_stays_a_value(make: Make, clock: SimpleNamespace) -> None:
    signed = make.pending(make.petition(), name="Ana %(key)s $1 Peña%")
    assert signed.name == "Ana %(key)s $1 Peña%"
