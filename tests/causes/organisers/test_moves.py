"""What organisers and the site are told of the moves of a page, each once, to whom it concerns."""

import pytest

from accounts.models import Organisation, Role, User
from causes import publishing
from causes.models import Letter, Notice, State
from causes.writing import NotWanted
from petitions import publishing as petition_moves
from petitions.deadlines import sweep
from petitions.models import Petition
from tests.causes.organisers.told import told, words
from tests.makers import NOW, Make
from tests.petitions.desk.cast import DRAFT

Kind = Letter.Kind


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
