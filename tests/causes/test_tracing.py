"""Telling a crowd from a program: traces of three days, what many share, lists, and limits at the desk."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Audit, Role, User
from causes import doubts, front_cache, retention, tracing
from causes.models import Letter, Limits, Listed, Notice, Trace
from petitions import rules
from petitions.models import Petition, Rule, Signature
from petitions.picking import Pick
from tests.makers import NOW, Make
from tests.visitors import sign

HOUR = dt.timedelta(hours=1)
HALL, OTHER = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic")


@pytest.fixture(autouse=True)
def _three_are_a_burst(db: None) -> None:
    Limits.objects.create(pk=1, attempts=20, minutes=10, burst=3)


def signs(petition: Petition, email: str, address: str = HALL, **typed: str) -> Signature:
    assert sign(Client(REMOTE_ADDR=address), petition, email=email, **typed).status_code == 303
    return Signature.objects.get(petition=petition, email=email)


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_trace_names_nobody_and_is_gone_within_72_hours(petition: Petition) -> None:
    signs(petition, "ana@example.net")
    trace = Trace.objects.get()
    assert (trace.domain, len(trace.origin)) == ("example.net", 24)
    assert "198.51" not in str(Trace.objects.values().get())
    assert {field.name for field in Trace._meta.concrete_fields} == {"link", "page", "origin", "domain", "at"}
    retention.prune(trace.at + 70 * HOUR)
    assert Trace.objects.exists()
    retention.prune(trace.at + 71 * HOUR + dt.timedelta(seconds=1))
    assert not Trace.objects.exists(), "swept every hour: never older than 72"


def test_a_network_has_another_name_tomorrow(rf: Any) -> None:
    request = rf.get("/", REMOTE_ADDR=HALL)
    assert tracing.origin_of(request, NOW) == tracing.origin_of(request, NOW + HOUR)
    assert tracing.origin_of(request, NOW) != tracing.origin_of(request, NOW + 24 * HOUR)


def test_who_was_signed_from_two_networks_belongs_to_neither(petition: Petition) -> None:
    """Otherwise a stranger who types somebody's address has them struck with his own."""
    signs(petition, "ana@example.net")
    first = Trace.objects.get()
    signs(petition, "ana@example.net")
    assert (
        Trace.objects.values().get() == Trace.objects.filter(pk=first.pk, origin=first.origin).values().get()
    )
    signs(petition, "ana@example.net", OTHER)
    assert Trace.objects.get().origin == ""


def test_what_comes_too_thick(petition: Petition, make: Make) -> None:
    for number in range(3):
        signs(petition, f"n{number}@gmail.com")
        signs(petition, f"n{number}@mailinator.com", f"203.0.113.{number}")
        signs(make.petition(), f"n{number}@other.example", f"192.0.2.{number}")
    found = tracing.bursts(clock.now())
    assert [(burst.page_id, burst.names, burst.domain) for burst in found] == [
        (petition.pk, 3, ""), (petition.pk, 3, "mailinator.com"),
    ]  # fmt: skip
    assert [burst.disposable for burst in found] == [False, True]
    assert tracing.bursts(clock.now() + 2 * HOUR) == []
    Listed.objects.create(kind="domain", value="mailinator.com", verdict="allow", at=NOW)
    assert [burst.domain for burst in tracing.bursts(clock.now())] == [""]


def test_organisers_are_told_at_most_once_an_hour(petition: Petition, make: Make) -> None:
    make.user((petition.organisation, Role.OWNER))
    for number in range(3):
        signs(petition, f"n{number}@gmail.com")
    now = clock.now()
    assert [tracing.tell_bursts(now), tracing.tell_bursts(now), tracing.tell_bursts(now + HOUR / 12)] == [
        1,
        0,
        0,
    ]
    assert Letter.objects.filter(kind="burst").count() == 1
    Notice.objects.update(about="the hour before")
    assert tracing.tell_bursts(now) == 0, "an hour is sixty minutes, not a number on the clock"
    Notice.objects.update(at=now - 2 * HOUR)
    assert tracing.tell_bursts(now) == 1


def test_a_rule_strikes_one_network(petition: Petition, make: Make) -> None:
    boss = make.user((petition.organisation, Role.OWNER))
    for number in range(3):
        signs(petition, f"n{number}@gmail.com")
    signs(petition, "ana@example.net", OTHER)
    origin = tracing.shared(petition, clock.now())[0].origin
    rule = rules.look(petition, Rule.Act.STRIKE, Pick(origin=origin), "A program.", boss, clock.now())
    rules.start(rule, 3, "clinic", boss, clock.now())
    while rules.work_due(clock.now):
        pass
    assert list(Signature.objects.exclude(status="invalid").values_list("email", flat=True)) == [
        "ana@example.net"
    ]


@pytest.mark.parametrize(
    ("kind", "value", "email", "address", "held"),
    [
        ("domain", "spam.example", "a@Spam.Example", OTHER, True),
        ("domain", "spam.example", "a@notspam.example", OTHER, False),
        ("network", "203.0.113.0/24", "a@example.net", OTHER, True),
        ("network", "203.0.113.0/24", "a@example.net", "::ffff:203.0.113.9", True),
        ("network", "203.0.113.0/24", "a@example.net", HALL, False),
        ("network", "2001:db8::/32", "a@example.net", "2001:db8:1::9", True),
        ("network", "203.0.113.0/24", "a@example.net", "unreadable", False),
    ],
)
def test_what_is_on_the_list_is_held(
    petition: Petition, kind: str, value: str, email: str, address: str, held: bool
) -> None:
    Listed.objects.create(kind=kind, value=value, verdict="deny", at=NOW)
    row = signs(petition, email.replace("Spam.Example", "spam.example"), address)
    assert (row.status == "held") is held
    assert Letter.objects.exists() is not held


def test_an_organisation_lists_for_itself_alone_and_its_word_comes_first(
    petition: Petition, make: Make
) -> None:
    Listed.objects.create(kind="domain", value="union.example", verdict="deny", at=NOW)
    Listed.objects.create(
        organisation=petition.organisation, kind="domain", value="union.example", verdict="allow", at=NOW
    )
    assert signs(petition, "a@union.example").status == "pending"
    assert signs(make.petition(), "a@union.example").status == "held"


def test_a_known_hall_is_not_held_for_being_many(petition: Petition) -> None:
    Limits.objects.update(attempts=2)
    Listed.objects.create(kind="network", value=f"{HALL}/32", verdict="allow", at=NOW)
    assert [signs(petition, f"n{number}@gmail.com").status for number in range(4)] == ["pending"] * 4
    assert signs(petition, "bot@gmail.com", website="x").status == "held", "the trap is not the hall's"


def test_limits_at_the_desk(petition: Petition, make: Make) -> None:
    boss = desk(User.objects.create_superuser("boss@example.org"))
    page = "/admin/causes/listed/limits/"
    for wrong in (
        {"attempts": "5"},
        {"attempts": "999999999"},
        {"minutes": "0"},
        {"burst": "1"},
        {"burst": "x"},
    ):
        typed = {"attempts": "50", "minutes": "5", "burst": "25", **wrong}
        assert boss.post(page, typed).status_code == 422
    assert boss.post(page, {"attempts": "50", "minutes": "5", "burst": "25"}).status_code == 303
    assert (doubts.limits().attempts, doubts.limits().burst) == (50, 25)
    assert Audit.objects.get().action == "rule"
    organiser = desk(make.user((petition.organisation, Role.OWNER)))
    assert organiser.get(page).status_code == 403


def test_lists_at_the_desk(petition: Petition, make: Make) -> None:
    organiser = desk(make.user((petition.organisation, Role.OWNER)))
    add = "/admin/causes/listed/add/"
    typed = {
        "organisation": petition.organisation_id,
        "kind": "domain",
        "value": "@Spam.example",
        "verdict": "deny",
    }
    for wrong in ({"value": "spam"}, {"kind": "network"}, {"kind": "network", "value": "10.0.0.0/8"}):
        assert organiser.post(add, {**typed, **wrong}).status_code == 200
    assert organiser.post(add, {**typed, "organisation": ""}).status_code == 200, (
        "the whole site is not theirs"
    )
    assert not Listed.objects.exists()
    assert organiser.post(add, typed).status_code == 302
    assert Listed.objects.get().value == "spam.example" and Audit.objects.get().action == "rule"
    assert signs(petition, "a@spam.example").status == "held"
    boss = desk(User.objects.create_superuser("boss@example.org"))
    assert boss.post(add, {**typed, "organisation": "", "value": "bad.example"}).status_code == 302


def test_the_desk_says_that_many_come_at_once(petition: Petition, make: Make) -> None:
    organiser = desk(make.user((petition.organisation, Role.OWNER)))
    change, page = (f"/admin/petitions/petition/{petition.pk}/{what}/" for what in ("change", "doubts"))
    assert "Many names come at once" not in organiser.get(change).content.decode()
    assert "Nothing stands out" in organiser.get(page).content.decode()
    for number in range(3):
        signs(petition, f"n{number}@mailinator.com")
    front_cache.forget()
    assert "Many names come at once" in organiser.get(change).content.decode()
    shown = organiser.get(page).content.decode()
    assert "@mailinator.com" in shown and "throwaway" in shown and "198.51" not in shown
    assert "domain=mailinator.com" in shown and "origin=" in shown
    viewer = desk(make.user((petition.organisation, Role.VIEWER)))
    assert viewer.get(page).status_code == 403
    assert desk(make.user((make.organisation(), Role.OWNER))).get(page).status_code == 404
