"""Somebody asks what is held about them: looked up, given, taken off, erased; each step is written down."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from accounts import clock, suppression
from accounts.auditing import hash_of
from accounts.models import Audit, Role, Suppressed
from causes import letters, wording
from causes.forgetting import forget
from causes.models import Page, Signed, State, Status
from petitions import reports
from petitions.models import ExportLog, Petition, Report, Signature
from sharing.my_data import data_of
from tests.makers import NOW, Make
from tests.petitions.exporting.cast import signed_in

EMAIL, NAME = "maria.lopez@example.net", "María López"
DESK, PERSON = "/admin/accounts/suppressed/", "/admin/accounts/suppressed/person/"


@pytest.fixture
def petition(make: Make) -> Petition:
    petition = make.petition(title="Keep the clinic open")
    wording.record(petition, NOW)
    return petition


@pytest.fixture
def maria(make: Make, petition: Petition) -> Signed:
    return make.signature(petition, name=NAME, email=EMAIL, postcode="85799", now=clock.now())


@pytest.fixture
def officer(make: Make, petition: Petition) -> Client:
    return signed_in(make.user((petition.organisation, Role.DATA_OFFICER), email="dario@example.org"))


def ask(client: Client, petition: Petition, email: str = EMAIL, **more: str) -> Any:
    return client.post(PERSON, {"email": email, "organisation": petition.organisation_id, **more})


def actions() -> list[str]:
    return list(Audit.objects.order_by("pk").values_list("action", flat=True))


def test_all_of_it_on_one_page_and_in_the_log(
    officer: Client, make: Make, petition: Petition, maria: Signed
) -> None:
    make.signature(make.cause(petition.organisation, title="Clean water"), email="Maria.Lopez@example.net")
    make.signature(make.petition(title="Somebody else's"), name="María elsewhere", email=EMAIL)
    log = ExportLog.objects.create(
        petition=petition, person=make.user(name="Dolores Exporter"), purpose="delivery",
        started_at=clock.now(),
    )  # fmt: skip
    page = ask(officer, petition, "MARIA.LOPEZ@example.net").content.decode()
    for found in (NAME, "85799", "Keep the clinic open", "Clean water", "I sign this petition", "version 1"):
        assert found in page
    assert maria.link.code in page and str(log.person) in page and "confirm your name" in page
    assert "Somebody else" not in page and "elsewhere" not in page
    [line] = Audit.objects.all()
    assert (line.action, line.actor and line.actor.email) == ("look_up", "dario@example.org")
    assert line.about == hash_of(petition.organisation_id, maria.email_key)
    assert EMAIL not in str(line.__dict__)


def test_given_as_a_file(officer: Client, petition: Petition, maria: Signed) -> None:
    answer = ask(officer, petition, json="1")
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    data = json.loads(answer.content)
    [signed] = data["signed"]
    assert signed["email"] == EMAIL and data["person"]["name"] == NAME
    assert signed["words_signed"]["number"] == 1
    assert signed["words_signed"]["title"] == "Keep the clinic open"
    assert signed["consent"]["given_at"] == signed["signed_at"]
    assert actions() == ["person_data"]


def test_taken_off(officer: Client, petition: Petition, maria: Signed) -> None:
    page = ask(officer, petition, take_off=maria.link.code).content.decode()
    assert "The name is off" in page
    maria.refresh_from_db()
    assert maria.status == Status.WITHDRAWN
    again = ask(officer, petition, take_off=maria.link.code).content.decode()
    assert "not possible any more" in again
    assert actions() == ["withdraw"]


def test_erased_with_a_receipt_that_says_what_went(
    officer: Client, make: Make, petition: Petition, maria: Signed
) -> None:
    won = make.signature(make.petition(petition.cause), email=EMAIL)
    Page.objects.filter(pk=won.page.pk).update(state=State.WON)
    asked = ask(officer, petition, erase="ask").content.decode()
    assert "Erase for ever" in asked
    assert Signature.objects.filter(email=EMAIL).count() == 2, "asking erases nothing"
    assert actions() == []
    page = ask(officer, petition, erase="yes").content.decode()
    assert "<dt>names erased</dt><dd>1</dd>" in page
    assert "handed over before</dt><dd>1</dd>" in page
    assert not Signature.objects.filter(email=EMAIL).exists()
    assert actions() == ["erase"]
    assert suppression.is_suppressed(petition.organisation_id, maria.email_key)
    while letters.send_due(clock.now):
        pass  # the receipt is the last row that knows the address
    assert "Nothing is held. This mailbox was erased" in ask(officer, petition).content.decode()
    listed = officer.get(DESK).content.decode()
    assert EMAIL not in listed and str(petition.organisation) in listed


def test_who_never_signed_can_ask_to_stay_out(officer: Client, petition: Petition) -> None:
    page = ask(officer, petition, "stranger@example.net").content.decode()
    assert "Nothing is held about this address" in page
    ask(officer, petition, "stranger@example.net", erase="yes")
    assert suppression.is_suppressed(petition.organisation_id, "stranger@example.net")


def test_nobody_is_told_who_reported_them(officer: Client, petition: Petition, maria: Signed) -> None:
    """The report is in the person's own file and goes with an erasure, but the organisation never sees it."""
    told = reports.Told(Report.Kind.FALSE, "They lie about the clinic.", "Maria.Lopez@example.net")
    reports.take(petition, told, "en", clock.now(), suspect=False)
    for answer in (ask(officer, petition), ask(officer, petition, json="1")):
        assert "They lie" not in answer.content.decode()
    [own] = data_of(maria.supporter, clock.now())["reports"]
    assert own["words"] == "They lie about the clinic."
    ask(officer, petition, erase="yes")
    assert Report.objects.get().email == ""


def test_who_may(make: Make, petition: Petition, maria: Signed) -> None:
    """Owner and data officer; nobody else, no administrator, and nobody of another organisation."""
    here = petition.organisation
    for role, status in (("owner", 200), ("organiser", 403), ("viewer", 403)):
        client = signed_in(make.user((here, Role(role))))
        assert client.get(DESK).status_code == status
        answer = ask(client, petition)
        assert (NAME in answer.content.decode()) == (status == 200), role
    there = signed_in(make.user((make.organisation(), Role.DATA_OFFICER)))
    assert ask(there, petition).status_code == 422
    boss = signed_in(make.user(is_superuser=True, email="boss@example.org"))
    assert NAME not in ask(boss, petition).content.decode()
    assert actions() == ["look_up"]


def test_what_is_no_address_is_said(officer: Client, petition: Petition) -> None:
    for typed in ("", "maria", "maria@", "a" * 300 + "@example.net"):
        answer = ask(officer, petition, typed)
        assert answer.status_code == 422, typed
        assert 'role="alert"' in answer.content.decode()
    assert officer.get(PERSON).status_code == 405
    assert actions() == [] and not Suppressed.objects.exists()


def test_the_dry_run_says_what_the_round_will_do(
    officer: Client, make: Make, petition: Petition, maria: Signed
) -> None:
    """Per petition: when and how many. Then the round does exactly that."""
    over = make.petition(petition.cause, title="Long over", keep_months=1)
    for _ in range(3):
        make.signature(over)
    Page.objects.filter(pk=over.pk).update(state=State.WON, closed_at=clock.now() - dt.timedelta(days=40))
    make.petition(title="Somebody else's")
    page = officer.get(f"{DESK}retention/").content.decode()
    rows = [" ".join(strip_tags(row).split()) for row in page.split("<tr")[2:]]
    [due] = [row for row in rows if "Long over" in row]
    assert due.endswith("within the hour3")
    assert any("Keep the clinic open" in row and "has not closed yet" in row for row in rows)
    assert "Somebody else" not in page
    assert Signature.objects.exclude(email="").count() == 4, "looking changes nothing"
    assert forget(clock.now()).names == 3
    again = officer.get(f"{DESK}retention/").content.decode()
    assert "Long over" not in again
    viewer = signed_in(make.user((petition.organisation, Role.VIEWER)))
    assert viewer.get(f"{DESK}retention/").status_code == 403
