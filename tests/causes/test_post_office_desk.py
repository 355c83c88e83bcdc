"""The post office at the desk: the switch, what waits, what needs a look; and the list of letters."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import clock
from accounts.models import Organisation, Role
from causes import letter_numbers, letters, mailing, post_office
from causes.models import Letter
from petitions.models import Petition
from tests.causes import news
from tests.makers import NOW, Make

OFFICE = "/admin/causes/letter/office/"
State = Letter.State


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def desk(make: Make) -> Client:
    client = Client()
    client.force_login(make.user((make.organisation(), Role.VIEWER), is_superuser=True, name="Olga Admin"))
    return client


def send(now: dt.datetime = NOW) -> int:
    total = 0
    while claimed := letters.send_due(lambda: now):
        total += claimed
    return total


def stuck(petition: Petition, make: Make, state: str, error: str) -> Letter:
    letter = Letter.objects.get(link=make.pending(petition).link)
    Letter.objects.filter(pk=letter.pk).update(state=state, error=error, attempts=3)
    return letter


def test_only_who_runs_the_site_comes_in(make: Make, petition: Petition, phone: Client) -> None:
    owner = Client()
    owner.force_login(make.user((petition.organisation, Role.OWNER)))
    for path in ("", "pause/", "go-on/", "again/", "give-up/"):
        ask = owner.post if path else owner.get
        assert ask(OFFICE + path).status_code == 403
    assert phone.get(OFFICE).status_code == 302


def test_paused_nothing_leaves_and_nothing_is_lost(make: Make, petition: Petition, desk: Client) -> None:
    make.pending(petition)
    said = desk.post(f"{OFFICE}pause/", {"why": "the domain is being moved"}, follow=True).content.decode()
    assert "The post office is paused." in said
    assert "Olga: the domain is being moved" in said
    assert send() == 0
    assert "What waits" in desk.get(OFFICE).content.decode()
    desk.post(f"{OFFICE}go-on/")
    assert send() == 1
    assert Letter.objects.get().state == State.SENT


def test_a_pause_has_a_reason(desk: Client, db: None) -> None:
    said = desk.post(f"{OFFICE}pause/", {"why": " "}, follow=True).content.decode()
    assert "Say why" in said
    assert post_office.office().paused_at is None


def test_who_sees_letters_sees_that_nothing_leaves(make: Make, petition: Petition) -> None:
    post_office.pause(make.user(), "private words", NOW)
    owner = Client()
    owner.force_login(make.user((petition.organisation, Role.OWNER)))
    said = owner.get(reverse("admin:causes_letter_changelist")).content.decode()
    assert "The post office is paused." in said
    assert "private words" not in said and OFFICE not in said


def test_what_waits_is_told_by_kind_and_age(make: Make, petition: Petition, desk: Client) -> None:
    now = clock.now()
    for minutes in (50, 5):
        make.pending(petition, now=now - dt.timedelta(minutes=minutes))
    [waiting] = letter_numbers.numbers(now).waiting
    assert (waiting.number, waiting.oldest) == (2, now - dt.timedelta(minutes=50))
    assert "50" in desk.get(OFFICE).content.decode()


def test_what_failed_is_tried_again(make: Make, petition: Petition, desk: Client) -> None:
    letter = stuck(petition, make, State.FAILED, "refused with 550")
    other = stuck(petition, make, State.FAILED, "refused with 552")
    assert "refused with 550" in desk.get(OFFICE).content.decode()
    group = {"state": "failed", "kind": letter.kind, "error": "refused with 550"}
    said = desk.post(f"{OFFICE}again/", group, follow=True).content.decode()
    assert "1 letter is tried again." in said
    send(clock.now())
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.state, letter.attempts, other.state) == (State.SENT, 1, State.FAILED)


def test_what_may_have_arrived_is_sent_again_only_knowingly(
    make: Make, petition: Petition, desk: Client
) -> None:
    letter = stuck(petition, make, State.UNKNOWN, "in flight when its worker died")
    group = {"state": "unknown", "kind": letter.kind, "error": "in flight when its worker died"}
    assert "Send again anyway" in desk.get(OFFICE).content.decode()
    said = desk.post(f"{OFFICE}again/", group, follow=True).content.decode()
    assert "Tick the box" in said
    letter.refresh_from_db()
    assert letter.state == State.UNKNOWN
    desk.post(f"{OFFICE}again/", {**group, "understood": "on"})
    letter.refresh_from_db()
    assert letter.state == State.DUE


def test_what_is_given_up_is_not_listed_any_more(make: Make, petition: Petition, desk: Client) -> None:
    letter = stuck(petition, make, State.UNKNOWN, "TimeoutError")
    desk.post(f"{OFFICE}give-up/", {"state": "unknown", "kind": letter.kind, "error": "TimeoutError"})
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (State.FAILED, letter_numbers.GIVEN_UP)
    assert not letter_numbers.numbers(NOW).stuck


@pytest.mark.parametrize(
    "group", [{}, {"state": "sent", "kind": "confirm"}, {"state": "failed", "kind": "x"}]
)
@pytest.mark.parametrize("verb", ["again", "give-up"])
def test_a_form_that_is_not_ours_changes_nothing(
    make: Make, petition: Petition, desk: Client, verb: str, group: dict[str, str]
) -> None:
    make.pending(petition)
    send()
    desk.post(f"{OFFICE}{verb}/", group)
    assert Letter.objects.get().state == State.SENT


# --- an organisation without a postal address ---


@pytest.mark.parametrize(
    ("role", "way"), [(Role.OWNER, "#id_postal_address"), (Role.ORGANISER, "ask an owner")]
)
def test_organisers_see_why_their_letters_wait(make: Make, petition: Petition, role: Role, way: str) -> None:
    organiser = Client()
    organiser.force_login(make.user((petition.organisation, role)))
    where = reverse("admin:petitions_petition_change", args=[petition.pk])
    assert "Letters to supporters wait" not in organiser.get(where).content.decode()
    Organisation.objects.filter(pk=petition.organisation_id).update(postal_address=" ")
    said = organiser.get(where).content.decode()
    assert "Letters to supporters wait" in said and way in said


# --- the list ---


def test_letters_are_found_by_the_whole_address_and_shown_masked(make: Make, petition: Petition) -> None:
    make.pending(petition, email="dolores@example.net")
    make.pending(petition, email="cesar@example.net")
    owner = Client()
    owner.force_login(make.user((petition.organisation, Role.OWNER)))
    where = reverse("admin:causes_letter_changelist")

    def found(words: str) -> Any:
        return owner.get(where, {"q": words}).context["cl"].result_count

    assert [found(words) for words in ("dolores@example.net", "dolores", "example.net")] == [1, 0, 0]
    shown = owner.get(where).content.decode()
    one = owner.get(reverse("admin:causes_letter_change", args=[Letter.objects.latest("pk").pk]))
    assert "dolores@" not in shown and "cesar@" not in one.content.decode()
    assert "d•••@e•••" in shown


def test_an_update_that_failed_is_tried_again_also_after_its_end(make: Make, petition: Petition) -> None:
    """Broken line: `_send_on`, without which each of them is "no longer wanted"."""
    make.signature(petition)
    update = news.draft(petition)
    news.send(update)
    Letter.objects.filter(update=update).update(state=State.FAILED, error="refused with 554")
    mailing.finish(news.LATER)
    assert letter_numbers.try_again(State.FAILED, "update", "refused with 554", news.LATER) == 1
    assert len(news.arrived()) == 1
    mailing.finish(news.LATER)
    update.refresh_from_db()
    assert (update.state, mailing.numbers(update).sent) == ("sent", 1)


def test_what_was_stopped_by_hand_asks_nobody_to_look(make: Make, petition: Petition) -> None:
    make.signature(petition)
    update = news.draft(petition)
    news.send(update)
    mailing.stop(update, news.LATER)
    assert letter_numbers.numbers(news.LATER).stuck == []
