"""Paper at the desk: an organiser types, sends, prints and takes back; nobody else does."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Organisation, Role
from causes.models import Cause, Link
from petitions import paper, paper_reading
from petitions.models import PaperBatch, Petition, Signature
from tests.makers import NOW, Make
from tests.petitions.desk.cast import change, signed_in
from tests.petitions.desk.conftest import cause, mine, organiser

__all__ = ["cause", "mine", "organiser"]


@pytest.fixture
def petition(make: Make, cause: Cause) -> Petition:
    return make.petition(cause)


def typing(client: Client, petition: Petition, *lines: dict[str, str]) -> Any:
    page = client.get(change(petition, "paper"))
    data = {"line-TOTAL_FORMS": "10", "line-INITIAL_FORMS": "0"}
    data["consent"] = str(page.context["sheet"].fields["consent"].queryset[0].pk)
    for place, line in enumerate(lines):
        data |= {f"line-{place}-{name}": value for name, value in line.items()}
    return client.post(change(petition, "paper"), data, follow=True)


def file(client: Client, petition: Petition, content: bytes) -> Any:
    page = client.get(change(petition, "paper"))
    consent = page.context["sheet"].fields["consent"].queryset[0].pk
    upload = SimpleUploadedFile("sheets.csv", content, "text/csv")
    data = {"file-consent": consent, "file-file": upload}
    page = client.post(change(petition, "paper") + "file/", data, follow=True)
    if page.redirect_chain and paper_reading.read_due():
        return client.get(page.redirect_chain[-1][0], follow=True)
    return page


def verb(batch: PaperBatch, what: str) -> str:
    return f"/admin/petitions/paperbatch/{batch.pk}/{what}/"


def test_the_petition_s_screen_leads_there(organiser: Client, petition: Petition) -> None:
    assert change(petition, "paper") in organiser.get(change(petition)).content.decode()


def test_typed_lines_count_and_the_sheet_is_empty_again(organiser: Client, petition: Petition) -> None:
    page = typing(
        organiser,
        petition,
        {"name": "Ana Peña", "email": "ana@example.net", "updates": "on"},
        {"name": "Luz", "postcode": "85701", "updates": "on"},
    )
    assert "2 new signatures." in page.content.decode()
    assert "Ana Peña" not in page.content.decode()
    assert list(Signature.objects.order_by("id").values_list("updates", flat=True)) == [True, False]


def test_the_list_of_names_shows_no_address_where_there_is_none(
    organiser: Client, petition: Petition
) -> None:
    typing(organiser, petition, {"name": "Luz", "postcode": "85701"})
    page = organiser.get("/admin/petitions/signature/").content.decode()
    assert "Luz" in page and "•••@•••" not in page


def test_nothing_is_lost_when_a_line_does_not_do(organiser: Client, petition: Petition) -> None:
    page = typing(
        organiser, petition, {"name": "Ana", "postcode": "85701"}, {"name": "Luz", "email": "no address"}
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="Ana"' in text and 'value="no address"' in text
    assert "This is no e-mail address" in text
    assert not Signature.objects.exists()


def test_no_line_is_told(organiser: Client, petition: Petition) -> None:
    page = typing(organiser, petition)
    assert page.status_code == 422 and "Fill in at least one line" in page.content.decode()


def test_a_file_is_shown_and_then_counted_and_taken_back(organiser: Client, petition: Petition) -> None:
    page = file(organiser, petition, b"name,postcode\nAna,85701\nLuz,\n")
    assert "would be new" in page.content.decode() and "Luz" in page.content.decode()
    batch = PaperBatch.objects.get()
    assert "being counted" in organiser.post(verb(batch, "start"), follow=True).content.decode()
    while paper.take_due(lambda: NOW):
        pass
    assert Signature.objects.get().name == "Ana"
    organiser.post(verb(batch, "undo"))
    while paper.take_due(lambda: NOW):
        pass
    assert not Signature.objects.exists()


def test_while_a_worker_reads_it_the_screen_says_how_far_it_is(
    organiser: Client, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_reading, "read_due", lambda: False)
    page = file(organiser, petition, b"name,postcode\nAna,85701\n").content.decode()
    assert "being read" in page
    assert '<progress max="1" value="0">' in page and "Yes, count them" not in page
    organiser.post(verb(PaperBatch.objects.get(), "discard"))
    assert not PaperBatch.objects.exists()


def test_the_same_file_again_is_told(organiser: Client, petition: Petition) -> None:
    file(organiser, petition, b"name,postcode\nAna,85701\n")
    organiser.post(verb(PaperBatch.objects.get(), "start"))
    page = file(organiser, petition, b"name,postcode\nAna,85701\n")
    assert "was entered before" in page.content.decode()


def test_what_is_no_list_is_said_beside_the_field(organiser: Client, petition: Petition) -> None:
    page = file(organiser, petition, b"hello\n")
    assert page.status_code == 422 and "must name the columns" in page.content.decode()


@pytest.mark.parametrize("form", ["en-letter", "es-a4"])
def test_the_form_is_printed_with_a_link_of_its_own(organiser: Client, petition: Petition, form: str) -> None:
    for _ in range(2):
        answer = organiser.post(change(petition, "paper") + "print/", {"form": form})
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    link = Link.objects.get(page=petition, kind=Link.Kind.QR)
    assert link.generation == 0


def test_an_unknown_form_is_a_bad_request(organiser: Client, petition: Petition) -> None:
    assert organiser.post(change(petition, "paper") + "print/", {"form": "xx-a4"}).status_code == 400


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DATA_OFFICER])
def test_who_does_not_run_it_enters_nothing(
    make: Make, mine: Organisation, petition: Petition, organiser: Client, role: Role
) -> None:
    file(organiser, petition, b"name,postcode\nAna,85701\n")
    batch = PaperBatch.objects.get()
    other = signed_in(make.user((mine, role)))
    for answer in (
        other.get(change(petition, "paper")),
        other.post(change(petition, "paper") + "print/", {"form": "en-a4"}),
        *(other.post(verb(batch, what)) for what in ("start", "undo", "discard")),
    ):
        assert answer.status_code in (403, 404)
    assert PaperBatch.objects.get().state == "checking"
