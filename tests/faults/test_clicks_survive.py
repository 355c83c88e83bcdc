"""Redis away, and workers that die while they drain the clicks: none is lost, none counted twice."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from redis import RedisError

from accounts import redis
from causes.models import Signed
from sharing.clicks import STREAM, drain, put
from sharing.models import Click, ClickPosition
from tests.makers import NOW, Make
from tests.sharing.clicking import Outcome, booked, drained, event


@pytest.fixture
def friend(make: Make) -> Signed:
    return make.signature(make.petition())


@pytest.fixture
def no_redis(settings: Any) -> Iterator[None]:
    """Nobody listens at REDIS_URL: a port that was free a moment ago."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.REDIS_URL = f"redis://127.0.0.1:{taken.getsockname()[1]}/0"
        redis.client.cache_clear()
        yield
    redis.client.cache_clear()


def test_without_redis_the_click_goes_straight_into_the_rows(
    phone: Client, friend: Signed, no_redis: None
) -> None:
    assert phone.get(f"/s/{friend.link.code}/whatsapp/").status_code == 302
    assert Click.objects.count() == 1
    assert booked() == {("whatsapp", Outcome.COUNTED): 1}


def test_without_redis_reasons_are_counted_too(friend: Signed, no_redis: None) -> None:
    robot = Client(headers={"user-agent": "curl/8"})
    for _ in range(3):
        robot.get(f"/s/{friend.link.code}/x/")
    assert booked() == {("x", Outcome.ROBOT): 3}


def _calls(deaf: socket.socket) -> int:
    """How often somebody tried to speak to it."""
    deaf.setblocking(False)
    calls = 0
    with contextlib.suppress(BlockingIOError):
        while deaf.accept():
            calls += 1
    return calls


def test_a_redis_that_hangs_costs_one_time_out_and_not_one_per_visitor(
    phone: Client, friend: Signed, settings: Any
) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(50)
        settings.REDIS_URL = f"redis://127.0.0.1:{deaf.getsockname()[1]}/0"
        settings.REDIS_TIMEOUT = 0.25
        redis.client.cache_clear()
        for number in range(10):
            assert (
                phone.get(f"/s/{friend.link.code}/x/", REMOTE_ADDR=f"198.51.100.{number}").status_code == 302
            )
        assert 0 < _calls(deaf) < 10
    redis.client.cache_clear()
    assert booked() == {("x", Outcome.COUNTED): 10}


def test_when_redis_comes_back_the_stream_takes_over(friend: Signed, no_redis: None, settings: Any) -> None:
    put(event(friend))
    assert Click.objects.count() == 1
    settings.REDIS_URL = settings.REDIS_CACHE_URL
    redis.client.cache_clear()
    redis._away_until = 0.0
    put(event(friend))
    assert Click.objects.count() == 1
    assert drained() == 1
    assert Click.objects.count() == 2


# --- crashes ---


class Killed(BaseException):
    """The worker dies here."""


@pytest.mark.parametrize("times", [1, 2])
def test_killed_between_commit_and_trim_nothing_is_booked_twice(
    friend: Signed, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """The rows are committed, the stream still holds the entries: also a second time."""
    for outcome in (Outcome.COUNTED, Outcome.ROBOT, Outcome.PREVIEW, Outcome.PREVIEW):
        put(event(friend, outcome))
    expected = {("x", Outcome.COUNTED): 1, ("x", Outcome.ROBOT): 1, ("x", Outcome.PREVIEW): 2}
    client = redis.client()
    with monkeypatch.context() as dying:
        dying.setattr(client, "xtrim", _die)
        for _ in range(times):
            with pytest.raises(Killed):
                drain(NOW)
            assert client.xlen(STREAM) == 4
            assert booked() == expected
    put(event(friend, Outcome.ROBOT))
    assert drained() == 1
    assert booked() == {**expected, ("x", Outcome.ROBOT): 2}
    assert client.xlen(STREAM) == 0


def _die(*_: Any, **__: Any) -> None:
    raise Killed


@pytest.mark.django_db(transaction=True)
def test_killed_before_the_commit_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows, journal and position are written, then the connection dies."""
    make = Make()
    friend = make.signature(make.petition())
    for outcome in (Outcome.COUNTED, Outcome.ROBOT):
        put(event(friend, outcome))
    drain(NOW)
    put(event(friend))
    save = ClickPosition.save

    def save_and_die(position: ClickPosition) -> None:
        save(position)
        _lose_the_connection()

    with monkeypatch.context() as dying:
        dying.setattr(ClickPosition, "save", save_and_die)
        with pytest.raises(OperationalError):
            drain(NOW)
    connection.close()
    assert booked() == {("x", Outcome.COUNTED): 1, ("x", Outcome.ROBOT): 1}
    assert drained() == 1
    assert booked() == {("x", Outcome.COUNTED): 2, ("x", Outcome.ROBOT): 1}


def _lose_the_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        with ThreadPoolExecutor(1) as other:
            other.submit(_terminate, cursor.fetchone()[0]).result()


def _terminate(pid: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        connections.close_all()


def test_redis_lost_in_the_middle_of_a_drain_changes_nothing(
    friend: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(event(friend))

    def away(*_: Any, **__: Any) -> None:
        raise RedisError

    with monkeypatch.context() as dying:
        dying.setattr(redis.client(), "xrange", away)
        with pytest.raises(RedisError):
            drain(NOW)
    assert drained() == 1
    assert booked() == {("x", Outcome.COUNTED): 1}


@pytest.mark.django_db(transaction=True)
def test_two_drains_while_people_click() -> None:
    make = Make()
    friend = make.signature(make.petition())
    done = threading.Event()

    def work() -> int:
        try:
            total = 0
            while not done.is_set():
                total += drain(NOW)
            return total
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        workers = [pool.submit(work) for _ in range(2)]
        for number in range(300):
            put(event(friend, Outcome.ROBOT if number % 3 else Outcome.COUNTED))
        done.set()
        total = sum(worker.result() for worker in workers) + drained()
    assert total == 300
    assert booked() == {("x", Outcome.COUNTED): 100, ("x", Outcome.ROBOT): 200}


@pytest.mark.parametrize("outcome", [Outcome.COUNTED, Outcome.ROBOT])
def test_what_redis_took_although_it_timed_out_is_booked_once(
    friend: Signed, monkeypatch: pytest.MonkeyPatch, outcome: str
) -> None:
    """It went straight into the rows, and lies in the stream as well: robots too are counted once."""
    client = redis.client()
    taken = client.xadd

    def take_and_hang(*args: Any, **more: Any) -> Any:
        taken(*args, **more)
        raise RedisError

    with monkeypatch.context() as hanging:
        hanging.setattr(client, "xadd", take_and_hang)
        put(event(friend, outcome))
    assert booked() == {("x", outcome): 1}
    redis._away_until = 0.0
    assert drained() == 1
    assert booked() == {("x", outcome): 1}
