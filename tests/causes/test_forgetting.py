"""Names of closed pages become numbers after the months their page promised, batch by batch."""

import datetime as dt
import io
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client

from accounts import clock
from accounts.models import Role, Supporter
from causes import forgetting
from causes.confirming import invalidate, release, withdraw
from causes.models import Letter, Link, Page, State, Status
from causes.publishing import make as move
from causes.retention import plan, prune
from causes.tasks import prune as prune_task
from petitions.models import Petition, Signature
from petitions.views.cause import signatories
from tests.causes.closed import DAY, agrees, close, family
from tests.database import everything
from tests.makers import NOW, Make
from tests.recount import journals
from tests.visitors import sign

PERSON: dict[str, Any] = {"name": "Bernarda Alba", "email": "bernarda@example.net", "postcode": "85745"}


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def test_names_become_numbers_after_their_months(make: Make, petition: Petition) -> None:
    signed = make.signature(petition, show_name=True, **PERSON)
    close(petition)
    before = journals()
    prune(dt.datetime(2027, 11, 22, 11, 59, tzinfo=dt.UTC))
    assert Signature.objects.get().name == "Bernarda Alba"
    prune(dt.datetime(2027, 11, 22, 12, 0, tzinfo=dt.UTC))
    row = Signature.objects.get()
    assert (row.name, row.email, row.postcode, row.supporter_id, row.show_name, row.updates) == (
        "", "", "", None, False, False,
    )  # fmt: skip
    assert (row.status, row.channel, row.link_id, row.consent_id) == (
        Status.CONFIRMED, "direct", signed.link_id, signed.consent_id,
    )  # fmt: skip
    assert journals() == before and agrees()
    assert Page.objects.get(pk=petition.pk).count == 1
    assert not Supporter.objects.exists()


def test_nothing_of_them_is_left_anywhere(make: Make, petition: Petition) -> None:
    signed = make.signature(petition, **PERSON)
    LogEntry.objects.create(
        user=make.user((petition.organisation, Role.OWNER)),
        content_type=ContentType.objects.get_for_model(Signature),
        object_id=str(signed.pk),
        object_repr="Bernarda Alba",
        action_flag=CHANGE,
    )
    close(petition)
    prune(NOW + 400 * DAY)
    for trace in ("Bernarda", "bernarda", "85745"):
        assert trace not in everything()


def test_each_petition_has_its_own_months(make: Make) -> None:
    short, long = make.petition(keep_months=1), make.petition(keep_months=24)
    for petition in (short, long):
        make.signature(petition)
        close(petition)
    prune(NOW + 31 * DAY)
    assert list(Signature.objects.exclude(name="").values_list("petition", flat=True)) == [long.pk]
    assert Page.objects.get(pk=short.pk).parents_forgotten_at, "sooner than 90 days, with the names"


@pytest.mark.parametrize(
    ("closed", "months", "until"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2027, 12, 31), 2, (2028, 2, 29)),
        ((2026, 11, 22), 12, (2027, 11, 22)),
        ((2026, 12, 5), 72, (2032, 12, 5)),
    ],
)
def test_a_month_is_a_month(closed: tuple[int, int, int], months: int, until: tuple[int, int, int]) -> None:
    page = Page(closed_at=dt.datetime(*closed, tzinfo=dt.UTC), keep_months=months)
    assert forgetting.keep_until(page) == dt.datetime(*until, tzinfo=dt.UTC)
    assert forgetting.keep_until(Page(keep_months=months)) is None


def test_what_does_not_count_goes_altogether(make: Make, petition: Petition) -> None:
    withdraw(make.signature(petition), NOW)
    invalidate(make.signature(petition), NOW)
    close(petition)
    prune(NOW + 400 * DAY)
    assert not Signature.objects.exists()
    assert agrees()


def test_who_signed_elsewhere_is_still_known_there(make: Make, petition: Petition) -> None:
    other = make.petition(petition.cause)
    for page in (petition, other):
        make.signature(page, **PERSON)
    close(petition)
    prune(NOW + 400 * DAY)
    assert Supporter.objects.get().name == "Bernarda Alba"
    assert Signature.objects.get(petition=other).name == "Bernarda Alba"
    assert signatories(petition.cause) == 2, "nobody knows any more that they were one"


def test_a_support_is_forgotten_like_a_signature(make: Make) -> None:
    cause = make.cause()
    make.signature(cause, **PERSON)
    move("close", cause, NOW)
    prune(NOW + 400 * DAY)
    assert "Bernarda" not in everything()


@pytest.mark.parametrize("broken_at", [1, 2, 3])
def test_a_worker_that_dies_in_between_leaves_less_to_do(
    make: Make, petition: Petition, monkeypatch: pytest.MonkeyPatch, broken_at: int
) -> None:
    for _ in range(5):
        make.signature(petition)
    close(petition)
    monkeypatch.setattr(forgetting, "BATCH", 2)
    whole, calls = forgetting._forget_batch, []

    def dies(rows: Any, now: dt.datetime) -> int:
        calls.append(1)
        if len(calls) == broken_at:
            raise SystemExit
        return whole(rows, now)

    monkeypatch.setattr(forgetting, "_forget_batch", dies)
    with pytest.raises(SystemExit):
        forgetting.forget(NOW + 400 * DAY)
    assert Signature.objects.filter(name="").count() == 2 * (broken_at - 1)
    assert Page.objects.get(pk=petition.pk).names_forgotten_at is None
    monkeypatch.setattr(forgetting, "_forget_batch", whole)
    assert forgetting.forget(NOW + 401 * DAY).names == 5 - 2 * (broken_at - 1)
    assert not Signature.objects.exclude(name="").exists()
    assert forgetting.forget(NOW + 402 * DAY) == (0, 0, 0, 0)


def test_links_are_walked_in_batches(make: Make, petition: Petition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    first = make.signature(petition)
    for _ in range(5):
        make.signature(petition, first, "sms")
    close(petition)
    assert forgetting.forget(NOW + 90 * DAY).links == 5
    assert not Link.objects.filter(parent__isnull=False).exists()


@pytest.mark.parametrize("staff", [False, True])
def test_what_is_held_goes_after_30_days_unless_staff_release_it(
    make: Make, petition: Petition, phone: Client, monkeypatch: pytest.MonkeyPatch, staff: bool
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    sign(phone, petition, website="x")
    held = Signature.objects.get()
    prune(NOW + 30 * DAY)
    assert Signature.objects.exists()
    if staff:
        assert release(held, NOW + 30 * DAY)
    prune(NOW + 31 * DAY)
    assert Signature.objects.exists() == staff, "whoever was released has the time of their letter"
    prune(NOW + 45 * DAY)
    assert not Signature.objects.exists()


def test_a_dry_run_says_what_a_run_does(make: Make, petition: Petition, phone: Client) -> None:
    family(make, petition)
    close(petition)
    other = make.petition()
    make.pending(other, make.signature(other, now=NOW + 360 * DAY), now=NOW)
    then = NOW + 400 * DAY
    before = everything()
    planned = plan(then)
    assert everything() == before
    gone = prune(then)
    assert planned == {name: gone[name] for name in planned}
    assert (planned["unconfirmed"], planned["links"], planned["names"], planned["name_pages"]) == (1, 3, 3, 1)
    assert not any(plan(then).values())


def test_the_command_prints_the_numbers(
    make: Make, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.signature(petition)
    close(petition)
    monkeypatch.setattr(clock, "now", lambda: NOW + 400 * DAY)
    said = io.StringIO()
    call_command("prune", "--dry-run", stdout=said)
    assert "nothing is changed" in said.getvalue()
    assert "1  names that become numbers" in said.getvalue()
    assert Signature.objects.exclude(name="").exists()
    call_command("prune", stdout=io.StringIO())
    assert not Signature.objects.exclude(name="").exists()


def test_the_worker_does_it_by_the_application_s_clock(
    make: Make, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.signature(petition)
    close(petition)
    monkeypatch.setattr(clock, "now", lambda: NOW + 400 * DAY)
    prune_task()
    assert not Signature.objects.exclude(name="").exists()


def test_hidden_after_closing_is_forgotten_as_well(make: Make, petition: Petition) -> None:
    make.signature(petition)
    close(petition)
    Page.objects.filter(pk=petition.pk).update(state=State.HIDDEN)
    prune(NOW + 400 * DAY)
    assert not Signature.objects.exclude(name="").exists()
    assert not Letter.objects.exists()
