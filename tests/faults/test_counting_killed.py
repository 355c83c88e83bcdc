"""kill -9 of real workers while people sign and click: afterwards every figure is exact."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from accounts import redis
from causes.models import Page, Signed, Tally
from petitions.models import Petition
from sharing.clicks import STREAM, put
from sharing.models import Click, ClickHour
from tests import processes
from tests.makers import Make
from tests.processes import wait_until
from tests.recount import Recount, journals
from tests.sharing.clicking import Outcome, booked, event

ROUNDS = 3


class Crowd:
    """Signs and clicks until it is told to go home; each person brings a robot."""

    def __init__(self, make: Make, petition: Petition, root: Signed) -> None:
        self.make, self.petition, self.root = make, petition, root
        self.signed = 0
        self.home = threading.Event()

    def __call__(self) -> None:
        try:
            while not self.home.is_set():
                self.make.signature(self.petition, self.root, "x")
                put(event(self.root))
                put(event(self.root, Outcome.ROBOT))
                self.signed += 1
        finally:
            connections.close_all()

    def has_grown_by(self, n: int) -> None:
        goal = self.signed + n
        wait_until(lambda: self.signed >= goal, f"{n} more people", 60)


def counted(petition: Petition) -> int:
    return Page.objects.get(pk=petition.pk).count


def at_rest() -> bool:
    """Nothing waits: no tally, and the stream is empty."""
    return not Tally.objects.exists() and redis.client().xlen(STREAM) == 0


@pytest.mark.django_db(transaction=True)
def test_kill_9_while_people_sign_and_click() -> None:
    make = Make()
    petition = make.petition()
    crowd = Crowd(make, petition, make.signature(petition))
    env = processes.environment(EMAIL_URL="smtp://127.0.0.1:1")
    with ThreadPoolExecutor(1) as people:
        going = people.submit(crowd)
        try:
            for _ in range(ROUNDS):
                before = counted(petition)
                with processes.worker(env) as worker:
                    wait_until(lambda: counted(petition) > before, "a first count", 60)  # noqa: B023
                    processes.end(worker, signal.SIGKILL)
            crowd.has_grown_by(5)
        finally:
            crowd.home.set()
        going.result()
    assert not at_rest(), "nothing was left to be done"
    with processes.worker(env):
        wait_until(at_rest, "everything counted", 60)
    assert counted(petition) == crowd.signed + 1
    assert journals() == Recount().figures()
    assert booked() == {("x", Outcome.COUNTED): crowd.signed, ("x", Outcome.ROBOT): crowd.signed}
    assert Click.objects.count() == crowd.signed
    assert ClickHour.objects.count() == 2
