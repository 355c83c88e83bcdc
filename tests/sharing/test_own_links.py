"""The organisation's own links at the desk: made in bulk, followed, renamed, retired, printed."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from causes import counting
from causes.models import Link
from petitions.handover.sheet import Sheet
from petitions.models import Petition
from sharing import own_links, posters
from sharing.models import RetiredLink
from tests.makers import NOW, Make
from tests.sharing.clicking import drained

PAGE = "/admin/causes/link/of/{}/"


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def desk(make: Make, petition: Petition) -> Client:
    client = Client()
    client.force_login(make.user((petition.organisation, Role.ORGANISER)))
    return client


def make_links(desk: Client, petition: Petition, labels: str, kind: str = "partner", **more: str) -> Any:
    told = {"kind": kind, "labels": labels, "language": "en", **more}
    return desk.post(PAGE.format(petition.pk), told, follow=True)


def test_partners_in_bulk_one_per_line(desk: Client, petition: Petition) -> None:
    answer = make_links(desk, petition, "La Raza Centro\n  Barrio   Norte \n\nLa Raza Centro\r\n")
    assert "2 links are ready." in answer.content.decode()
    made = Link.objects.filter(page=petition)
    assert {(link.label, link.kind, link.generation) for link in made} == {
        ("La Raza Centro", "partner", 0),
        ("Barrio Norte", "partner", 0),
    }
    again = make_links(desk, petition, "Barrio Norte\nSur")
    assert "1 was there already" in again.content.decode()
    assert Link.objects.filter(page=petition).count() == 3


def test_what_cannot_be_made_is_said_and_kept(desk: Client, petition: Petition) -> None:
    for labels in ("", "x" * 81, "\n".join(map(str, range(201)))):
        answer = make_links(desk, petition, labels)
        assert answer.status_code == 422
        assert labels[:100] in answer.content.decode().replace("\r", "")
    assert make_links(desk, petition, "A", kind="person").status_code == 422
    assert not Link.objects.exists()


def test_visits_and_all_generations_are_shown(
    desk: Client, phone: Client, petition: Petition, make: Make
) -> None:
    make_links(desk, petition, "November mailing", kind="mailing")
    link = Link.objects.get()
    phone.get(f"/s/{link.code}/email/")
    phone.get(f"/s/{link.code}/email/")
    drained()
    first = make.signature(petition, link, "email")
    make.signature(petition, make.signature(petition, first))
    counting.count_all(NOW)
    [row] = own_links.of_page(petition)
    assert (row.visits, row.direct, row.downstream, row.new_people) == (1, 1, 3, 3)
    shown = desk.get(PAGE.format(petition.pk)).content.decode()
    assert f"/s/{link.code}/email/" in shown
    assert "<strong>3</strong>" in shown


def test_a_link_shows_its_address_for_each_channel(desk: Client, petition: Petition, make: Make) -> None:
    link = make.partner(petition)
    shown = desk.get(f"/admin/causes/link/{link.pk}/change/").content.decode()
    for channel in ("partner", "whatsapp", "email", "qr"):
        assert f"/s/{link.code}/{channel}/" in shown
    assert "<svg" in shown


def test_it_is_renamed(desk: Client, petition: Petition, make: Make) -> None:
    link = make.partner(petition)
    assert desk.post(f"/admin/causes/link/{link.pk}/change/", {"label": " Barrio  Sur "}).status_code == 302
    assert desk.post(f"/admin/causes/link/{link.pk}/change/", {"label": ""}).status_code == 200
    link.refresh_from_db()
    assert (link.label, link.code) == ("Barrio Sur", Link.objects.get().code)


def test_retired_it_leads_on_and_comes_back(
    desk: Client, phone: Client, petition: Petition, make: Make
) -> None:
    link = make.partner(petition)
    path = f"/admin/causes/link/{link.pk}/retire/"
    assert desk.post(path, {"do": "retire"}).status_code == 302
    assert desk.post(path, {"do": "retire"}).status_code == 302
    assert [row.retired for row in own_links.of_page(petition)] == [True]
    assert phone.get(f"/s/{link.code}/partner/")["Location"].startswith(petition.public_path("en"))
    desk.post(path, {"do": "bring back"})
    assert not RetiredLink.objects.exists()
    assert desk.post(f"/admin/causes/link/{link.pk}/delete/", {"post": "yes"}).status_code == 403


def test_who_only_looks_changes_nothing(make: Make, petition: Petition) -> None:
    viewer = Client()
    viewer.force_login(make.user((petition.organisation, Role.VIEWER)))
    link = make.partner(petition)
    assert "New links" not in viewer.get(PAGE.format(petition.pk)).content.decode()
    assert make_links(viewer, petition, "X").status_code == 403
    assert viewer.post(f"/admin/causes/link/{link.pk}/retire/", {"do": "retire"}).status_code == 403
    assert Link.objects.get().label == link.label


def test_another_organisations_page_and_link_are_not_there(
    make: Make, desk: Client, petition: Petition
) -> None:
    foreign = make.petition()
    link = make.partner(foreign)
    assert desk.get(PAGE.format(foreign.pk)).status_code == 404
    assert make_links(desk, foreign, "X").status_code == 404
    for what in ("change/", "code.svg", "poster/a4/en.pdf"):
        assert desk.get(f"/admin/causes/link/{link.pk}/{what}").status_code == 404
    assert desk.post(f"/admin/causes/link/{link.pk}/retire/").status_code == 404


def test_a_persons_link_is_no_link_of_the_organisation(make: Make, desk: Client, petition: Petition) -> None:
    signed = make.signature(petition)
    assert desk.get(f"/admin/causes/link/{signed.link_id}/change/").status_code == 404
    assert own_links.of_page(petition) == []


@pytest.mark.parametrize(("paper", "language"), [("a4", "es"), ("letter", "en")])
def test_the_poster_says_what_and_carries_the_code(
    desk: Client, make: Make, petition: Petition, paper: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    codes: list[str] = []
    plain, draw = Sheet.plain, Sheet.picture_code

    def hear(sheet: Sheet, text: str) -> str:
        said.append(text)
        return plain(sheet, text)

    def see(sheet: Sheet, address: str, *place: float) -> None:
        codes.append(address)
        draw(sheet, address, *place)

    monkeypatch.setattr(Sheet, "plain", hear)
    monkeypatch.setattr(Sheet, "picture_code", see)
    link = make.partner(petition)
    answer = desk.get(f"/admin/causes/link/{link.pk}/poster/{paper}/{language}.pdf")
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")
    [width] = re.findall(rb"/MediaBox \[0 0 (\d+)", answer.content)  # one page
    assert int(width) == {"a4": 595, "letter": 612}[paper]
    assert petition.title in said
    assert ("Pon tu nombre" if language == "es" else "Add your name") in said
    assert [code.endswith(f"/s/{link.code}/qr/") for code in codes] == [True]


def test_a_long_title_is_made_to_fit(make: Make) -> None:
    long = make.petition(title="Supercalifragilisticoespialidoso " * 3 + "y mucho más")
    assert posters.draw(long, "https://example.org/s/abcdefghi/qr/", "a4", "es").count(b"/MediaBox") == 1


def test_the_code_alone(desk: Client, make: Make, petition: Petition) -> None:
    link = make.partner(petition)
    answer = desk.get(f"/admin/causes/link/{link.pk}/code.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")


def test_no_poster_of_other_sizes(desk: Client, make: Make, petition: Petition) -> None:
    link = make.partner(petition)
    for what in ("a5/en", "a4/xx"):
        assert desk.get(f"/admin/causes/link/{link.pk}/poster/{what}.pdf").status_code == 404


# --- the page's own buttons ---


def test_every_public_page_gets_a_link_for_its_own_buttons(make: Make, petition: Petition) -> None:
    draft = make.petition(petition.cause, state="draft", published_at=None)
    assert own_links.make_page_links(NOW) == 4  # petition and cause, two languages
    assert own_links.make_page_links(NOW) == 0
    assert own_links.page_code(petition.pk, "es") != own_links.page_code(petition.pk, "en") != ""
    assert own_links.page_code(draft.pk, "en") == ""


@pytest.mark.parametrize("state", ["open", "closed", "won"])
def test_the_petition_can_be_passed_on_by_who_does_not_sign(phone: Client, make: Make, state: str) -> None:
    petition = make.petition(state=state)
    own_links.make_page_links(NOW)
    for language in ("en", "es"):
        code = own_links.page_code(petition.pk, language)
        shown = phone.get(petition.public_path(language)).content.decode()
        assert shown.count(f"/s/{code}/copy/") == 1
        assert "just signed" not in shown


def test_nobody_is_credited_with_what_the_pages_buttons_bring(make: Make, petition: Petition) -> None:
    own_links.make_page_links(NOW)
    link = Link.objects.get(page=petition, kind="page", language="en")
    assert make.signature(petition, link, "whatsapp").link.generation == 1
