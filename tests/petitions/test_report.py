"""Reporting a petition: anybody may, nobody is told who did, and the site's people decide."""

import datetime as dt
import html
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from causes.models import Change, State
from petitions import reports
from petitions.models import Petition, Report, Response
from tests.makers import NOW, Make
from tests.petitions.desk.cast import signed_in

FALSE = {"kind": "false", "words": "The clinic closed in 2019,\r\nnot in 2024."}
REPLY = {"kind": "reply", "words": "We keep it open **until June**.", "email": "mayor@city.example"}


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic", decision_maker="Mayor Romero")


def tell(phone: Client, said: dict[str, Any], **headers: str) -> Any:
    return phone.post("/p/clinic/report/", said, headers=headers)


def test_the_page_leads_to_it(phone: Client, petition: Petition) -> None:
    for language, path, words in (("en", "/p/clinic/", "Report this"), ("es", "/es/p/clinic/", "Avisar de")):
        page = phone.get(petition.public_path(language)).content.decode()
        assert f'href="{path}report/"' in page and words in page


def test_it_is_stored_and_thanked_for_without_an_account(phone: Client, petition: Petition) -> None:
    answer = tell(phone, FALSE)
    assert answer.status_code == 200
    assert "Thank you for telling us." in answer.content.decode()
    assert "within 3 working days" in answer.content.decode()
    assert not answer.cookies
    row = Report.objects.get()
    assert (row.petition, row.kind, row.email) == (petition, "false", "")
    assert (row.state, row.suspect, row.language) == ("open", False, "en")
    assert row.words == "The clinic closed in 2019,\nnot in 2024."


def test_looking_stores_nothing(phone: Client, petition: Petition) -> None:
    answer = phone.get("/p/clinic/report/")
    assert answer.status_code == 200 and answer["X-Robots-Tag"] == "noindex"
    assert "What is wrong with this petition?" in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"kind": ""}, "Choose what it is about."),
        ({"kind": "boring"}, "Choose what it is about."),
        ({"words": "  "}, "Tell us in a few words"),
        ({"words": "x" * 2001}, "2,000 characters fit"),
        ({"email": "maria@"}, "name@example.com"),
        ({"kind": "reply", "email": ""}, "We need an official address"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(
    phone: Client, petition: Petition, said: dict[str, str], told: str
) -> None:
    answer = tell(phone, {**FALSE, **said})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422 and told in page
    assert said.get("words", "The clinic closed").strip()[:20] in page
    assert not Report.objects.exists()


def test_two_thousand_letters_fit_however_lines_are_sent(phone: Client, petition: Petition) -> None:
    assert tell(phone, {**FALSE, "words": "\r\n".join(["x" * 9] * 200)}).status_code == 200


def test_the_trap_is_thanked_like_everybody_and_kept_apart(phone: Client, petition: Petition) -> None:
    free, caught = tell(phone, FALSE), tell(phone, {**FALSE, "website": "https://spam.example"})
    assert free.content == caught.content
    assert list(Report.objects.order_by("pk").values_list("suspect", flat=True)) == [False, True]


def test_another_site_cannot_send_it(phone: Client, petition: Petition) -> None:
    answer = tell(phone, FALSE, **{"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "The clinic closed in 2019" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_flood_is_told_when_to_come_back(phone: Client, petition: Petition, make: Make) -> None:
    """Counted over the whole site, by network."""
    for _ in range(100):
        tell(phone, {})
    assert tell(phone, FALSE).status_code == 429
    assert not Report.objects.exists()


@pytest.mark.parametrize("state", [State.DRAFT, State.HIDDEN, State.REJECTED])
def test_what_is_not_public_cannot_be_reported(phone: Client, make: Make, state: State) -> None:
    make.petition(slug="clinic", state=state)
    assert phone.get("/p/clinic/report/").status_code == tell(phone, FALSE).status_code == 404


# --- the desk ---


@pytest.fixture
def site(make: Make) -> Client:
    return signed_in(make.user((make.organisation(), Role.OWNER), is_superuser=True))


def test_organisers_are_not_told_who_finds_fault(phone: Client, make: Make, petition: Petition) -> None:
    tell(phone, FALSE)
    desk = signed_in(make.user((petition.organisation, Role.OWNER)))
    report = Report.objects.get()
    assert desk.get("/admin/petitions/report/").status_code == 403
    assert desk.get(f"/admin/petitions/report/{report.pk}/change/").status_code == 404
    assert desk.post(f"/admin/petitions/report/{report.pk}/answer/").status_code == 404
    assert "/admin/petitions/report/" not in desk.get("/admin/").content.decode()


def test_the_site_s_people_note_and_settle(phone: Client, site: Client, petition: Petition) -> None:
    tell(phone, {**FALSE, "email": "ana@example.net"})
    report = Report.objects.get()
    address = f"/admin/petitions/report/{report.pk}/change/"
    assert "not in 2024" in site.get(address).content.decode()
    answer = site.post(address, {"state": "dismissed", "note": "The dates are right."})
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.note) == ("dismissed", "The dates are right.")
    assert report.settled_at is not None
    site.post(address, {"state": "open", "note": ""})
    report.refresh_from_db()
    assert (report.state, report.note) == ("open", "")
    assert Report.objects.filter(settled_at=None).exists()


def test_the_address_is_forgotten_30_days_after(phone: Client, petition: Petition) -> None:
    for _ in range(2):
        tell(phone, {**FALSE, "email": "ana@example.net"})
    settled, waiting = Report.objects.order_by("pk")
    reports.settle(settled, Report.State.ANSWERED, NOW)
    assert reports.forget_addresses(NOW + dt.timedelta(days=29)) == 0
    assert reports.forget_addresses(NOW + dt.timedelta(days=31)) == 1
    settled.refresh_from_db()
    waiting.refresh_from_db()
    assert (settled.email, waiting.email) == ("", "ana@example.net")


# --- right of reply ---


def test_who_decides_is_heard_without_the_organisers_consent(
    phone: Client, make: Make, site: Client, petition: Petition
) -> None:
    tell(phone, REPLY)
    report = Report.objects.get()
    answer = site.post(f"/admin/petitions/report/{report.pk}/answer/", follow=True)
    assert "It is not on the page yet" in answer.content.decode()
    response = Response.objects.get()
    assert (response.who, response.words, response.shown_at) == ("Mayor Romero", REPLY["words"], None)
    assert "until June" not in phone.get("/p/clinic/").content.decode()

    organiser = signed_in(make.user((petition.organisation, Role.OWNER)))
    address = f"/admin/petitions/response/{response.pk}/"
    assert organiser.get(f"{address}change/").status_code == 200
    assert organiser.post(f"{address}show/").status_code == 404
    assert organiser.post(f"{address}change/", {"who": "Nobody", "words": "-"}).status_code == 403

    shown = site.post(f"{address}show/", follow=True)
    assert "It is on the page now." in shown.content.decode()
    report.refresh_from_db()
    assert report.state == "answered"
    assert Change.objects.filter(page=petition.pk, what="response", public=True).count() == 1


def test_two_presses_make_one_answer(phone: Client, site: Client, petition: Petition) -> None:
    tell(phone, REPLY)
    report = Report.objects.get()
    for _ in range(2):
        site.post(f"/admin/petitions/report/{report.pk}/answer/")
    response = Response.objects.get()
    for _ in range(2):
        site.post(f"/admin/petitions/response/{response.pk}/show/")
    assert Change.objects.filter(page=petition.pk, what="response").count() == 1
