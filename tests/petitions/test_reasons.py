"""Why people sign: stored with the name, read by organisers, and public only by two people's wish."""

import html
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from causes import front_cache
from causes.confirming import confirm, invalidate, withdraw
from causes.correcting import correct
from causes.models import ReasonState, Signed
from causes.signing import Arrival
from causes.signing import sign as sign_again
from petitions import reasons
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.petitions.desk.cast import change, signed_in
from tests.visitors import sign

WORDS = "My mother was treated here, and the next clinic is 40 miles away."


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic")


@pytest.fixture
def maria(make: Make, petition: Petition) -> Signed:
    return make.signature(petition, name="María López", show_name=True, reason=WORDS)


def page_of(phone: Client, petition: Petition) -> str:
    front_cache.forget()
    return html.unescape(phone.get(petition.public_path("en")).content.decode())


def say(petition: Petition, row: Signed, verdict: str) -> None:
    row.refresh_from_db()
    reasons.judge(petition, row.pk, ReasonState(verdict), reasons.digest(row.reason))


# --- writing one ---


def test_it_comes_with_the_form_and_waits(phone: Client, petition: Petition) -> None:
    assert sign(phone, petition, reason=f"  {WORDS}\r\n\r\n").status_code == 303
    row = Signature.objects.get()
    assert (row.reason, row.reason_state) == (WORDS, "new")


def test_none_is_fine(phone: Client, petition: Petition) -> None:
    sign(phone, petition, reason=" \n ")
    row = Signature.objects.get()
    assert (row.reason, row.reason_state) == ("", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Read https://spam.example now", "web and e-mail addresses"),
        ("look at www.spam.example", "web and e-mail addresses"),
        ("write to me@spam.example", "web and e-mail addresses"),
        ("more on spam.com/clinic", "web and e-mail addresses"),
        ("Call me: +1 (520) 555-0123", "phone numbers"),
        ("555-0123 is my number", "phone numbers"),
        ("whatsapp 52 662 123 4567", "phone numbers"),
        ("a" * 501, "500 characters fit"),
    ],
)
def test_what_leads_readers_elsewhere_is_refused_with_a_word(
    phone: Client, petition: Petition, words: str, told: str
) -> None:
    answer = sign(phone, petition, reason=words)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert told in page
    assert "<details open" in page.replace('<details class="field reason wrong" open', "<details open")
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "Since 1998-2004 it was ours.",
        "It costs $1,000,000 and helps 250.000 people.",
        "40 miles, 3 buses, 2 hours.",
        "El 15 de marzo de 2019 nació mi hija aquí; el 3 de mayo de 2024, mi hijo.",
        "@ the clinic they know my name. No.1!",
        "a" * 500,
        "\n".join(["eñe"] * 100),
    ],
)
def test_numbers_and_years_are_no_phones(phone: Client, petition: Petition, words: str) -> None:
    if "@" in words:
        words = words.replace("@", "At")
    assert sign(phone, petition, reason=words).status_code == 303


def test_while_pending_a_repeat_replaces_it_and_then_nobody(phone: Client, petition: Petition) -> None:
    sign(phone, petition, reason="First words")
    sign(phone, petition, reason="Second words")
    row = Signature.objects.select_related("link").get()
    assert (row.reason, row.reason_state) == ("Second words", "new")
    confirm(petition, row.link.code, row.name, False, NOW)
    sign(phone, petition, reason="A stranger's words")
    row.refresh_from_db()
    assert row.reason == "Second words"


def test_who_withdrew_and_signs_again_writes_anew(make: Make, petition: Petition, maria: Signed) -> None:
    say(petition, maria, "chosen")
    withdraw(maria, NOW)
    sign_again(petition, make.typed(petition, email=maria.email, reason="Other words now"), Arrival(), NOW)
    maria.refresh_from_db()
    assert (maria.reason, maria.reason_state) == ("Other words now", "new")


def test_a_corrected_address_keeps_it_though_the_address_of_the_page_does_not(
    make: Make, petition: Petition
) -> None:
    wrong = make.pending(petition, email="maria@exmaple.net", reason=WORDS)
    typed = make.typed(petition, name=wrong.name, email=wrong.email)
    correct(petition, typed, "maria@example.net", wrong.link.code, Arrival(), NOW)
    assert Signature.objects.get().reason == WORDS


def test_the_thanks_page_s_address_stays_short(phone: Client, petition: Petition) -> None:
    assert len(sign(phone, petition, reason="☃" * 500)["Location"]) < 600


# --- who reads it ---


def test_new_words_are_on_no_page(phone: Client, petition: Petition, maria: Signed) -> None:
    assert WORDS not in page_of(phone, petition)
    assert WORDS not in phone.get("/p/clinic.json").content.decode()


@pytest.mark.parametrize("verdict", ["approved", "chosen"])
def test_approved_words_stand_beside_a_first_name(
    phone: Client, petition: Petition, maria: Signed, verdict: str
) -> None:
    say(petition, maria, verdict)
    page = page_of(phone, petition)
    assert WORDS in page and "<b>María</b>" in page
    assert "López" not in page
    assert ("chosen by the organisers" in page) == (verdict == "chosen")
    assert WORDS not in phone.get("/p/clinic.json").content.decode()


@pytest.mark.parametrize(
    "ending",
    ["hidden name", "withdrawn", "struck", "held", "aside", "asks no more", "shows no more", "sensitive"],
)
def test_whatever_ends_takes_it_off_the_page(
    phone: Client, petition: Petition, maria: Signed, ending: str
) -> None:
    say(petition, maria, "chosen")
    assert WORDS in page_of(phone, petition)
    mine, its = Signature.objects.filter(pk=maria.pk), Petition.objects.filter(pk=petition.pk)
    ends: dict[str, Any] = {
        "hidden name": lambda: mine.update(show_name=False),
        "withdrawn": lambda: withdraw(maria, NOW),
        "struck": lambda: invalidate(maria, NOW),
        "held": lambda: mine.update(status="held"),
        "aside": lambda: say(petition, maria, "aside"),
        "asks no more": lambda: its.update(asks_reason=False),
        "shows no more": lambda: its.update(offers_name=False),
        "sensitive": lambda: its.update(sensitive=True),
    }
    ends[ending]()
    page = page_of(phone, petition)
    assert WORDS not in page
    if ending not in ("aside", "asks no more"):
        assert "<b>María</b>" not in page


def test_the_chosen_stand_first_and_six_are_enough(make: Make, phone: Client, petition: Petition) -> None:
    rows = [make.signature(petition, show_name=True, reason=f"Reason {n}.") for n in range(9)]
    for n, row in enumerate(rows):
        say(petition, row, "chosen" if n < 2 else "approved")
    shown = reasons.shown(petition)
    assert len(shown) == 6
    assert [each.chosen for each in shown] == [True, True, False, False, False, False]


def test_it_says_its_own_language(phone: Client, make: Make, petition: Petition) -> None:
    row = make.signature(petition, show_name=True, reason="Por mis hijos.", language="es")
    say(petition, row, "approved")
    assert '<p lang="es">Por mis hijos.</p>' in page_of(phone, petition)


def test_it_is_text_whatever_is_written(phone: Client, make: Make, petition: Petition) -> None:
    row = make.signature(petition, show_name=True, reason="<script>alert(1)</script>")
    say(petition, row, "approved")
    front_cache.forget()
    assert b"<script>alert" not in phone.get(petition.public_path("en")).content


# --- the desk ---


def test_a_fourth_is_not_chosen(make: Make, petition: Petition) -> None:
    rows = [make.signature(petition, show_name=True, reason=f"Reason {n}.") for n in range(4)]
    for row in rows[:3]:
        say(petition, row, "chosen")
    with pytest.raises(reasons.EnoughChosen):
        say(petition, rows[3], "chosen")
    say(petition, rows[0], "approved")
    say(petition, rows[3], "chosen")


def test_only_the_words_that_were_read_are_approved(make: Make, petition: Petition, maria: Signed) -> None:
    """Withdrawn and signed again in between, with words that nobody at the desk has seen."""
    read = reasons.digest(maria.reason)
    withdraw(maria, NOW)
    nasty = make.typed(petition, email=maria.email, show_name=True, reason="Something nasty")
    sign_again(petition, nasty, Arrival(), NOW)
    confirm(petition, maria.link.code, "Maria", False, NOW)
    with pytest.raises(reasons.Gone):
        reasons.judge(petition, maria.pk, ReasonState.APPROVED, read)
    maria.refresh_from_db()
    assert maria.reason_state == "new"


def test_organisers_are_told_and_press_buttons(make: Make, petition: Petition, maria: Signed) -> None:
    desk = signed_in(make.user((petition.organisation, Role.ORGANISER)))
    assert "1 reason to review" in desk.get(change(petition)).content.decode()
    page = desk.get(change(petition, "reasons")).content.decode()
    assert WORDS in html.unescape(page) and "María" in page and "López" not in page
    form = {"reason": maria.pk, "read": reasons.digest(WORDS), "verdict": "approved"}
    answer = desk.post(change(petition, "reasons"), form, follow=True)
    assert "The page follows at once" in answer.content.decode()
    maria.refresh_from_db()
    assert maria.reason_state == "approved"
    assert "to review" not in desk.get(change(petition)).context["panel"]


def test_the_front_of_the_desk_leads_to_them(make: Make, petition: Petition, maria: Signed) -> None:
    desk = signed_in(make.user((petition.organisation, Role.ORGANISER)))
    assert change(petition, "reasons") in desk.get("/admin/").content.decode()
    say(petition, maria, "aside")
    assert change(petition, "reasons") not in desk.get("/admin/").content.decode()


def test_who_said_no_to_their_name_cannot_be_chosen(make: Make, petition: Petition) -> None:
    make.signature(petition, reason="For my street.")
    desk = signed_in(make.user((petition.organisation, Role.ORGANISER)))
    page = desk.get(change(petition, "reasons")).content.decode()
    assert "they did not tick the box" in page
    assert 'value="chosen"' not in page and 'value="approved"' in page


@pytest.mark.parametrize(
    "form", [{}, {"reason": "x"}, {"reason": "1" * 40}, {"reason": "1", "verdict": "new"}]
)
def test_a_press_that_is_none_changes_nothing(
    make: Make, petition: Petition, maria: Signed, form: dict[str, str]
) -> None:
    desk = signed_in(make.user((petition.organisation, Role.ORGANISER)))
    answer = desk.post(change(petition, "reasons"), form, follow=True)
    assert "Nothing was changed" in answer.content.decode()
    maria.refresh_from_db()
    assert maria.reason_state == "new"


@pytest.mark.parametrize(("role", "status"), [(Role.VIEWER, 403), (Role.DATA_OFFICER, 403), (None, 404)])
def test_only_who_runs_it_decides(
    make: Make, petition: Petition, maria: Signed, role: Role | None, status: int
) -> None:
    organisation = petition.organisation if role else make.organisation()
    desk = signed_in(make.user((organisation, role or Role.ORGANISER)))
    assert desk.get(change(petition, "reasons")).status_code == status
    form = {"reason": maria.pk, "read": reasons.digest(WORDS), "verdict": "approved"}
    assert desk.post(change(petition, "reasons"), form).status_code == status
    maria.refresh_from_db()
    assert maria.reason_state == "new"
