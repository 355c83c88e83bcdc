"""What the log says of an export, whatever becomes of its reader. On real snapshots."""

import itertools
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.utils import translation

from accounts import clock
from accounts.models import Audit, User
from causes.models import Link
from petitions.exporting import files, streaming
from petitions.models import ExportLog, Petition, Signature
from tests.makers import Make
from tests.petitions.exporting.cast import HEADER, address, body, person, signed_in
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)  # the export looks from a connection of its own


# --- the log ---


def test_the_log_is_there_before_the_first_byte(officer: Client, petition: Petition, make: Make) -> None:
    make.signature(petition)
    response: Any = officer.post(
        address(petition), {"purpose": "delivery", "note": "for the mayor"}, REMOTE_ADDR="192.0.2.7"
    )
    log = _seen_from_elsewhere()
    assert log == ("delivery", "for the mayor", 1, 0, None, False, "192.0.2.7", HEADER)
    body(response)
    done = ExportLog.objects.get()
    assert done.person.email == "dario@example.org"
    assert (done.rows_sent, done.aborted) == (1, False)
    assert done.finished_at and done.finished_at >= done.started_at


def _seen_from_elsewhere() -> tuple[Any, ...]:
    """What another connection sees: only what is committed."""
    other = psycopg2.connect(**connection.get_connection_params())
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT purpose, note, rows_expected, rows_sent, finished_at, aborted, host(address), columns"
                " FROM petitions_exportlog"
            )
            (row,) = cursor.fetchall()
    finally:
        other.close()
    return tuple(row)


def test_count_and_rows_are_of_one_moment(officer: Client, petition: Petition, make: Make) -> None:
    make.signature(petition)
    response: Any = officer.post(address(petition), {"purpose": "analysis"})
    make.signature(petition, name="Came later")
    assert body(response).count("\n") == 2
    log = ExportLog.objects.get()
    assert (log.rows_expected, log.rows_sent) == (1, 1)


@pytest.fixture
def crowd(petition: Petition, make: Make) -> int:
    """Enough rows for many chunks: copies of one signature, made by Postgres."""
    first = make.signature(petition)
    with connection.cursor() as cursor:
        cursor.execute(_CROWD, {"link": first.link_id})
    return Signature.objects.count()


def _all_but(model: type[Model], *names: str) -> str:
    return ", ".join(str(field.column) for field in model._meta.concrete_fields if field.name not in names)


_LINK = _all_but(Link, "id", "code")
_SIGNATURE = _all_but(Signature, "id", "link", "email_key")
_CROWD = f"""
WITH copied AS (
    INSERT INTO causes_link (code, {_LINK})
    SELECT 'L' || n, {_LINK} FROM causes_link, generate_series(1, 20000) n WHERE id = %(link)s RETURNING id
)
INSERT INTO petitions_signature (link_id, email_key, {_SIGNATURE})
SELECT copied.id, copied.id, {_SIGNATURE} FROM copied, (SELECT {_SIGNATURE} FROM petitions_signature) s
"""


def test_many_rows_come_in_pieces_and_all_of_them(officer: Client, petition: Petition, crowd: int) -> None:
    response: Any = officer.post(address(petition), {"purpose": "delivery"})
    pieces = list(response.streaming_content)
    assert len(pieces) > 10
    assert max(map(len, pieces)) < 2 * 64 * 1024
    assert b"".join(pieces).count(b"\n") == crowd + 1
    assert ExportLog.objects.get().rows_sent == crowd


def test_a_reader_who_goes_away_is_written_down(officer: Client, petition: Petition, crowd: int) -> None:
    response: Any = officer.post(address(petition), {"purpose": "delivery"})
    taken = b"".join(itertools.islice(response.streaming_content, 3))
    response.close()  # what a web server does when the connection is gone
    log = ExportLog.objects.get()
    assert log.aborted
    assert log.finished_at
    assert 0 < log.rows_sent <= taken.count(b"\n") < crowd
    wait_until(lambda: not _open_copies(), "the copy to end at the database", 10)


def test_a_reader_who_never_came_is_written_down(officer: Client, petition: Petition) -> None:
    officer.post(address(petition), {"purpose": "delivery"}).close()
    log = ExportLog.objects.get()
    assert (log.aborted, log.rows_sent) == (True, 0)
    wait_until(lambda: not _open_copies(), "the copy to end at the database", 10)


def test_a_broken_database_breaks_the_file_off(officer: Client, petition: Petition, crowd: int) -> None:
    """Half a file must not look like a whole one: the transfer fails instead of ending."""
    response: Any = officer.post(address(petition), {"purpose": "delivery"})
    pieces: Iterator[bytes] = iter(response.streaming_content)
    next(pieces)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE '%%COPY (%%' AND pid <> pg_backend_pid() AND datname = current_database()"
        )
    with pytest.raises(psycopg2.Error):
        list(pieces)
    assert ExportLog.objects.get().aborted


def _open_copies() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state <> 'idle' AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def test_a_log_row_cannot_be_rolled_back(petition: Petition, make: Make) -> None:
    """Inside somebody's transaction there is no export at all."""
    log = ExportLog(petition=petition, person=person(), purpose="delivery")
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        streaming.begin(log, clock.now)


def test_why_is_read_in_the_language_of_whoever_reads(
    officer: Client, petition: Petition, make: Make
) -> None:
    """It is written in that of whoever took the names, or in none, by a worker."""
    User.objects.update(language="es")
    for how in ({}, {"background": "1"}):
        officer.post(address(petition), {"purpose": "analysis", **how}).close()
    with translation.override("es"):
        files.write_due(clock.now)
    assert set(Audit.objects.values_list("reason", flat=True)) == {"counting and analysis"}
    for language, words in (("en", "counting and analysis"), ("es", "contar y analizar")):
        User.objects.update(language=language)
        page = officer.get("/admin/accounts/audit/")
        assert page.content.decode().count(words) == 2


def test_nobody_edits_or_deletes_the_log(officer: Client, petition: Petition) -> None:
    body(officer.post(address(petition), {"purpose": "delivery"}))
    log = ExportLog.objects.get()
    boss = signed_in(User.objects.create_superuser("admin@example.org"))
    for client in (officer, boss):
        one = f"/admin/petitions/exportlog/{log.pk}"
        assert client.get(f"{one}/change/").status_code == 200
        assert client.post(f"{one}/change/", {"purpose": "analysis"}).status_code == 403
        assert client.post(f"{one}/delete/", {"post": "yes"}).status_code == 403
        client.post(
            "/admin/petitions/exportlog/",
            {"action": "delete_selected", "_selected_action": log.pk, "post": "yes"},
        )
    assert ExportLog.objects.get().purpose == "delivery"
