"""Any history of signing, confirming and taking back leaves a forest, and journals that are exact.

Hypothesis makes up the histories; `tests.recount` counts everything again from the rows.
"""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from causes.confirming import confirm, invalidate, release, restore, withdraw
from causes.correcting import correct
from causes.counting import count, count_all
from causes.models import Link, Status, Tally
from causes.models.signed import Lag
from causes.signing import Arrival, sign
from petitions import numbers
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.recount import Recount, journals

PEOPLE = 4
CHANNELS = ("whatsapp", "x", "copy")
LAGS = {Lag.HOUR: 1, Lag.SIX_HOURS: 6, Lag.DAY: 24, Lag.THREE_DAYS: 72}

person = st.integers(0, PEOPLE - 1)
via = st.none() | st.integers(0, 12)
channel = st.sampled_from(CHANNELS)
signing = st.tuples(st.just("sign"), person, via, channel)
confirming = st.tuples(st.just("confirm"), person)
event = st.one_of(
    signing,
    signing,
    confirming,
    confirming,
    st.tuples(st.just("trap"), person, via, channel),
    st.tuples(st.just("correct"), st.integers(0, 12), person),
    st.tuples(st.sampled_from(["withdraw", "withdraw", "invalidate", "restore", "release"]), person),
    st.tuples(st.just("wait"), st.integers(1, 2000)),
    st.tuples(st.just("count")),
)
# Most histories begin with a crowd, so that what follows happens among people who brought each other.
crowd = st.lists(via, min_size=PEOPLE, max_size=PEOPLE).map(
    lambda ways: [
        step
        for who, way in enumerate(ways)
        for step in (("sign", who, way, "whatsapp"), ("wait", 61), ("confirm", who))
    ]
)
histories = st.tuples(st.one_of(crowd, crowd, st.just([])), st.lists(event, max_size=25)).map(
    lambda parts: [*parts[0], *parts[1]]
)


class History:
    """One petition, four mailboxes, and every link that anybody was ever given."""

    def __init__(self) -> None:
        self.make = Make()
        self.now = NOW
        self.petition: Petition = self.make.petition()
        self.codes = [self.make.partner(self.petition).code]
        self.visits: list[tuple[str, Any, Arrival]] = []

    def play(self, name: str, *details: Any) -> None:
        getattr(self, name)(*details)

    def sign(self, who: int, via: int | None, channel: str, held: bool = False) -> None:
        typed = self.make.typed(self.petition, email=_mailbox(who))
        arrival = Arrival(self.codes[via % len(self.codes)], channel) if via is not None else Arrival()
        code = sign(self.petition, typed, arrival, self.now, held=held)
        self.codes.append(code)
        self.visits.append((code, typed, arrival))

    def trap(self, who: int, via: int | None, channel: str) -> None:
        self.sign(who, via, channel, held=True)

    def correct(self, visit: int, who: int) -> None:
        if self.visits:
            code, typed, arrival = self.visits.pop(visit % len(self.visits))
            self.codes.append(correct(self.petition, typed, _mailbox(who), code, arrival, self.now)[1])

    def confirm(self, who: int) -> None:
        for row in self._of(who):
            expected = self._cohort(row)
            done = confirm(self.petition, row.link.code, row.name, who % 2 == 0, self.now)
            if done and done.now_counted:
                assert (done.signed.parent_hour, done.signed.lag) == expected

    def withdraw(self, who: int) -> None:
        for row in self._of(who):
            withdraw(row, self.now)

    def invalidate(self, who: int) -> None:
        for row in self._of(who):
            invalidate(row, self.now)

    def restore(self, who: int) -> None:
        for row in self._of(who):
            restore(row, self.now)

    def release(self, who: int) -> None:
        for row in self._of(who):
            release(row, self.now)

    def wait(self, minutes: int) -> None:
        self.now += dt.timedelta(minutes=minutes)

    def count(self) -> None:
        count(self.now)

    def _of(self, who: int) -> list[Signature]:
        return list(Signature.objects.filter(email_key=_mailbox(who)).select_related("link"))

    def _cohort(self, row: Signature) -> tuple[dt.datetime | None, str]:
        """The parent's hour and the lag, by a way of reckoning that is not the product's."""
        parent = Signature.objects.filter(link=row.link.parent_id, status=Status.CONFIRMED).first()
        if parent is None or parent.confirmed_at is None:
            return None, ""
        waited = (self.now - parent.confirmed_at) / dt.timedelta(hours=1)
        lag = next((name for name, hours in LAGS.items() if waited <= hours), Lag.LATER)
        return parent.confirmed_at.replace(minute=0, second=0, microsecond=0), str(lag)


def _mailbox(who: int) -> str:
    return f"person{who}@example.net"


@pytest.mark.django_db
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
# Histories that once went wrong: a circle by a correction; a cohort whose parent signed again; a name
# charged to another connector; an alias of an alias.
@example(history=[("sign", 0, None, "x"), ("sign", 1, 1, "x"), ("confirm", 1), ("correct", 0, 1)])
@example(
    history=[
        *[("sign", 0, None, "x"), ("confirm", 0), ("sign", 1, 1, "x"), ("confirm", 1), ("withdraw", 0)],
        *[("wait", 600), ("sign", 0, None, "x"), ("confirm", 0), ("withdraw", 1)],
    ]
)
@example(
    history=[
        *[("sign", 0, None, "x"), ("sign", 1, None, "x"), ("sign", 2, 1, "x"), ("confirm", 2), ("count",)],
        *[("withdraw", 2), ("sign", 2, None, "x"), ("sign", 2, 2, "x")],
    ]
)
@example(
    history=[
        *[("sign", 1, None, "x"), ("sign", 0, None, "x"), ("trap", 0, None, "x"), ("correct", 1, 1)],
        *[("sign", 2, 3, "x")],
    ]
)
def test_any_history_leaves_a_forest_and_exact_journals(history: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        played = History()
        for name, *details in history:
            played.play(name, *details)
        count_all(played.now)
        _check(played)
        connection.check_constraints()
        transaction.set_rollback(True)


def _check(played: History) -> None:
    recount = Recount()
    for link in Link.objects.select_related("parent", "root", "alias_of"):
        line = recount.line(link)
        if link.kind == Link.Kind.PERSON and link.pk in recount.rows:
            assert link.alias_of is None, "an owner's link stands for itself"
            assert link.generation == recount.generation(link)
            assert link.root == (line[-1] if line else None)
        if link.alias_of:
            assert link.alias_of.alias_of is None, "an alias leads to an owner, not to another alias"
        assert all(up.pk < link.pk and up.page_id == link.page_id for up in line)
    assert not Tally.objects.exists()
    assert journals() == recount.figures()
    _the_sums_agree(played)


def _the_sums_agree(played: History) -> None:

    shown = json.loads(numbers.as_json(played.petition, played.now))
    rows = Signature.objects.filter(status=Status.CONFIRMED).count()
    assert shown["count"] == rows
    assert sum(shown["by_generation"].values()) == sum(shown["by_channel"].values()) == rows
    assert all(n > 0 for n in shown["by_generation"].values())
