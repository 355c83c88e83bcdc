"""kill -9 of a real worker while a rule strikes names, and while it puts them back: each exactly once."""

import signal
from collections.abc import Callable

import pytest
from celery import current_app

from accounts import clock
from accounts.models import Role
from causes import counting, recounting, striking
from causes.models import Change, Signed
from causes.striking import Struck
from petitions import rules
from petitions.models import Rule, Signature
from petitions.picking import Pick
from tests import processes
from tests.causes.news import crowd
from tests.makers import Make
from tests.processes import wait_until

NAMES = 6000
PATIENCE = 120  # seconds, for a crowded machine


def in_state(status: str) -> int:
    return Signature.objects.filter(status=status).count()


@pytest.mark.django_db(transaction=True)
def test_kill_9_while_names_are_struck_and_put_back() -> None:
    make = Make()
    petition = make.petition()
    boss = make.user((petition.organisation, Role.ORGANISER))
    _crowd(make.signature(petition, now=clock.now()))
    rule = rules.look(petition, Rule.Act.STRIKE, Pick(channel="direct"), "A test.", boss, clock.now())
    env = processes.environment(EMAIL_URL="smtp://127.0.0.1:1")
    rules.start(rule, NAMES, petition.slug, boss, clock.now())
    _killed_on_the_way(env, lambda: in_state("invalid"))
    _to_the_end(env, "done")
    assert in_state("invalid") == NAMES == Rule.objects.get().changed == Rule.objects.get().rows.count()
    counting.count_all(clock.now())
    petition.refresh_from_db()
    assert petition.count == 0 and recounting.differences() == []
    rules.undo(Rule.objects.get(), boss, clock.now())
    _killed_on_the_way(env, lambda: in_state("confirmed"))
    _to_the_end(env, "undone")
    assert in_state("confirmed") == NAMES
    petition.refresh_from_db()
    assert petition.count == NAMES and recounting.differences() == []
    lines = Change.objects.filter(page=petition.pk).order_by("pk").values_list("what", "after")
    assert list(lines) == [("struck", str(NAMES)), ("restored", str(NAMES))]


def _crowd(pattern: Signed) -> None:
    """Thousands like `pattern`, and booked: each is put back from a strike that never was."""
    crowd(pattern, NAMES - 1)
    now = clock.now()
    others = Signature.objects.exclude(pk=pattern.pk)
    others.update(status="invalid", ended_at=now)
    struck = [Struck(pk, "confirmed", now) for pk in others.values_list("pk", flat=True)]
    striking.put_back(Signature, struck, now)
    counting.count_all(now)


def _killed_on_the_way(env: dict[str, str], done: Callable[[], int]) -> None:
    with processes.worker(env) as worker:
        current_app.send_task("petitions.tasks.apply_rules", ignore_result=True)
        wait_until(lambda: done() > 0, "the first names", PATIENCE)
        processes.end(worker, signal.SIGKILL)
    assert 0 < done() < NAMES, "the worker was killed too late to show anything"


def _to_the_end(env: dict[str, str], state: str) -> None:
    with processes.worker(env):
        current_app.send_task("petitions.tasks.apply_rules", ignore_result=True)
        wait_until(lambda: Rule.objects.get().state == state, state, PATIENCE)
    counting.count_all(clock.now())
