"""Names from paper count like any other: once per person, at once, without a letter, and back out again."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import Role, Supporter, User
from causes import consents, counting, undeliverable
from causes.confirming import confirm, invalidate, withdraw
from causes.models import Channel, ConsentText, Letter, State, Status, Undeliverable, WayDay
from causes.signing import Arrival, sign
from petitions import paper, paper_lines
from petitions.models import PaperBatch, PaperRow, Petition, Signature
from sharing.erasure import erase
from tests.makers import NOW, Make

HOUR = dt.timedelta(hours=1)
LATER = NOW + HOUR


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def organiser(make: Make, petition: Petition) -> User:
    return make.user((petition.organisation, Role.ORGANISER))


def line(name: str = "Ana Peña", email: str = "", postcode: str = "85701", **more: Any) -> dict[str, Any]:
    return {"name": name, "email": email, "postcode": postcode, "updates": False, "show_name": False, **more}


def form(petition: Petition) -> ConsentText:
    return ConsentText.objects.get(pk=consents.on_paper(petition, "es", NOW).id)


def enter(petition: Petition, by: User, *lines: dict[str, Any], now: dt.datetime = NOW) -> PaperBatch:
    return paper.typed(petition, form(petition), list(enumerate(lines, 1)), by, now)


def counted(petition: Petition) -> int:
    counting.count_all(NOW)
    petition.refresh_from_db()
    assert petition.count == petition.signatures.filter(status=Status.CONFIRMED).count()
    return petition.count


def test_a_name_counts_at_once_and_nobody_gets_a_letter(petition: Petition, organiser: User) -> None:
    batch = enter(petition, organiser, line(email="ana@example.net", updates=True, show_name=True))
    row = Signature.objects.get()
    assert (row.status, row.channel, row.confirmed_at) == (Status.CONFIRMED, Channel.OFFLINE, NOW)
    assert (row.link.generation, row.updates, row.show_name, row.language) == (1, True, True, "es")
    assert (row.consent.purpose, row.consent) == ("paper", batch.consent)
    assert row.paper_rows.get().batch.by == organiser
    assert not Letter.objects.exists()
    assert counted(petition) == 1
    assert WayDay.objects.get().channel == Channel.OFFLINE


def test_what_was_typed_lies_in_the_signature_alone(petition: Petition, organiser: User) -> None:
    enter(petition, organiser, line(email="ana@example.net"), line(email="ana@example.net"))
    for row in PaperRow.objects.all():
        assert (row.name, row.email, row.postcode, row.key) == ("", "", "", "")


def test_without_an_address_name_and_postcode_tell_people_apart(petition: Petition, organiser: User) -> None:
    """Accents, capitals and spaces are a hand's, not another person's."""
    same = [line("José Peña"), line("jose  pena"), line("JOSÉ PEÑA", postcode="857 01")]
    other = [line("José Peña", postcode="85702"), line("Josefa Peña")]
    batch = enter(petition, organiser, *same, *other)
    assert paper.counts(batch) == {"new": 3, "repeat": 2}
    assert counted(petition) == 3
    keys = Signature.objects.values_list("email_key", flat=True)
    assert all(key.startswith("paper:") and "jos" not in key for key in keys)
    assert set(Signature.objects.values_list("email", flat=True)) == {""}


def test_who_signed_on_the_site_is_not_counted_again(make: Make, petition: Petition, organiser: User) -> None:
    make.signature(petition, email="dolores.pena@gmail.com", name="Dolores")
    batch = enter(petition, organiser, line("Lola", email="doloresPena+paper@gmail.com"))
    assert paper.counts(batch) == {"repeat": 1}
    assert Signature.objects.get().name == "Dolores"
    assert counted(petition) == 1


def test_paper_confirms_who_never_found_the_letter(make: Make, petition: Petition, organiser: User) -> None:
    waiting = make.pending(petition, email="ana@example.net")
    batch = enter(petition, organiser, line("Ana", email="ana@example.net"))
    waiting.refresh_from_db()
    assert (waiting.status, waiting.consent, paper.counts(batch)["new"]) == (
        Status.CONFIRMED,
        batch.consent,
        1,
    )
    assert counted(petition) == 1


@pytest.mark.parametrize("end", [withdraw, invalidate])
def test_paper_overrules_nobody(make: Make, petition: Petition, organiser: User, end: Any) -> None:
    signed = make.signature(petition, email="ana@example.net")
    end(signed, NOW)
    batch = enter(petition, organiser, line(email="ana@example.net"))
    assert paper.counts(batch) == {"repeat": 1}
    assert counted(petition) == 0


def test_an_erased_mailbox_stays_erased(make: Make, petition: Petition, organiser: User) -> None:
    ana = make.signature(petition, email="ana@example.net").supporter
    assert ana
    erase(ana, NOW)
    batch = enter(petition, organiser, line(email="ana@example.net"))
    assert paper.counts(batch) == {"refused": 1}
    assert not Signature.objects.exists()
    assert PaperRow.objects.get().email == ""


def test_taking_an_import_back_leaves_nothing_of_it(petition: Petition, organiser: User) -> None:
    batch = enter(petition, organiser, line(email="ana@example.net"), line("Luz"))
    assert counted(petition) == 2
    assert paper.undo(batch, lambda: LATER)
    assert counted(petition) == 0
    batch.refresh_from_db()
    assert batch.state == PaperBatch.State.UNDONE
    assert not Signature.objects.exists() and not Supporter.objects.exists()
    assert not paper.undo(batch, lambda: LATER)  # once
    again = enter(petition, organiser, line(email="ana@example.net"), now=LATER)
    assert paper.counts(again) == {"new": 1}
    assert Signature.objects.get().new_to_list


@pytest.mark.parametrize("first", ["the site", "the sheet"])
def test_taking_back_keeps_who_also_signed_on_the_site(
    make: Make, petition: Petition, organiser: User, first: str
) -> None:
    """It waits for their own button, as if there had been no sheet; then it counts once."""
    if first == "the site":
        make.pending(petition, email="ana@example.net")
    batch = enter(petition, organiser, line(email="ana@example.net"), now=NOW + HOUR / 4)
    row = Signature.objects.get()
    if first == "the sheet":
        sign(
            petition, make.typed(petition, email="ana@example.net", language="en"), Arrival(), NOW + HOUR / 2
        )
    assert counted(petition) == 1
    Letter.objects.all().delete()
    paper.undo(batch, lambda: LATER)
    assert counted(petition) == 0
    row.refresh_from_db()
    assert (row.status, row.channel, row.consent.purpose) == (Status.PENDING, Channel.DIRECT, "petition")
    assert Letter.objects.get().kind == Letter.Kind.CONFIRM
    assert row.signed_at == LATER, "they have their month"
    done = confirm(petition, row.link.code, "Ana", False, LATER)
    assert done and done.now_counted and done.signed.new_to_list
    assert counted(petition) == 1
    assert WayDay.objects.filter(signatures__gt=0).get().channel == Channel.DIRECT


def test_taking_back_leaves_an_end_as_it_is(make: Make, petition: Petition, organiser: User) -> None:
    """Who signed on the site too and then took their name off is not written to."""
    batch = enter(petition, organiser, line(email="ana@example.net"))
    sign(petition, make.typed(petition, email="ana@example.net"), Arrival(), NOW)
    Letter.objects.all().delete()
    withdraw(Signature.objects.get(), NOW)
    paper.undo(batch, lambda: LATER)
    assert Signature.objects.get().status == Status.WITHDRAWN
    assert not Letter.objects.exists()
    assert counted(petition) == 0


def test_taking_back_leaves_who_is_known_otherwise(make: Make, petition: Petition, organiser: User) -> None:
    kept = make.signature(make.petition(petition.cause), email="luz@example.net").supporter
    assert kept
    batch = enter(petition, organiser, line("Luz", email="luz@example.net"))
    paper.undo(batch, lambda: LATER)
    assert not petition.signatures.exists()
    assert Supporter.objects.filter(pk=kept.pk).exists()
    assert counted(petition) == 0


@pytest.mark.parametrize("state", [State.DRAFT, State.DELIVERED, State.WON, State.HIDDEN])
def test_after_the_handover_the_count_is_history(make: Make, organiser: User, state: State) -> None:
    petition = make.petition()
    batch = enter(petition, organiser, line())
    Petition.objects.filter(pk=petition.pk).update(state=state)
    petition.refresh_from_db()
    with pytest.raises(paper.TooLate):
        enter(petition, organiser, line("Luz"))
    batch.petition = petition
    with pytest.raises(paper.TooLate):
        paper.undo(batch, lambda: NOW)
    assert counted(petition) == 1


def test_a_decision_maker_is_given_what_the_printed_words_said(petition: Petition) -> None:
    names = form(petition)
    petition.given = "postcodes"
    more = form(petition)
    assert (names.gives, more.gives, more.version) == ("names", "postcodes", names.version + 1)
    assert "código postal" in more.body


def test_a_long_file_counts_nothing_after_the_handover(petition: Petition, organiser: User) -> None:
    """The worker was still at it. Broken line: looking at the state when the file is started, alone."""
    batch = enter(petition, organiser, line("Ana Peña"))
    PaperRow.objects.create(batch=batch, line=2, name="Luz Marín", postcode="85701", key="paper:2")
    PaperBatch.objects.filter(pk=batch.pk).update(state="running")
    Petition.objects.filter(pk=petition.pk).update(state=State.DELIVERED)
    paper.take_due(lambda: LATER)
    batch.refresh_from_db()
    late = batch.rows.get(line=2)
    assert (batch.state, late.outcome, late.problem, late.name) == ("done", "refused", paper_lines.LATE, "")
    assert counted(petition) == 1


def test_once_its_names_are_forgotten_a_petition_takes_none(petition: Petition, organiser: User) -> None:
    """Nobody would forget those any more: they are forgotten once."""
    Petition.objects.filter(pk=petition.pk).update(state=State.CLOSED, closed_at=NOW, names_forgotten_at=NOW)
    with pytest.raises(paper.TooLate):
        enter(petition, organiser, line())


def test_paper_does_not_prove_that_a_mailbox_is_read(petition: Petition, organiser: User) -> None:
    undeliverable.mark("ana@example.net", "refused with 550 5.1.1", NOW)
    enter(petition, organiser, line(email="ana@example.net", updates=True))
    assert Undeliverable.objects.filter(pk="ana@example.net").exists()


def test_an_erasure_finds_another_way_of_writing_the_address(
    make: Make, petition: Petition, organiser: User
) -> None:
    person = make.signature(petition, email="ana.pena@gmail.com")
    batch = PaperBatch.objects.create(
        petition=petition, by=organiser, source="file", consent=form(petition), language="es",
        state="checking", created_at=NOW,
    )  # fmt: skip
    typed = {"name": "Ana Peña", "email": "anapena+city@gmail.com", "key": person.email_key}
    row = PaperRow.objects.create(batch=batch, line=1, **typed)
    erase(person.supporter, LATER)
    row.refresh_from_db()
    assert (row.name, row.email, row.key) == ("", "", "")
