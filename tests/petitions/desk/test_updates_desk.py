"""Updates at the desk, by its own buttons: written, looked at, tested, sent, stopped, corrected."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.html import escape

from accounts import clock
from accounts.models import Organisation, Role
from causes import letters, updates
from causes.models import Letter, State, Update
from petitions.models import Outcome, Petition
from tests.causes.news import draft
from tests.makers import Make
from tests.petitions.desk.cast import signed_in

LIST = "/admin/causes/update/"
WORDS = {"title": "The council listened", "words": "They **voted** today.", "title_es": "", "words_es": ""}


@pytest.fixture
def petition(make: Make, mine: Organisation) -> Petition:
    return make.petition(make.cause(mine), slug="clinic", title="Keep the clinic open")


def at(update: Update) -> str:
    return f"{LIST}{update.pk}/change/"


def write(client: Client, petition: Petition, **more: str) -> Update:
    answer = client.post(f"{LIST}add/?page={petition.pk}", {**WORDS, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Update.objects.latest("pk")


def press(client: Client, update: Update, do: str) -> str:
    """Presses a button that is really there, with whatever its form carries."""
    page = client.get(at(update)).content.decode()
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'value="{do}"' in form)
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return client.post(f"{LIST}{update.pk}/act/", {**carried, "do": do}, follow=True).content.decode()


def deliver() -> list[Any]:
    mail.outbox.clear()
    while letters.send_due(clock.now):
        pass
    return [letter for letter in mail.outbox if "council" in letter.subject]


def test_from_the_petition_to_the_mailboxes(
    organiser: Client, make: Make, petition: Petition, phone: Client
) -> None:
    make.signature(petition, email="ana@example.net")
    make.signature(petition, email="no@example.net", updates=False)
    desk = organiser.get(f"/admin/petitions/petition/{petition.pk}/change/").content.decode()
    assert f'href="{LIST}add/?page={petition.pk}"' in desk
    update = write(organiser, petition, title_es="El concejo (council) escuchó")
    page = organiser.get(at(update)).content.decode()
    assert "<strong>1</strong> person would get it by letter" in page
    assert "No test was sent of these words." in page
    press(organiser, update, "test")
    assert {letter.subject for letter in deliver()} == {
        "Test: The council listened", "Prueba: El concejo (council) escuchó",
    }  # fmt: skip
    assert "Send to 1 person" in organiser.get(at(update)).content.decode()
    said = press(organiser, update, "send")
    assert "the letters are leaving" in said
    assert [letter.to for letter in deliver()] == [["ana@example.net"]]
    assert "The council listened" in phone.get("/p/clinic/").content.decode()


def test_another_number_is_shown_and_asked_anew(organiser: Client, make: Make, petition: Petition) -> None:
    leaves, _ = (make.signature(petition) for _ in range(2))
    update = write(organiser, petition)
    page = organiser.get(at(update)).content.decode()
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    type(leaves)._default_manager.filter(pk=leaves.pk).update(updates=False)
    said = organiser.post(f"{LIST}{update.pk}/act/", {**carried, "do": "send"}, follow=True).content.decode()
    assert "it would go to 1 person now" in said and "Nothing was sent." in said
    assert not Letter.objects.filter(kind=Letter.Kind.UPDATE).exists()
    assert "the letters are leaving" in press(organiser, update, "send")


@pytest.mark.parametrize(
    ("people", "as_of"),
    [("1", "2026-02-31T10:00:00Z"), ("1", "2026-02-01T10:00:00"), ("9" * 5000, "2026-02-01T10:00:00Z")],
)
def test_what_no_form_of_ours_carries_sends_nothing(
    organiser: Client, make: Make, petition: Petition, people: str, as_of: str
) -> None:
    make.signature(petition)
    update = write(organiser, petition)
    told = {"do": "send", "people": people, "as_of": as_of}
    assert organiser.post(f"{LIST}{update.pk}/act/", told).status_code == 302
    update.refresh_from_db()
    assert update.state == Update.State.DRAFT


def test_only_on_the_page_and_by_letter_later(organiser: Client, make: Make, petition: Petition) -> None:
    make.signature(petition)
    update = write(organiser, petition)
    assert "No letter was sent" in press(organiser, update, "show")
    assert not deliver()
    press(organiser, update, "send")
    assert len(deliver()) == 1


def test_stop_and_correct(organiser: Client, make: Make, petition: Petition, phone: Client) -> None:
    make.signature(petition)
    update = write(organiser, petition)
    press(organiser, update, "send")
    assert "Stopped: 1 letter stays here." in press(organiser, update, "stop")
    assert not deliver()
    assert "Mend it here." in press(organiser, update, "correct")
    correction = update.correction
    assert "This corrects" in organiser.get(at(correction)).content.decode()
    press(organiser, correction, "send")
    assert len(deliver()) == 1
    assert escape("It was corrected:") in organiser.get(at(update)).content.decode()


def test_what_was_told_is_not_rewritten_and_not_deleted(organiser: Client, petition: Petition) -> None:
    update = write(organiser, petition)
    updates.show(update, clock.now())
    organiser.post(at(update), {**WORDS, "title": "Something else"})
    update.refresh_from_db()
    assert update.title == "The council listened"
    assert organiser.post(f"{LIST}{update.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_draft_goes_with_its_test_letters(organiser: Client, petition: Petition) -> None:
    update = write(organiser, petition)
    press(organiser, update, "test")
    assert organiser.post(f"{LIST}{update.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Update.objects.exists()


def test_new_words_want_a_new_test(organiser: Client, petition: Petition) -> None:
    update = write(organiser, petition)
    press(organiser, update, "test")
    organiser.post(at(update), {**WORDS, "words": "They voted yesterday."})
    assert "No test was sent of these words." in organiser.get(at(update)).content.decode()


@pytest.mark.parametrize("look", ["page.en", "page.es", "letter.en", "letter.es"])
def test_a_look_shows_what_is_typed_and_stores_nothing(
    organiser: Client, petition: Petition, look: str
) -> None:
    typed = {**WORDS, "title_es": "El concejo escuchó", "look": look}
    answer = organiser.post(f"{LIST}preview/{petition.pk}/", typed)
    shown = answer.content.decode()
    assert ("El concejo escuchó" if look.endswith("es") else "The council listened") in shown
    assert "<strong>voted</strong>" in shown
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert not Update.objects.exists()


def test_what_is_missing_is_said_and_kept(organiser: Client, petition: Petition) -> None:
    answer = organiser.post(f"{LIST}add/?page={petition.pk}", {**WORDS, "title": ""})
    assert answer.status_code == 422
    assert "They **voted** today." in answer.content.decode()


def test_others_pages_are_not_there(organiser: Client, make: Make) -> None:
    foreign = make.petition(title="FOREIGN")
    assert organiser.get(f"{LIST}add/?page={foreign.pk}").status_code == 404
    assert organiser.post(f"{LIST}preview/{foreign.pk}/", WORDS).status_code == 404
    assert "FOREIGN" not in organiser.get(f"{LIST}add/").content.decode()


def test_viewers_read_numbers_and_press_nothing(make: Make, mine: Organisation, petition: Petition) -> None:
    viewer = signed_in(make.user((mine, Role.VIEWER)))
    update = draft(petition)
    assert viewer.get(at(update)).status_code == 200
    assert 'name="do"' not in viewer.get(at(update)).content.decode()
    assert viewer.post(f"{LIST}{update.pk}/act/", {"do": "show"}).status_code == 403
    assert viewer.get(f"{LIST}add/?page={petition.pk}").status_code == 403


def test_unknown_ones_are_listed_masked(organiser: Client, make: Make, petition: Petition) -> None:
    make.signature(petition, email="dolores@example.net")
    update = write(organiser, petition)
    press(organiser, update, "send")
    Letter.objects.filter(update=update).update(state=Letter.State.UNKNOWN)
    page = organiser.get(at(update)).content.decode()
    assert "d•••@e•••" in page and "dolores@example.net" not in page


def test_an_end_is_offered_to_be_told_in_its_own_words(
    organiser: Client, make: Make, petition: Petition
) -> None:
    Petition.objects.filter(pk=petition.pk).update(state=State.CLOSED, closed_at=clock.now())
    told = {"what": "The lease is renewed.", "on": clock.now().date(), "source": "https://tucson.example/m"}
    desk = organiser.post(
        f"/admin/petitions/petition/{petition.pk}/move/win/", told, follow=True
    ).content.decode()
    assert Outcome.objects.exists() and "Tell those who signed" in desk
    [address] = {
        found.replace("&amp;", "&") for found in re.findall(r'href="(/admin/causes/update/add/[^"]+)"', desk)
    }
    form = organiser.get(address).content.decode()
    assert "We won" in form and "The lease is renewed." in form
    assert "(https://tucson.example/m)" in form
    write(organiser, petition)
    again = organiser.get(f"/admin/petitions/petition/{petition.pk}/change/").content.decode()
    assert "Tell those who signed" not in again
