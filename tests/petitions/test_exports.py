"""Taking signatures out: who may, what is in the file, and what the log says. On real snapshots."""

import csv
import datetime as dt
import io
import itertools
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client

from accounts import clock
from accounts.models import Organisation, Role, User
from causes.models import Link, Status
from petitions import exports
from petitions.models import ExportLog, Petition, Signature
from tests.makers import NOW, Make

pytestmark = pytest.mark.django_db(transaction=True)  # the export looks from a connection of its own

HEADER = (
    "signed_at,confirmed_at,status,name,email,postcode,language,channel,generation,updates,consent_version"
)


@pytest.fixture
def make(transactional_db: None) -> Make:
    return Make()


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def person(*roles: tuple[Organisation, Role], email: str = "dario@example.org") -> User:
    """Without a password: hashing one takes longer than an export."""
    user = User.objects.create_user(email, is_staff=True)
    for organisation, role in roles:
        user.memberships.create(organisation=organisation, role=role)
    return user


@pytest.fixture
def officer(make: Make, petition: Petition) -> Client:
    return signed_in(person((petition.organisation, Role.DATA_OFFICER)))


def address(petition: Petition) -> str:
    return f"/admin/petitions/petition/{petition.pk}/export/"


def body(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


def rows(officer: Client, petition: Petition, purpose: str = "updates") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(officer.post(address(petition), {"purpose": purpose})))))


# --- who may ---


@pytest.mark.parametrize("role", [Role.OWNER, Role.ORGANISER, Role.VIEWER])
def test_other_roles_are_refused(make: Make, petition: Petition, role: Role) -> None:
    make.signature(petition)
    client = signed_in(person((petition.organisation, role)))
    assert client.get(address(petition)).status_code == 403
    assert client.post(address(petition), {"purpose": "delivery"}).status_code == 403
    assert not ExportLog.objects.exists()
    assert (
        address(petition)
        not in client.get(f"/admin/petitions/petition/{petition.pk}/change/").content.decode()
    )


def test_a_site_administrator_is_refused_until_they_take_the_role_visibly(
    make: Make, petition: Petition
) -> None:
    boss = User.objects.create_superuser("admin@example.org")
    assert signed_in(boss).post(address(petition), {"purpose": "delivery"}).status_code == 403
    boss.memberships.create(organisation=petition.organisation, role=Role.DATA_OFFICER)
    assert HEADER in body(signed_in(boss).post(address(petition), {"purpose": "delivery"}))


def test_another_organisation_s_data_officer_finds_nothing(make: Make, petition: Petition) -> None:
    client = signed_in(person((make.organisation(), Role.DATA_OFFICER)))
    assert client.post(address(petition), {"purpose": "delivery"}).status_code == 404


def test_an_officer_here_is_none_there(make: Make, petition: Petition) -> None:
    """A data officer of one organisation who only organises in another."""
    there = make.petition()
    somebody = person((petition.organisation, Role.DATA_OFFICER), (there.organisation, Role.ORGANISER))
    assert signed_in(somebody).post(address(there), {"purpose": "delivery"}).status_code == 403


# --- the page ---


def test_the_page_asks_and_shows_how_many(officer: Client, petition: Petition, make: Make) -> None:
    make.signature(petition, name="Dolores Peña", email="dolores@gmail.com", updates=False)
    make.signature(petition)
    make.pending(petition)
    page = officer.get(address(petition)).content.decode()
    assert "<strong>2</strong> confirmed signatures" in page
    assert "d•••@g•••" in page
    assert "Dolores" not in page and "dolores@" not in page
    assert not ExportLog.objects.exists()


def test_no_purpose_no_file(officer: Client, petition: Petition) -> None:
    for purpose in ("", "curiosity"):
        response: Any = officer.post(address(petition), {"purpose": purpose})
        assert response.status_code == 422
        assert "Please say what you will do with the file" in response.content.decode()
    assert not ExportLog.objects.exists()


# --- the file ---


def test_columns_and_times_are_exactly_these(officer: Client, petition: Petition, make: Make) -> None:
    first = make.signature(petition, name="José Nuñez, Jr.", email="jose@example.net", postcode="85701")
    make.signature(
        petition, parent=first, channel="whatsapp", name="Ana", updates=False, language="es",
        now=NOW + dt.timedelta(hours=1, microseconds=5),
    )  # fmt: skip
    Signature.objects.filter(pk=first.pk).update(confirmed_at=NOW + dt.timedelta(minutes=3, seconds=4))
    response: Any = officer.post(address(petition), {"purpose": "updates"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="signatures-clinic-' in response["Content-Disposition"]
    version = first.consent.version
    assert body(response) == (
        f"{HEADER}\n"
        '2026-11-22T12:00:00Z,2026-11-22T12:03:04Z,confirmed,"José Nuñez, Jr.",'
        f"jose@example.net,85701,en,direct,1,yes,{version}\n"
        f'2026-11-22T13:00:00Z,2026-11-22T13:00:00Z,confirmed,Ana,"",85701,es,whatsapp,2,no,{version}\n'
    )


def test_no_names_make_a_header(officer: Client, petition: Petition) -> None:
    assert body(officer.post(address(petition), {"purpose": "analysis"})) == f"{HEADER}\n"
    log = ExportLog.objects.get()
    assert (log.rows_expected, log.rows_sent, log.aborted) == (0, 0, False)


def test_only_confirmed_names(officer: Client, petition: Petition, make: Make) -> None:
    make.signature(petition, name="Stays")
    for status in set(Status.values) - {Status.CONFIRMED}:
        Signature.objects.filter(pk=make.signature(petition).pk).update(status=status)
    make.signature(make.petition(petition.cause), name="Signed another one")
    assert [row["name"] for row in rows(officer, petition, "delivery")] == ["Stays"]


@pytest.mark.parametrize("purpose", ExportLog.Purpose.values)
def test_an_address_needs_a_yes_or_a_delivery(
    officer: Client, petition: Petition, make: Make, purpose: str
) -> None:
    make.signature(petition, email="yes@example.net", updates=True)
    make.signature(petition, email="no@example.net", updates=False)
    shown = [row["email"] for row in rows(officer, petition, purpose)]
    assert shown == ["yes@example.net", "no@example.net" if purpose == "delivery" else ""]


FORMULAS = [
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "   =1",
    "\u00a0=1",
    "\u3000 +1",
    "\u200b@x",
    "＝1",
    "－1",
]
ORDINARY = ["Ana", "O'Neill", "José María", "李小龍", "Ana = Berta", "", '"quoted", too', "a\nb"]


def test_formulas_are_defused(officer: Client, petition: Petition, make: Make) -> None:
    """The form would refuse most of these today; what is in the table must be safe all the same."""
    for typed in FORMULAS:
        signature = make.signature(petition)
        email = f"{typed}@{signature.pk}.example"
        Signature.objects.filter(pk=signature.pk).update(name=typed, postcode=typed[:12], email=email)
    found = rows(officer, petition, "delivery")
    assert [row["name"] for row in found] == [f"'{typed}" for typed in FORMULAS]
    assert [row["postcode"] for row in found] == [f"'{typed[:12]}" for typed in FORMULAS]
    assert all(row["email"].startswith(f"'{typed}@") for row, typed in zip(found, FORMULAS, strict=True))


def test_ordinary_names_stay_as_they_are(officer: Client, petition: Petition, make: Make) -> None:
    for typed in ORDINARY:
        Signature.objects.filter(pk=make.signature(petition).pk).update(name=typed)
    assert [row["name"] for row in rows(officer, petition)] == ORDINARY


def test_a_mark_for_excel_on_request(officer: Client, petition: Petition) -> None:
    response: Any = officer.post(address(petition), {"purpose": "analysis", "with_bom": "on"})
    assert b"".join(response.streaming_content) == b"\xef\xbb\xbf" + HEADER.encode() + b"\n"


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
    assert _open_copies() == 0


def test_a_reader_who_never_came_is_written_down(officer: Client, petition: Petition) -> None:
    officer.post(address(petition), {"purpose": "delivery"}).close()
    log = ExportLog.objects.get()
    assert (log.aborted, log.rows_sent) == (True, 0)
    assert _open_copies() == 0


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
            " AND state <> 'idle' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def test_a_log_row_cannot_be_rolled_back(petition: Petition, make: Make) -> None:
    """Inside somebody's transaction there is no export at all."""
    log = ExportLog(petition=petition, person=person(), purpose="delivery")
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        exports.begin(log, clock.now)


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
