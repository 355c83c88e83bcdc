"""The demo is repeatable, exact, and as the product itself would have written it."""

import datetime as dt
import io
import json
import stat
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum
from PIL import Image

from accounts import clock
from accounts.models import Membership, Organisation, Role, Supporter, User
from causes import consents
from causes.models import (
    CohortHour,
    GrowthHour,
    Letter,
    Link,
    Page,
    Signed,
    State,
    Status,
    Support,
    Tally,
    WayDay,
)
from config.demo import rows
from config.demo.crowd import Signer
from config.demo.paper import HEIGHT, WIDTH
from config.demo.posters import POSTERS
from config.management.commands import demo
from petitions.models import Petition, Signature
from sharing.models import ClickHour, LinkClicks, TapHour, ViewHour
from tests.config.cells import hour_of, lag_of
from tests.makers import NOW, Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stage(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.delenv("DEMO_FILE", raising=False)
    settings.MEDIA_ROOT = tmp_path / "media"


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


def names() -> list[Signed]:
    """Everybody who signed or stood by a cause, with page, link and its parent at hand."""
    signatures = Signature.objects.select_related("petition", "link__parent", "supporter")
    return [*signatures, *Support.objects.select_related("cause", "link__parent", "supporter")]


_TOLD: tuple[str, ...] = (
    "email",
    "name",
    "postcode",
    "region",
    "channel",
    "status",
    "lag",
)
_TOLD += ("parent_hour", "signed_at", "confirmed_at", "ended_at", "updates", "language", "new_to_list")


def content() -> dict[str, Any]:
    """All that the demo wrote, told without ids, codes and passwords."""
    signed = [
        [row.page.slug, row.link.generation, *(getattr(row, field) for field in _TOLD)] for row in names()
    ]
    pages = Page.objects.values_list(
        "kind", "slug", "title", "story", "state", "count", "published_at", "closes_at"
    )
    growth = WayDay.objects.values_list("page__slug", "day", "channel", "generation", "signatures")
    clicks = ClickHour.objects.values_list("page__slug", "hour", "link_kind", "channel", "outcome", "clicks")
    people = User.objects.values_list("email", "name", "is_superuser", "memberships__role")
    return {
        "signed": sorted(signed, key=str),
        "pages": sorted(pages),
        "growth": sorted(growth),
        "clicks": sorted(clicks),
        "people": sorted(people, key=str),
        "pictures": [Path(page.picture.path).read_bytes() for page in Page.objects.order_by("kind", "slug")],
    }


def made_and_undone(seed: int) -> dict[str, Any]:
    """The content of one run in a database that is as before afterwards."""
    consents._known.clear()
    with transaction.atomic():
        demo.make(seed)
        found = content()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_makes_the_same_content_and_another_one_another_crowd() -> None:
    one, same, other = made_and_undone(3), made_and_undone(3), made_and_undone(4)
    assert one == same
    assert one["signed"] != other["signed"]
    assert [page[:5] for page in one["pages"]] == [page[:5] for page in other["pages"]]


def test_what_one_run_leaves_behind() -> None:
    """One run, looked at from eight sides."""
    demo.make(7)
    it_is_what_was_asked_for()
    it_is_alive()
    counts_and_journals_are_exact()
    the_tree_is_one_that_could_have_grown()
    people_are_as_signing_and_confirming_leave_them()
    pictures_are_light_and_described()
    every_petition_could_have_been_published()
    visits_are_more_than_signatures_through_links()


def it_is_what_was_asked_for() -> None:
    assert Organisation.objects.count() == Organisation.objects.filter(is_demo=True).count() == 2
    assert Page.objects.filter(kind=Page.Kind.CAUSE).count() == 4
    states = Counter(Petition.objects.values_list("state", flat=True))
    assert sum(states.values()) == 12 and states[State.OPEN] >= 6
    assert {State.DRAFT, State.PAUSED, State.CLOSED, State.DELIVERED, State.WON} <= set(states)
    assert {"en", "es"} == set(Petition.objects.values_list("language", flat=True))
    assert 3000 < Signature.objects.filter(status=Status.CONFIRMED).count() < 12_000
    assert max(WayDay.objects.values_list("generation", flat=True)) >= 4
    assert len(set(WayDay.objects.values_list("channel", flat=True))) >= 8
    assert {Status.PENDING, Status.WITHDRAWN} <= {row.status for row in names()}
    assert Letter.objects.count() == 0  # nobody invented is written to


def it_is_alive() -> None:
    recent = GrowthHour.objects.filter(hour__gt=NOW - dt.timedelta(hours=24))
    assert sum(recent.values_list("signatures", flat=True)) > 100
    assert recent.filter(hour__gt=NOW - dt.timedelta(hours=3)).exists()
    assert not [
        row for row in names() if max(row.signed_at, row.confirmed_at or NOW, row.ended_at or NOW) > NOW
    ]


def counts_and_journals_are_exact() -> None:
    assert not Tally.objects.exists()
    confirmed = [row for row in names() if row.status == Status.CONFIRMED]
    pages = Counter(row.page.pk for row in confirmed)
    assert {page.pk: page.count for page in Page.objects.all() if page.count} == dict(pages)
    hours = GrowthHour.objects.exclude(signatures=0).values_list("page", "hour", "signatures")
    assert {row[:2]: row[2] for row in hours} == Counter((row.page.pk, hour_of(row)) for row in confirmed)
    ways = WayDay.objects.values_list("page", "channel").annotate(n=Sum("signatures")).exclude(n=0)
    assert {row[:2]: row[2] for row in ways} == Counter((row.page.pk, row.channel) for row in confirmed)
    cohorts = Counter((row.page.pk, row.parent_hour, row.lag) for row in confirmed if row.lag)
    brought = CohortHour.objects.exclude(brought=0).values_list("page", "parent_hour", "lag", "brought")
    assert {row[:3]: row[3] for row in brought} == dict(cohorts)


def the_tree_is_one_that_could_have_grown() -> None:
    for link in Link.objects.select_related("parent", "root"):
        if link.parent is None:
            assert link.root is None and link.generation == (1 if link.kind == Link.Kind.PERSON else 0)
            continue
        assert link.parent.pk < link.pk and link.parent.created_at <= link.created_at
        assert link.parent.page_id == link.page_id and link.generation == link.parent.generation + 1
        assert link.root_id == (link.parent.root_id or link.parent.pk)


def people_are_as_signing_and_confirming_leave_them() -> None:
    owner = {row.link_id: row for row in names()}
    first: dict[int, Signed] = {}
    for row in sorted(owner.values(), key=lambda row: row.confirmed_at or NOW):
        assert row.signed_at >= row.link.created_at and row.email_key == row.supporter.email_key
        assert row.email.endswith(("example.org", "example.com"))
        assert (row.confirmed_at is None) == (row.status in (Status.PENDING, Status.HELD))
        assert (row.new_to_list is None) == (row.confirmed_at is None)
        if row.confirmed_at:
            assert row.new_to_list == (row.supporter_id not in first)
            first.setdefault(row.supporter.pk, row)
            assert row.lag == lag_of(row, owner.get(row.link.parent_id or 0))
    for supporter in Supporter.objects.all():
        known = first.get(supporter.pk)
        assert supporter.first_confirmed_at == (known.confirmed_at if known else None)
        assert supporter.first_channel == (known.channel if known else "")


def pictures_are_light_and_described() -> None:
    for page in Page.objects.all():
        assert page.picture.size < 120_000 and page.picture_alt
        with Image.open(page.picture.path) as picture:
            assert (picture.format, picture.size) == ("JPEG", (WIDTH, HEIGHT)) and not picture.getexif()
    assert len(POSTERS) == Page.objects.count()


def every_petition_could_have_been_published() -> None:
    for page in Page.objects.select_related("organisation"):
        page.full_clean(exclude=["page"])
        assert not page.organisation.missing_for_publishing()
        assert (page.published_at is None) == (page.state == State.DRAFT)


def visits_are_more_than_signatures_through_links() -> None:
    counted = sum(ClickHour.objects.filter(outcome="counted").values_list("clicks", flat=True))
    assert counted > sum(1 for row in names() if row.link.parent_id)
    assert ClickHour.objects.filter(outcome="robot").exists()
    views = sum(ViewHour.objects.values_list("views", flat=True))
    assert views > 3 * len(list(names()))
    assert all(row.from_share <= row.views for row in ViewHour.objects.all())
    assert all(0 < row.people <= row.taps for row in TapHour.objects.all())
    assert all(0 < row.confirmed <= row.clicks for row in LinkClicks.objects.all())


@pytest.mark.parametrize(
    ("parent_confirmed", "parent_ended", "lag"),
    [
        (None, None, ""),
        (-1, None, ""),
        (3, None, "6h"),
        (3, 2, ""),
        (3, -2, "6h"),
        (0.5, None, "1h"),
        (100, None, "later"),
    ],
)
def test_a_friend_is_booked_in_a_cohort_only_while_the_parent_counts(
    parent_confirmed: float | None, parent_ended: float | None, lag: str
) -> None:
    """Both are hours before the friend's own confirmation."""
    parent = signer(parent_confirmed, parent_ended)
    friend = replace(signer(0, None), parent=parent, place=1)
    hour = parent.confirmed_at.replace(minute=0) if lag and parent.confirmed_at else None
    assert rows.cohort_of(friend) == (lag, hour)


def signer(confirmed: float | None, ended: float | None) -> Signer:
    moments = [None if hours is None else NOW - dt.timedelta(hours=hours) for hours in (confirmed, ended)]
    start = NOW - dt.timedelta(days=9)
    return Signer(0, None, "", "x", 1, "en", True, start, Status.CONFIRMED, "x", *moments)


def test_passwords_go_to_one_private_file_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "state" / "demo.json"
    file.parent.mkdir()
    file.write_text('{"base_url": "http://127.0.0.1:8000", "petitions": ["old"]}')
    monkeypatch.setenv("DEMO_FILE", str(file))
    said = run()
    told = json.loads(file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and list(file.parent.iterdir()) == [file]
    assert told["base_url"] == "http://127.0.0.1:8000"
    for key in ("admin", "organiser", "data_officer"):
        user = User.objects.get(email=told[key]["email"])
        assert user.check_password(told[key]["password"]) and user.is_staff
        assert told[key]["password"] not in said
    open_ones = Petition.objects.filter(state=State.OPEN)
    assert set(told["petitions"]) == set(open_ones.values_list("slug", flat=True))
    assert told["petitions"][0] == "keep-the-saturday-clinic-open"
    the_cast_may_do_what_its_parts_say()
    a_second_run_adds_nothing_but_new_passwords(file)


def the_cast_may_do_what_its_parts_say() -> None:
    first = Organisation.objects.order_by("pk")[0]
    assert User.objects.filter(is_superuser=True).count() == 1
    roles = set(Membership.objects.filter(organisation=first).values_list("user__email", "role"))
    assert roles == {
        ("organiser@example.org", Role.ORGANISER),
        ("organiser@example.org", Role.OWNER),
        ("data@example.org", Role.DATA_OFFICER),
    }


def a_second_run_adds_nothing_but_new_passwords(file: Path) -> None:
    before, passwords = content(), json.loads(file.read_text())
    assert "already here" in run()
    assert content() == before
    assert json.loads(file.read_text())["admin"] != passwords["admin"]


def test_a_database_with_other_organisations_is_left_alone(make: Make) -> None:
    make.organisation()
    with pytest.raises(CommandError, match="--add"):
        run()
    assert not Page.objects.exists()


def test_beside_others_it_comes_without_an_administrator_and_without_a_file_without_passwords(
    make: Make,
) -> None:
    make.organisation()
    assert "set DEMO_FILE" in run("--add")
    assert Organisation.objects.count() == 3
    assert not User.objects.filter(is_superuser=True).exists()
    assert not any(user.has_usable_password() for user in User.objects.all())
