"""What the people who run a page are told by letter: each thing once, to whom it concerns."""

import datetime as dt
import re
import threading

import pytest
from django.db import connection

from accounts.models import Organisation, Role, User
from causes import counting, letters, publishing
from causes.confirming import withdraw
from causes.models import Letter, Notice, Page, State
from causes.retention import prune
from causes.writing import LETTERS, NotWanted, compose
from petitions import publishing as petition_moves
from petitions.deadlines import sweep
from petitions.models import Petition
from petitions.telling_organisers import tell_due
from tests.causes.test_milestones import tally
from tests.makers import NOW, Make
from tests.petitions.desk.cast import DRAFT

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
Kind = Letter.Kind


@pytest.fixture
def organisation(make: Make) -> Organisation:
    return make.organisation()


@pytest.fixture
def ana(make: Make, organisation: Organisation) -> User:
    """Runs the petition."""
    return make.user((organisation, Role.ORGANISER), email="ana@example.org", name="Ana Peña")


@pytest.fixture
def site(make: Make) -> User:
    return make.user(email="site@example.org", is_superuser=True)


@pytest.fixture
def petition(make: Make, organisation: Organisation) -> Petition:
    return make.petition(make.cause(organisation), title="Keep the clinic open")


def told(kind: str = "") -> list[tuple[str, str]]:
    """(kind, address) of the letters to organisers, oldest first."""
    rows = Letter.objects.filter(notice__isnull=False).order_by("pk")
    return list((rows.filter(kind=kind) if kind else rows).values_list("kind", "email"))


def words(letter: Letter) -> str:
    """Subject, text and HTML as they go out."""
    message = compose(Letter.objects.select_related("page__organisation").get(pk=letter.pk), NOW)
    html = str(message.alternatives[0][0])
    return f"{message.subject}\n{message.body}\n{html}"


# --- a life ---


def test_a_review_is_asked_for_and_answered(
    make: Make, organisation: Organisation, ana: User, site: User
) -> None:
    petition = make.petition(make.cause(organisation), **DRAFT)
    petition_moves.make("submit", petition, NOW, ana)
    assert told() == [("submitted", "site@example.org")]
    assert f"/admin/petitions/petition/{petition.pk}/change/" in words(Letter.objects.get())
    petition_moves.make("reject", petition, NOW, site, "Name who <decides>.")
    assert told()[1:] == [("rejected", "ana@example.org")]
    said = words(Letter.objects.latest("pk"))
    assert "Name who <decides>." in said and "Name who &lt;decides&gt;." in said
    petition_moves.make("revise", petition, NOW, ana)
    petition_moves.make("submit", petition, NOW, ana)
    petition_moves.make("approve", petition, NOW, site)
    assert told()[2:] == [("submitted", "site@example.org"), ("approved", "ana@example.org")]
    assert "It is public now" in words(Letter.objects.latest("pk"))


def test_one_administrator_s_answer_spares_the_others(
    make: Make, organisation: Organisation, ana: User, site: User
) -> None:
    petition = make.petition(make.cause(organisation), **DRAFT)
    petition_moves.make("submit", petition, NOW, ana)
    petition_moves.make("approve", petition, NOW, site)
    with pytest.raises(NotWanted):
        words(Letter.objects.get(kind=Kind.SUBMITTED))


def test_what_the_clock_did(make: Make, organisation: Organisation, ana: User) -> None:
    plan = make.petition(make.cause(organisation), opens_at=NOW, state=State.SCHEDULED, published_at=None)
    make.petition(make.cause(organisation), closes_at=NOW)
    sweep(NOW)
    assert sorted(told()) == [("closed", "ana@example.org"), ("opened", "ana@example.org")]
    assert "reached its deadline" in words(Letter.objects.get(kind=Kind.CLOSED))
    assert plan.public_path() in words(Letter.objects.get(kind=Kind.OPENED))
    sweep(NOW)
    assert len(told()) == 2


def test_what_could_not_open_says_what_is_missing(make: Make, organisation: Organisation, ana: User) -> None:
    make.petition(
        make.cause(organisation), opens_at=NOW, state=State.SCHEDULED, published_at=None, decision_maker=""
    )
    sweep(NOW)
    assert told() == [("not_opened", "ana@example.org")]
    assert "who decides" in words(Letter.objects.get())


@pytest.mark.parametrize(
    ("move", "kind", "says"),
    [
        ("pause", "paused", "nobody can sign for now"),
        ("close", "closed", "people who run this site closed"),
        ("hide", "hidden", "It names a private person."),
    ],
)
def test_what_the_site_did(
    petition: Petition, ana: User, site: User, move: str, kind: str, says: str
) -> None:
    petition_moves.make(move, petition, NOW, site, "It names a private person.")
    assert told() == [(kind, "ana@example.org")]
    assert says in words(Letter.objects.get())


def test_hidden_and_shown_again(petition: Petition, ana: User, site: User) -> None:
    petition_moves.make("hide", petition, NOW, site, "Wait.")
    petition_moves.make("show", petition, NOW, site)
    assert [kind for kind, _ in told()] == ["hidden", "shown"]


def test_a_hidden_cause_is_told_too(make: Make, organisation: Organisation, ana: User, site: User) -> None:
    cause = make.cause(organisation)
    publishing.make("hide", cause, NOW, site, "Wait.")
    assert told() == [("hidden", "ana@example.org")]
    assert f"/admin/causes/cause/{cause.pk}/change/" in words(Letter.objects.get())


def test_what_organisers_did_themselves_is_no_news(petition: Petition, ana: User) -> None:
    for move in ("pause", "resume", "close"):
        petition_moves.make(move, petition, NOW, ana)
    assert told() == []


def test_who_pressed_gets_no_letter(
    make: Make, organisation: Organisation, petition: Petition, ana: User
) -> None:
    both = make.user((organisation, Role.OWNER), is_superuser=True)
    petition_moves.make("pause", petition, NOW, both)
    assert told() == [("paused", "ana@example.org")]


def test_only_those_who_run_it_hear_of_it(
    make: Make, organisation: Organisation, petition: Petition, site: User
) -> None:
    owner = make.user((organisation, Role.OWNER), (organisation, Role.ORGANISER), email="owner@example.org")
    make.user((organisation, Role.VIEWER))
    make.user((organisation, Role.DATA_OFFICER))
    make.user((make.organisation(), Role.OWNER))
    make.user((organisation, Role.ORGANISER), is_active=False)
    petition_moves.make("pause", petition, NOW, site)
    assert told() == [("paused", owner.email)], "once, though they hold two roles"


def test_two_people_with_one_mailbox_get_one_letter(
    make: Make, organisation: Organisation, petition: Petition, site: User
) -> None:
    for address in ("ana.pena@gmail.com", "anapena+work@gmail.com"):
        make.user((organisation, Role.ORGANISER), email=address)
    petition_moves.make("pause", petition, NOW, site)
    assert len(told()) == 1


def test_a_move_that_fails_tells_nobody(petition: Petition, ana: User, site: User) -> None:
    with pytest.raises(publishing.NotExplained):
        petition_moves.make("hide", petition, NOW, site)
    assert (told(), Notice.objects.count()) == ([], 0)


def test_each_reads_their_own_language(
    make: Make, organisation: Organisation, petition: Petition, site: User
) -> None:
    make.user((organisation, Role.ORGANISER), language="es")
    petition_moves.make("pause", petition, NOW, site)
    assert "Quienes llevan este sitio pusieron en pausa" in words(Letter.objects.get())


def test_who_left_the_organisation_gets_no_more(petition: Petition, ana: User, site: User) -> None:
    petition_moves.make("pause", petition, NOW, site)
    ana.memberships.all().delete()
    with pytest.raises(NotWanted):
        words(Letter.objects.get())


def test_a_draft_with_letters_can_still_be_deleted(
    make: Make, organisation: Organisation, ana: User, site: User
) -> None:
    petition = make.petition(make.cause(organisation), **DRAFT)
    petition_moves.make("submit", petition, NOW, ana)
    petition_moves.make("reject", petition, NOW, site, "No.")
    petition.delete()
    assert not Letter.objects.exists() and not Notice.objects.exists()


def test_an_organiser_s_own_signature_gets_its_letters(petition: Petition, make: Make, ana: User) -> None:
    """What they are told as organisers does not use up the letters that they wait for as people."""
    for _ in range(10):
        site = make.user(is_superuser=True)
        petition_moves.make("pause", petition, NOW, site)
        petition_moves.make("resume", petition, NOW, site)
    assert len(told()) == 10
    make.pending(petition, email=ana.email)
    assert Letter.objects.filter(kind=Kind.CONFIRM).count() == 1


# --- numbers ---


def grow(petition: Petition, names: int, delta: int = 1, now: dt.datetime = NOW) -> None:
    tally(petition, names, delta)
    counting.count_all(now)


def test_the_first_the_tenth_and_a_hundred(petition: Petition, ana: User) -> None:
    for names in (1, 8, 1, 89, 1):
        grow(petition, names)
    assert [kind for kind, _ in told()] == ["first", "tenth", "milestone"]
    said = words(Letter.objects.get(kind=Kind.MILESTONE))
    assert "100 names: Keep the clinic open" in said
    assert f"/admin/accounts/user/{ana.pk}/change/" in said, "here they can be switched off"


def test_each_once_ever_though_the_count_falls_and_rises(petition: Petition, ana: User) -> None:
    grow(petition, 100)
    for delta in (-1, 1, -1, 1):
        grow(petition, 100, delta, NOW + DAY)
    prune(NOW + 40 * DAY)
    assert told() == [], "the letters are forgotten after a month"
    for delta in (-1, 1):
        grow(petition, 100, delta, NOW + 41 * DAY)
    assert told() == [], "and nothing is told again"


def test_a_leap_tells_the_highest(petition: Petition, ana: User) -> None:
    grow(petition, 600)
    assert told() == [("milestone", ana.email)]
    assert Notice.objects.get(letters__isnull=False).about == "500"
    assert Notice.objects.count() == 5, "the others are told with it"


def test_who_switched_them_off_gets_only_what_they_must_know(
    petition: Petition, ana: User, site: User
) -> None:
    User.objects.filter(pk=ana.pk).update(wants_letters=False)
    grow(petition, 100)
    petition_moves.make("pause", petition, NOW, site)
    assert told() == [("paused", ana.email)]


def test_switched_off_after_it_was_written(petition: Petition, ana: User) -> None:
    grow(petition, 1)
    User.objects.filter(pk=ana.pk).update(wants_letters=False)
    with pytest.raises(NotWanted):
        words(Letter.objects.get())


def workers(work: object, number: int = 2) -> None:
    def run() -> None:
        try:
            work()  # type: ignore[operator]
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_each_number_once() -> None:
    make = Make()
    organisation = make.organisation()
    make.user((organisation, Role.ORGANISER))
    petition = make.petition(make.cause(organisation))
    tally(petition, 120)
    workers(lambda: counting.count_all(NOW))
    assert [kind for kind, _ in told()] == ["milestone"]


# --- the calendar ---


def test_a_quiet_month_is_told_once_per_stretch(make: Make, petition: Petition, ana: User) -> None:
    signed = make.signature(petition)
    counting.count_all(NOW)
    Letter.objects.all().delete()
    assert tell_due(NOW + 29 * DAY) == 0
    assert tell_due(NOW + 31 * DAY) == 1
    assert told() == [("stale", ana.email)]
    assert "For 30 days nobody has signed" in str(compose(Letter.objects.get(), NOW + 31 * DAY).body)
    assert [tell_due(NOW + days * DAY) for days in (31, 40, 100)] == [0, 0, 0]
    make.signature(petition, now=NOW + 101 * DAY)
    counting.count_all(NOW + 101 * DAY)
    assert tell_due(NOW + 132 * DAY) == 1, "another stretch"
    assert signed


def test_a_name_taken_back_begins_no_new_stretch(make: Make, petition: Petition, ana: User) -> None:
    make.signature(petition)
    late = make.signature(petition, now=NOW + 5 * DAY)
    counting.count_all(NOW + 5 * DAY)
    assert tell_due(NOW + 36 * DAY) == 1
    withdraw(late, NOW + 37 * DAY)
    counting.count_all(NOW + 37 * DAY)
    assert tell_due(NOW + 80 * DAY) == 0


def test_three_days_are_left(make: Make, organisation: Organisation, ana: User) -> None:
    closes = NOW + 10 * DAY
    petition = make.petition(make.cause(organisation), closes_at=closes, time_zone="America/Phoenix")
    assert tell_due(closes - 3 * DAY - HOUR) == 0
    assert tell_due(closes - 3 * DAY) == 1
    assert tell_due(closes - DAY) == 0
    assert "Dec. 2, 2026, 5 a.m. (America/Phoenix)" in words(Letter.objects.get())
    Page.objects.filter(pk=petition.pk).update(closes_at=closes + 30 * DAY)
    with pytest.raises(NotWanted):
        words(Letter.objects.get())
    assert tell_due(closes + 28 * DAY) == 2, "another deadline, and a quiet month"


def test_who_has_just_set_so_near_a_deadline_knows_it(
    make: Make, organisation: Organisation, ana: User
) -> None:
    make.petition(make.cause(organisation), closes_at=NOW + 2 * DAY, published_at=NOW)
    assert tell_due(NOW + HOUR) == 0


@pytest.mark.parametrize("state", [State.PAUSED, State.CLOSED, State.HIDDEN, State.DRAFT])
def test_what_is_not_open_is_not_called_quiet(
    make: Make, organisation: Organisation, ana: User, state: State
) -> None:
    make.petition(make.cause(organisation), state=state, closes_at=NOW + 62 * DAY)
    assert tell_due(NOW + 60 * DAY) == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_tells() -> None:
    make = Make()
    organisation = make.organisation()
    make.user((organisation, Role.ORGANISER))
    make.petition(make.cause(organisation), published_at=NOW - 31 * DAY)
    workers(lambda: tell_due(NOW))
    assert [kind for kind, _ in told()] == ["stale"]


# --- all of them ---


def test_they_wait_behind_what_people_wait_for(petition: Petition, make: Make, ana: User, site: User) -> None:
    petition_moves.make("pause", petition, NOW, site)
    petition_moves.make("resume", petition, NOW, ana)
    make.pending(petition)
    assert {letter.kind: letter.urgency for letter in Letter.objects.all()} == {"paused": 1, "confirm": 0}


def test_they_leave(petition: Petition, ana: User, site: User, mailoutbox: list[object]) -> None:
    petition_moves.make("pause", petition, NOW, site)
    assert letters.send_due(lambda: NOW) == 1
    assert len(mailoutbox) == 1
    assert Letter.objects.get().state == Letter.State.SENT


_TO_ORGANISERS = [kind for kind in Letter.Kind if LETTERS[kind].__module__ == "causes.writing.organiser"]


@pytest.mark.parametrize("kind", _TO_ORGANISERS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_none_carries_what_only_supporters_get(
    make: Make, organisation: Organisation, site: User, kind: Letter.Kind, language: str
) -> None:
    """Each kind in each language: whole words, its button, no way to somebody's own page."""
    state = State.REVIEW if kind == Kind.SUBMITTED else State.OPEN
    petition = make.petition(make.cause(organisation), state=state, closes_at=NOW + DAY)
    user = site if kind == Kind.SUBMITTED else make.user((organisation, Role.OWNER), language=language)
    User.objects.filter(pk=user.pk).update(language=language)
    line = petition.changes.create(
        at=NOW, hand="site", what="hide", before="open", after="hidden", reason="Why.", public=False
    )
    about = petition.closes_at.isoformat() if kind == Kind.DEADLINE and petition.closes_at else "250"
    notice = Notice.objects.create(page_id=petition.pk, kind=kind, about=about, change=line, at=NOW)
    letter = Letter.objects.create(
        kind=kind, page_id=petition.pk, notice=notice, email=user.email, email_key=user.email,
        language=language, due_at=NOW, created_at=NOW,
    )  # fmt: skip
    said = words(letter)
    assert petition.title in said and "1 Main Street, Tucson AZ" in said
    assert "/me/" not in said and "/unsubscribe/" not in said
    assert not re.search(r"\{[{%]|None", said)
    assert "http" in said
    assert "utm_" not in said
