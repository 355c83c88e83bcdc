"""The desk's front page: what is left of the first way, what matters today, and what each place is for."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts import clock
from accounts.admin.scoped import ScopedAdmin
from accounts.models import Organisation, Role, User
from causes import counting
from petitions.desk_first_run import SHOWN_FOR, FirstRun, first_run
from tests.makers import NOW, Make
from tests.petitions.desk.cast import DRAFT, photo, signed_in

START = reverse("admin:index")


@pytest.fixture
def new(make: Make) -> Organisation:
    return make.organisation(contact_email="")


@pytest.fixture
def owner(make: Make, new: Organisation) -> User:
    return make.user((new, Role.OWNER))


def ticked(found: FirstRun | None) -> set[str]:
    assert found
    return {str(task.name) for task in found.tasks if task.done}


FACTS: dict[str, Callable[[Make, Organisation], object]] = {
    "Say how people reach you": lambda make, mine: Organisation.objects.filter(pk=mine.pk).update(
        contact_email="hello@example.org"
    ),
    "Add your logo": lambda make, mine: mine.logo.save("a.png", photo((40, 40))),
    "Create a cause": lambda make, mine: make.cause(mine, **DRAFT),
    "Write a petition": lambda make, mine: make.petition(make.cause(mine), **DRAFT),
    "Publish it": lambda make, mine: make.petition(make.cause(mine), published_at=NOW),
    "Give a partner a link of their own": lambda make, mine: make.partner(make.petition(make.cause(mine))),
    "Bring in a second person": lambda make, mine: make.user((mine, Role.VIEWER)),
}


@pytest.mark.parametrize("name", FACTS)
def test_the_list_ticks_itself_from_facts(make: Make, new: Organisation, owner: User, name: str) -> None:
    make.partner(make.petition(make.cause(make.organisation())))  # another organisation's work ticks nothing
    assert ticked(first_run(owner, NOW)) == set()
    FACTS[name](make, new)
    assert name in ticked(first_run(owner, NOW))


def test_it_leads_to_what_is_left_and_only_where_one_may(make: Make, new: Organisation, owner: User) -> None:
    page = signed_in(owner).get(START).content.decode()
    assert "0 of 7 done" in page
    assert reverse("admin:accounts_organisation_change", args=[new.pk]) + "#id_logo" in page
    organiser = first_run(make.user((new, Role.ORGANISER)), NOW)
    assert organiser
    paths = {str(task.name): task.path for task in organiser.tasks}
    assert not paths["Say how people reach you"]
    assert paths["Create a cause"]


def test_it_goes_when_all_is_done_and_when_its_time_is_over(
    make: Make, new: Organisation, owner: User
) -> None:
    petition = make.petition(make.cause(new), published_at=NOW)
    assert first_run(owner, NOW + SHOWN_FOR)
    assert not first_run(owner, NOW + SHOWN_FOR + dt.timedelta(seconds=1))
    for name in ("Add your logo", "Say how people reach you", "Bring in a second person"):
        FACTS[name](make, new)
    make.partner(petition)
    assert not first_run(owner, NOW)


def test_nobody_is_led_who_has_no_part_in_it(make: Make, new: Organisation) -> None:
    assert not first_run(make.user((new, Role.VIEWER)), NOW)
    assert not first_run(make.user(is_superuser=True), NOW)


def test_the_front_page_says_what_matters_today(make: Make) -> None:
    mine, now = make.organisation(), clock.now()
    petition = make.petition(make.cause(mine), title="Keep the clinic open")
    make.petition(petition.cause, title="Open a night bus", **DRAFT)
    for moment in (now, now, now - dt.timedelta(days=3)):
        make.signature(petition, now=moment)
    make.signature(make.petition(make.cause(make.organisation())), now=now)
    counting.count_all(now)
    page = signed_in(make.user((mine, Role.ORGANISER))).get(START).content.decode()
    assert "1 open, 1 draft" in page
    assert "3 confirmed" in page
    assert "+2 in 24 hours" in page


def test_every_list_says_what_it_is_for() -> None:
    lists = [each for each in admin.site._registry.values() if isinstance(each, ScopedAdmin)]
    assert [type(each).__name__ for each in lists if not each.what_for] == []


def test_on_a_phone_each_cell_knows_its_column(make: Make) -> None:
    cause = make.cause()
    make.petition(cause, title="Open a night bus", decision_maker='The "Board"', **DRAFT)
    client: Client = signed_in(make.user((cause.organisation, Role.ORGANISER)))
    page = client.get(reverse("admin:petitions_petition_changelist")).content.decode()
    assert '<td data-label="Decision maker" class="field-decision_maker">' in page
    assert '<td data-label="Published" data-blank class="field-published_on">' in page
    assert '<td data-label="State" class="field-state_shown">' in page
