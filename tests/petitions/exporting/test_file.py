"""What is in the file: these columns, only confirmed names, nothing that a spreadsheet would run."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from causes import wording
from causes.models import State, Status
from petitions.exporting.copying import counts, sample
from petitions.models import ExportLog, Petition, Signature
from sharing.erasure import erase
from tests.makers import NOW, Make
from tests.petitions.exporting.cast import COUNTING, HEADER, address, body, rows

pytestmark = pytest.mark.django_db(transaction=True)  # the export looks from a connection of its own

# --- the file ---


def test_columns_and_times_are_exactly_these(officer: Client, petition: Petition, make: Make) -> None:
    first = make.signature(petition, name="José Nuñez, Jr.", email="jose@example.net", country="US")
    make.signature(
        petition, parent=first, channel="whatsapp", name="Ana", updates=False, language="es",
        now=NOW + dt.timedelta(hours=1, microseconds=5),
    )  # fmt: skip
    Signature.objects.filter(pk=first.pk).update(confirmed_at=NOW + dt.timedelta(minutes=3, seconds=4))
    response: Any = officer.post(address(petition), {"purpose": "updates"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="signatures-clinic-' in response["Content-Disposition"]
    words = f"petition en {first.consent.version}"
    assert body(response) == (
        f"{HEADER}\n"
        '2026-11-22T12:00:00Z,2026-11-22T12:03:04Z,confirmed,"José Nuñez, Jr.",'
        f'jose@example.net,85701,US,US-AZ,en,direct,"",1,yes,yes,{words},2026-11-22T12:00:00Z,'
        '"consent: signing, updates",\n'
        '2026-11-22T13:00:00Z,2026-11-22T13:00:00Z,confirmed,Ana,"",85701,"",US-AZ,es,whatsapp,"",2,yes,no,'
        f"{words},2026-11-22T13:00:00Z,consent: signing,\n"
    )  # no version of the petition's words was kept


def test_each_name_comes_with_the_words_it_signed(officer: Client, petition: Petition, make: Make) -> None:
    wording.record(petition, NOW)
    make.signature(petition)
    petition.title = "Other words"
    petition.save()
    wording.record(petition, NOW)
    make.signature(petition)
    assert [row["wording_version"] for row in rows(officer, petition, "analysis")] == ["en 1", "en 2"]


def test_no_names_make_a_header(officer: Client, petition: Petition) -> None:
    assert body(officer.post(address(petition), {"purpose": "updates"})) == f"{HEADER}\n"
    log = ExportLog.objects.get()
    assert (log.rows_expected, log.rows_sent, log.aborted) == (0, 0, False)


def test_only_confirmed_names(officer: Client, petition: Petition, make: Make) -> None:
    make.signature(petition, name="Stays")
    for status in set(Status.values) - {Status.CONFIRMED}:
        Signature.objects.filter(pk=make.signature(petition).pk).update(status=status)
    make.signature(make.petition(petition.cause), name="Signed another one")
    assert [row["name"] for row in rows(officer, petition, "delivery")] == ["Stays"]


def test_who_was_erased_after_the_handover_is_in_no_file(
    officer: Client, petition: Petition, make: Make
) -> None:
    make.signature(petition, name="Stays")
    erased = make.signature(petition)
    Petition.objects.filter(pk=petition.pk).update(state=State.DELIVERED)
    erase(erased.supporter, NOW)
    assert [row["name"] for row in rows(officer, petition, "verification")] == ["Stays"]
    assert ExportLog.objects.get().rows_expected == counts(petition).rows == len(sample(petition)) == 1


def test_whoever_counts_gets_no_names(officer: Client, petition: Petition, make: Make) -> None:
    make.signature(petition)
    assert body(officer.post(address(petition), {"purpose": "analysis"})).startswith(f"{COUNTING}\n")
    assert ExportLog.objects.get().columns == COUNTING


@pytest.mark.parametrize("purpose", ["updates", "delivery", "verification"])
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
    Petition.objects.filter(pk=petition.pk).update(given="postcodes")
    found = rows(officer, petition, "verification")
    assert [row["name"] for row in found] == [f"'{typed}" for typed in FORMULAS]
    assert [row["postcode"] for row in found] == [f"'{typed[:12]}" for typed in FORMULAS]
    assert all(row["email"].startswith(f"'{typed}@") for row, typed in zip(found, FORMULAS, strict=True))


def test_ordinary_names_stay_as_they_are(officer: Client, petition: Petition, make: Make) -> None:
    for typed in ORDINARY:
        Signature.objects.filter(pk=make.signature(petition).pk).update(name=typed)
    assert [row["name"] for row in rows(officer, petition)] == ORDINARY


def test_a_mark_for_excel_on_request(officer: Client, petition: Petition) -> None:
    response: Any = officer.post(address(petition), {"purpose": "updates", "with_bom": "on"})
    assert b"".join(response.streaming_content) == b"\xef\xbb\xbf" + HEADER.encode() + b"\n"
