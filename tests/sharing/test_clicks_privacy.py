"""Nobody is in the clicks: no address, no agent, and no key that outlives its days."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from accounts import redis
from causes.models import Signed
from sharing import clicks, forgetting
from sharing.clicks import put, salt_of
from sharing.models import Click, DailySalt
from tests.database import everything
from tests.makers import NOW, Make
from tests.sharing.clicking import Outcome, booked, drained, event
from tests.visitors import sign

AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) VerySpecial/77.7 Safari/604.1"


@pytest.fixture
def friend(make: Make) -> Signed:
    return make.signature(make.petition())


def test_no_address_and_no_agent_is_kept_anywhere(friend: Signed) -> None:
    visitor = Client(
        headers={
            "user-agent": AGENT,
            "referer": "https://secret.example.net/path?q=1",
            "accept-language": "es",
        }
    )
    addresses = ["203.0.113.77", "2001:db8:aaaa:bbbb:cccc::1"]
    for address in addresses:
        visitor.get(f"/s/{friend.link.code}/whatsapp/", REMOTE_ADDR=address)
    in_redis = _all_of_redis()
    drained()
    kept = in_redis + everything()
    assert "secret.example.net" in kept, "the host is kept"
    for secret in ("203.0.113.77", "2001:db8:aaaa", "VerySpecial", "iPhone", "/path", "q=1"):
        assert secret not in kept
        assert secret.encode().hex() not in kept
    assert Click.objects.count() == 2
    assert set(Click.objects.values_list("device", flat=True)) == {"phone"}


def _all_of_redis() -> str:
    client = redis.client()
    dump: list[str] = []
    for key in client.keys("*"):
        kind = client.type(key)
        reads: dict[Any, Any] = {b"stream": client.xrange, b"string": client.get}
        read = reads.get(kind, lambda name: client.lrange(name, 0, -1))
        dump += [repr(key), repr(read(key)) if kind in (b"stream", b"string", b"list") else ""]
    return "\n".join(dump)


def test_signing_keeps_no_address_either(phone: Client, make: Make) -> None:
    phone.defaults["REMOTE_ADDR"] = "203.0.113.77"
    phone.defaults["HTTP_USER_AGENT"] = AGENT
    sign(phone, make.petition())
    kept = everything() + _all_of_redis()
    for secret in ("203.0.113.77", "VerySpecial"):
        assert secret not in kept


def test_salts_are_random_and_differ_from_day_to_day(db: None) -> None:
    today, tomorrow = NOW.date(), NOW.date() + dt.timedelta(days=1)
    salts = {salt_of(today), salt_of(tomorrow)}
    assert len(salts) == 2 and {len(salt) for salt in salts} == {32}
    assert salt_of(today) in salts, "the same all day"
    DailySalt.objects.all().delete()
    clicks._salts.clear()
    assert salt_of(today) not in salts, "nobody can make it again"


@pytest.mark.django_db(transaction=True)
def test_two_processes_make_one_salt_for_a_day() -> None:
    def salt(_: int) -> bytes:
        clicks._salts.clear()
        try:
            return salt_of(NOW.date())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(salt, range(4)))) == 1


def test_a_salt_dies_after_48_hours(db: None) -> None:
    midnight = NOW.replace(hour=0)
    salt_of(midnight.date())
    forgetting.forget(midnight + dt.timedelta(hours=47, minutes=59))
    assert DailySalt.objects.exists()
    forgetting.forget(midnight + dt.timedelta(hours=48))
    assert not DailySalt.objects.exists()


def test_rows_die_after_90_days_and_the_hours_stay(friend: Signed) -> None:
    put(event(friend))
    drained()
    forgetting.forget(NOW + dt.timedelta(days=89))
    assert Click.objects.exists()
    forgetting.forget(NOW + dt.timedelta(days=92))
    assert not Click.objects.exists()
    assert booked() == {("x", Outcome.COUNTED): 1}
