"""Which rows: what was chosen, what is shown, what the log keeps and what is in the file are one thing."""

import datetime as dt
import gzip
from typing import Any

import pytest
from django.test import Client

from causes import counting
from causes.models import Status
from petitions.exporting.columns import COLUMNS
from petitions.models import ExportLog, Petition, Signature
from tests.makers import NOW, Make
from tests.petitions.exporting.cast import address, body, rows

pytestmark = pytest.mark.django_db(transaction=True)  # the export looks from a connection of its own

CHOICES: dict[str, tuple[dict[str, str], set[str]]] = {
    "day": ({"since": "2026-11-23", "until": "2026-11-23"}, {"next day"}),
    "from a day on": ({"since": "2026-11-23"}, {"next day", "day after"}),
    "until a day": ({"until": "2026-11-22"}, {"plain", "mexican", "friend", "quiet"}),
    "place": ({"region": "US-AZ"}, {"plain", "friend", "next day", "day after", "quiet"}),
    "postcode": ({"postcode": "606"}, {"mexican"}),
    "language": ({"language": "es"}, {"mexican"}),
    "channel": ({"channel": "whatsapp"}, {"friend"}),
    "said yes": ({"consent": "yes"}, {"plain", "mexican", "friend", "next day", "day after"}),
    "said nothing": ({"consent": "no"}, {"quiet"}),
    "known before": ({"new": "no"}, {"day after"}),
    "several at once": ({"region": "US-AZ", "consent": "yes", "until": "2026-11-22"}, {"plain", "friend"}),
    "nobody": ({"language": "es", "channel": "whatsapp"}, set()),
}


@pytest.fixture
def cast(petition: Petition, make: Make) -> Petition:
    petition.time_zone = "America/Phoenix"
    petition.save()
    brought = make.partner(petition)
    make.signature(petition, name="plain")
    make.signature(petition, name="mexican", language="es", postcode="60601")
    make.signature(petition, parent=brought, channel="whatsapp", name="friend")
    # In Phoenix it is the 23rd from 7 o'clock UTC on.
    make.signature(petition, name="next day", now=dt.datetime(2026, 11, 24, 6, 59, tzinfo=dt.UTC))
    other = make.signature(make.petition(petition.cause), name="elsewhere")
    make.signature(
        petition, name="day after", email=other.email, now=dt.datetime(2026, 11, 24, 7, tzinfo=dt.UTC)
    )
    make.signature(petition, name="quiet", updates=False)
    return petition


def test_shown_logged_and_in_the_file(officer: Client, cast: Petition) -> None:
    counting.count_all(NOW)  # the journal knows which regions can be chosen
    for case, (chosen, names) in CHOICES.items():
        shown: Any = officer.post(address(cast), {"show": "1", **chosen})
        assert shown.context["counts"].rows == len(names), case
        assert not ExportLog.objects.exists()
        assert {row["name"] for row in rows(officer, cast, "verification", **chosen)} == names, case
        log = ExportLog.objects.get()
        assert (log.rows_expected, log.rows_sent) == (len(names), len(names)), case
        assert log.choice == {"status": "confirmed", **chosen}
        log.delete()


def test_by_partner(officer: Client, cast: Petition, make: Make) -> None:
    """Whoever stands in the line of the organisation's own link, with its name in the file."""
    friend = Signature.objects.select_related("link").get(name="friend")
    make.signature(cast, parent=friend, name="friend of friend")
    partner = str(friend.link.parent_id)
    found = rows(officer, cast, "verification", partner=partner)
    assert [(row["name"], row["partner"]) for row in found] == [
        ("friend", "La Raza Centro"),
        ("friend of friend", "La Raza Centro"),
    ]
    log = ExportLog.objects.get()
    page = officer.get(f"/admin/petitions/exportlog/{log.pk}/change/").content.decode()
    assert "Partner or mailing: La Raza Centro" in page


def test_what_is_not_confirmed_only_to_check(officer: Client, petition: Petition, make: Make) -> None:
    """And never with an address: nobody writes to somebody who has not said yes."""
    make.signature(petition, name="counts")
    make.pending(petition, name="waits")
    struck = make.signature(petition, name="struck")
    Signature.objects.filter(pk=struck.pk).update(status=Status.INVALID)
    for purpose in ("updates", "delivery", "analysis"):
        answer: Any = officer.post(address(petition), {"purpose": purpose, "status": "pending"})
        assert answer.status_code == 422
        assert "only to check the signatures" in answer.content.decode()
    assert not ExportLog.objects.exists()
    found = rows(officer, petition, "verification", status="any")
    assert [(row["name"], row["status"], bool(row["email"])) for row in found] == [
        ("counts", "confirmed", True),
        ("waits", "pending", False),
        ("struck", "invalid", False),
    ]
    assert [row["name"] for row in rows(officer, petition, "verification", status="invalid")] == ["struck"]


def test_days_in_the_wrong_order_are_said(officer: Client, petition: Petition) -> None:
    days = {"purpose": "updates", "since": "2026-11-23", "until": "2026-11-22"}
    answer: Any = officer.post(address(petition), days)
    assert answer.status_code == 422
    assert "This day is before the first" in answer.content.decode()


def test_what_is_not_offered_is_refused(officer: Client, petition: Petition) -> None:
    for strange in ({"region": "US-'; --"}, {"partner": "999999"}, {"status": "all"}, {"since": "soon"}):
        answer = officer.post(address(petition), {"purpose": "verification", **strange})
        assert answer.status_code == 422, strange
    assert not ExportLog.objects.exists()


def test_a_decision_maker_is_given_what_the_words_said(
    officer: Client, petition: Petition, make: Make
) -> None:
    Petition.objects.filter(pk=petition.pk).update(given="names")
    make.signature(petition, name="Ana", postcode="85701")
    (row,) = rows(officer, petition, "delivery")
    assert (row["name"], row["postcode"]) == ("Ana", "")
    Petition.objects.filter(pk=petition.pk).update(given="count")
    (row,) = rows(officer, petition, "delivery")
    assert (row["name"], row["postcode"]) == ("", "")
    assert rows(officer, petition, "verification")[0]["postcode"] == "85701"


def test_packed_it_is_the_same_file(officer: Client, petition: Petition, make: Make) -> None:
    make.signature(petition, name="José")
    plain = body(officer.post(address(petition), {"purpose": "verification"}))
    answer: Any = officer.post(address(petition), {"purpose": "verification", "zipped": "on"})
    assert answer["Content-Type"] == "application/gzip"
    assert answer["Content-Disposition"].endswith('.csv.gz"')
    assert gzip.decompress(b"".join(answer.streaming_content)).decode() == plain


def test_the_dictionary_has_every_column(officer: Client, petition: Petition) -> None:
    page = officer.get("/admin/petitions/exportfile/columns/").content.decode()
    for column in COLUMNS:
        assert f"<code>{column.name}</code>" in page
        assert str(column.says) and str(column.source)
    assert page.count("Not in a file for counting.") == 3
