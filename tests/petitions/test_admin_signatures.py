"""Signatures to be looked up: masked, not to be changed, and quick."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.auditing import hash_of
from accounts.models import Audit, Organisation, Role, User
from petitions.models import Petition, Signature
from tests.makers import NOW, Make

HOUR = dt.timedelta(hours=1)
LIST = "/admin/petitions/signature/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def organisation(petition: Petition) -> Organisation:
    return petition.organisation


@pytest.fixture
def organiser(make: Make, organisation: Organisation) -> Client:
    return signed_in(make.user((organisation, Role.ORGANISER)))


def test_addresses_are_masked_everywhere(organiser: Client, petition: Petition, make: Make) -> None:
    signature = make.signature(petition, name="Dolores Peña", email="dolores@gmail.com")
    for address in (LIST, f"{LIST}{signature.pk}/change/"):
        page = organiser.get(address).content.decode()
        assert "Dolores Peña" in page
        assert "d•••@g•••" in page
        assert "dolores@" not in page


@pytest.mark.parametrize(
    "lookup", ["email__startswith", "email", "email_key__contains", "supporter__email__gt"]
)
def test_the_mask_cannot_be_lifted_letter_by_letter(
    organiser: Client, petition: Petition, make: Make, lookup: str
) -> None:
    """What is no field of the form asks nothing: the answer is the same for a right guess and a wrong one."""
    make.signature(petition, email="dolores@gmail.com")
    assert names(organiser, **{lookup: "d"}) == names(organiser, **{lookup: "x"}) != set()


def test_nothing_can_be_changed(organiser: Client, petition: Petition, make: Make) -> None:
    signature = make.signature(petition)
    assert organiser.get(f"{LIST}add/").status_code == 403
    assert organiser.post(f"{LIST}{signature.pk}/change/", {"name": "Else"}).status_code == 403
    assert organiser.post(f"{LIST}{signature.pk}/delete/", {"post": "yes"}).status_code == 403
    boss = signed_in(User.objects.create_superuser("admin@example.org"))
    assert boss.post(f"{LIST}{signature.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_viewer_reads_no_names(make: Make, organisation: Organisation, petition: Petition) -> None:
    make.signature(petition)
    viewer = signed_in(make.user((organisation, Role.VIEWER)))
    assert viewer.get(LIST).status_code == 403
    assert LIST not in viewer.get("/admin/").content.decode()


def names(client: Client, **query: Any) -> set[str]:
    return {row.name for row in client.get(LIST, query).context["rows"]}


def test_filters_and_search(organiser: Client, petition: Petition, make: Make) -> None:
    first = make.signature(petition, name="Ana", email="ana@example.net", postcode="85701")
    make.signature(petition, parent=first, name="Berta", channel="whatsapp", now=NOW - HOUR)
    make.pending(petition, name="Carla", postcode="99501", now=NOW - 2 * HOUR)
    assert names(organiser) == {"Ana", "Berta", "Carla"}
    assert names(organiser, channel="whatsapp") == {"Berta"}
    assert names(organiser, status="pending") == {"Carla"}
    assert names(organiser, q="CAR") == {"Carla"}
    assert names(organiser, q="arla") == set()
    assert names(organiser, q="car", status="confirmed") == set()
    assert names(organiser, q="ANA@example.net") == {"Ana"}
    assert names(organiser, q="na@example.net") == set()
    assert names(organiser, place="995") == names(organiser, place="us-ak") == {"Carla"}
    assert names(organiser, place="857", channel="direct") == {"Ana"}


def test_a_window_is_in_the_time_of_the_petition(organiser: Client, petition: Petition, make: Make) -> None:
    petition.time_zone = "America/Phoenix"  # 12:00 UTC is 05:00 there
    petition.save()
    make.signature(petition, name="Ana", now=NOW)
    make.signature(petition, name="Berta", now=NOW - HOUR)
    assert names(organiser, since="2026-11-22T05:00") == {"Ana"}
    assert names(organiser, until="2026-11-22T05:00") == {"Berta"}
    assert names(organiser, since="2026-11-22T04:00", until="2026-11-22T05:00", channel="direct") == {"Berta"}
    assert "2026-11-22T05:00" in organiser.get(LIST, {"since": "2026-11-22T05:00"}).content.decode()


def test_each_name_stands_on_one_page(
    organiser: Client, petition: Petition, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All came in the same moment with the same name: only their numbers tell them apart."""
    monkeypatch.setattr("petitions.signatories.PAGE", 3)
    monkeypatch.setattr("petitions.signatories.LOOKED", 2)
    monkeypatch.setattr("petitions.signatories.LOOKED_BY_NAME", 2)
    everybody = {make.signature(petition, name="Ana").pk for _ in range(7)}
    for query in ({}, {"q": "ana"}, {"channel": "direct"}, {"q": "ana", "channel": "direct"}):
        seen, page = [], organiser.get(LIST, query)
        while True:
            seen += [row.pk for row in page.context["rows"]]
            if not page.context["further"]:
                break
            page = organiser.get(page.context["further"])
        assert sorted(seen) == sorted(everybody), query


def test_a_rare_name_is_looked_for_a_stretch_at_a_time(
    organiser: Client, petition: Petition, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("petitions.signatories.LOOKED", 4)
    make.signature(petition, name="Ana", postcode="99501", now=NOW - HOUR)
    for _ in range(7):
        make.signature(petition)
    page = organiser.get(LIST, {"place": "995"})
    assert not page.context["rows"] and "Look further" in page.content.decode()
    further = organiser.get(page.context["further"])
    assert [row.name for row in further.context["rows"]] == ["Ana"]
    assert not further.context["further"]


def test_one_mailbox_is_found_in_all_ones_own_petitions(
    organiser: Client, petition: Petition, make: Make
) -> None:
    other, foreign = make.petition(petition.cause), make.petition()
    for where, name in ((petition, "Ana here"), (other, "Ana there"), (foreign, "Ana elsewhere")):
        make.signature(where, name=name, email="a.na@gmail.com")
    front = organiser.get(LIST)
    assert {each.title for each, _held in front.context["petitions"]} == {petition.title, other.title}
    assert names(organiser, q="ana+x@googlemail.com") == {"Ana here", "Ana there"}
    assert organiser.get(LIST, {"petition": foreign.pk}).status_code == 404
    assert names(organiser, q="ana@") == set()


@pytest.mark.parametrize(
    "query",
    [
        {"after": "x"}, {"after": "9" * 17 + ".1"}, {"after": "1.2", "q": "a"}, {"since": "yesterday"},
        {"status": "x"}, {"petition": "x"}, {"petition": "9" * 30}, {"q": "\x00"}, {"q": "%_\\"},
        {"place": "'"},
    ],
)  # fmt: skip
def test_nonsense_is_no_error(organiser: Client, petition: Petition, make: Make, query: Any) -> None:
    make.signature(petition)
    assert organiser.get(LIST, query).status_code in (200, 404)


def test_nothing_is_counted_and_nothing_is_skipped(organiser: Client, petition: Petition, make: Make) -> None:
    """Counting a million rows takes longer than showing fifty; only what is held is counted, to 1,000."""
    make.signature(petition)
    with CaptureQueriesContext(connection) as queries:
        organiser.get(LIST, {"petition": petition.pk})
    about = [query["sql"] for query in queries if '"petitions_signature"' in query["sql"]]
    assert [sql for sql in about if "COUNT(" in sql and "LIMIT 1001" not in sql] == []
    assert [sql for sql in about if "OFFSET" in sql] == []


def test_an_address_is_revealed_by_a_press_and_the_log_says_who(
    organiser: Client, petition: Petition, make: Make
) -> None:
    row = make.signature(petition, email="dolores@gmail.com")
    assert organiser.get(f"{LIST}{row.pk}/reveal/").status_code == 405
    assert not Audit.objects.exists()
    answer = organiser.post(f"{LIST}{row.pk}/reveal/")
    assert "dolores@gmail.com" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    line = Audit.objects.get()
    assert (line.action, line.about) == ("reveal", hash_of(petition.organisation_id, row.email_key))
    assert "dolores@" not in organiser.get(f"{LIST}{row.pk}/change/").content.decode()


def test_one_name_is_struck_put_back_and_released(organiser: Client, petition: Petition, make: Make) -> None:
    row = make.signature(petition)

    def judged(verb: str) -> str:
        assert organiser.post(f"{LIST}{row.pk}/judge/", {"verb": verb}).status_code == 303
        return str(Signature.objects.get(pk=row.pk).status)

    assert judged("strike") == "invalid"
    assert judged("restore") == "confirmed"
    assert judged("release") == judged("") == judged("delete") == "confirmed"
    Signature.objects.filter(pk=row.pk).update(status="held", confirmed_at=None)
    assert judged("release") == "pending"
    assert [line.action for line in Audit.objects.order_by("pk")] == ["invalidate", "restore", "release"]


def test_who_reads_names_does_not_strike_them(
    make: Make, organisation: Organisation, petition: Petition
) -> None:
    row = make.signature(petition)
    officer = signed_in(make.user((organisation, Role.DATA_OFFICER)))
    assert 'value="strike"' not in officer.get(f"{LIST}{row.pk}/change/").content.decode()
    assert officer.post(f"{LIST}{row.pk}/judge/", {"verb": "strike"}).status_code == 403
    assert Signature.objects.get().status == "confirmed"
