"""`manage.py doctor`: each thing that can be wrong is said, with what to do, and ends with an error."""

import datetime as dt
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import dns.resolver
import pytest
from celery.contrib.testing.worker import start_worker
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import redis
from causes import post_office
from causes.models import Letter
from config import doctor
from config.celery import app
from config.doctor import engines, letters, safety, work
from config.doctor.finding import Check, Level
from sharing.clicks import STREAM
from tests.makers import NOW, Make
from tests.processes import wait_until
from tests.standins.smtp import Mailbox

LATE = NOW + dt.timedelta(hours=1)


@pytest.fixture
def mailbox(tmp_path: Path, settings: Any) -> Iterator[Mailbox]:
    with Mailbox(tmp_path) as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.smtp_port
        yield mailbox


@pytest.fixture
def production(settings: Any, tmp_path: Path) -> Any:
    settings.DEVELOPMENT, settings.HTTPS, settings.TRUSTED_PROXIES = False, True, 1
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://p.example.org", ["p.example.org"]
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings


def levels(check: Check, now: dt.datetime = NOW) -> dict[str, Level]:
    """The worst that a check says of each part."""
    order = [Level.OK, Level.UNKNOWN, Level.WARN, Level.FAIL]
    worst: dict[str, Level] = {}
    for found in check(now):
        worst[found.about] = max(worst.get(found.about, Level.OK), found.level, key=order.index)
    return worst


def test_engines_that_are_well(db: None, production: Any) -> None:
    for check in (engines.database, engines.migrations, engines.clocks, engines.disk):
        assert set(levels(check).values()) == {Level.OK}, check.__name__


def test_a_migration_that_is_missing_and_one_from_the_future(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sharing'")
    assert levels(engines.migrations) == {"migrations": Level.FAIL}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('causes', '9999_x', now())"
        )
    assert any("newer version" in found.says for found in engines.migrations(NOW))


def test_a_redis_that_may_drop_clicks() -> None:
    assert levels(engines.redis_stream)["redis"] in (Level.OK, Level.WARN)
    client = redis.client()
    before = client.config_get("maxmemory*")
    try:
        client.config_set("maxmemory", "100mb")
        client.config_set("maxmemory-policy", "allkeys-lru")
        assert levels(engines.redis_stream)["redis"] == Level.FAIL
    finally:
        for name in ("maxmemory", "maxmemory-policy"):
            client.config_set(name, before[name] or "")


@pytest.mark.parametrize(
    ("setting", "value", "about"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("ALLOWED_HOSTS", ["elsewhere.example.org"], "hosts"),
        ("ALLOWED_HOSTS", ["*"], "hosts"),
        ("HTTPS", False, "https"),
    ],
)
def test_what_would_let_somebody_in(production: Any, setting: str, value: Any, about: str) -> None:
    checks = (safety.secrets, safety.names)
    assert all(Level.FAIL not in levels(check).values() for check in checks)
    setattr(production, setting, value)
    assert {**levels(safety.secrets), **levels(safety.names)}[about] == Level.FAIL


def test_a_host_below_an_allowed_domain_is_answered(production: Any) -> None:
    production.ALLOWED_HOSTS = [".example.org"]
    assert levels(safety.names)["hosts"] == Level.OK


def test_proxies_that_nobody_named(production: Any) -> None:
    production.TRUSTED_PROXIES = 0
    assert levels(safety.names)["proxies"] == Level.WARN


def test_nobody_can_open_the_desk(make: Make) -> None:
    assert levels(safety.administrator) == {"administrator": Level.FAIL}
    make.user(is_superuser=True)
    assert levels(safety.administrator) == {"administrator": Level.OK}


def test_a_mail_server_is_greeted_and_gets_nothing(mailbox: Mailbox) -> None:
    assert levels(letters.mail_server) == {"mail server": Level.OK}
    assert mailbox.letters.all() == []


class _Text:
    def __init__(self, text: str) -> None:
        self.strings = [text.encode()]


def test_the_senders_records(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS is the one thing that this machine does not have: its answers are given here."""
    settings.DEFAULT_FROM_EMAIL = "Petitions <letters@example.org>"
    zone = {"example.org": ["google=1", "v=spf1 mx -all"], "_dmarc.example.org": ["v=DMARC1; p=none"]}

    def resolve(name: str, kind: str, lifetime: float) -> list[_Text]:
        if name not in zone:
            raise dns.resolver.NXDOMAIN
        return [_Text(text) for text in zone[name]]

    monkeypatch.setattr(dns.resolver, "resolve", resolve)
    assert levels(letters.sender) == {"SPF": Level.OK, "DMARC": Level.OK, "DKIM": Level.UNKNOWN}
    zone["example.org"] = ["google=1"]
    del zone["_dmarc.example.org"]
    assert levels(letters.sender) == {"SPF": Level.WARN, "DMARC": Level.WARN, "DKIM": Level.UNKNOWN}
    settings.DEFAULT_FROM_EMAIL = "letters@localhost"
    settings.DEVELOPMENT = False
    assert levels(letters.sender) == {"sender": Level.FAIL}


def test_a_letter_that_nobody_sends(make: Make) -> None:
    make.pending(make.petition(), now=NOW)
    assert levels(letters.post, NOW) == {"letters": Level.OK}
    assert levels(letters.post, LATE) == {"letters": Level.FAIL}
    Letter.objects.update(state=Letter.State.SENT)
    assert levels(letters.post, LATE) == {"letters": Level.OK}
    post_office.pause(make.user(), "moving house", NOW)
    assert levels(letters.post)["post office"] == Level.FAIL


def test_queues_without_a_worker_and_no_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_ANSWER", 0.5)  # the worker is a thread of this process
    assert set(levels(work.workers).values()) == {Level.FAIL}
    assert levels(work.beat) == {"beat": Level.FAIL}
    with start_worker(app, perform_ping_check=False, pool="solo", queues=["letters"]):
        wait_until(
            lambda: levels(work.workers)["queue letters"] == Level.OK, "a worker that answers for its queue"
        )
        assert levels(work.workers)["queue posts"] == Level.FAIL


def test_the_beat_is_seen_by_its_work(db: None) -> None:
    post_office.note_delay(NOW)
    assert levels(work.beat) == {"beat": Level.OK}


def test_clicks_that_nobody_books(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_MANY", 2)
    assert levels(work.counting)["clicks to book"] == Level.OK
    for _ in range(2):
        redis.client().xadd(STREAM, {"click": "x"})
    assert levels(work.counting)["clicks to book"] == Level.FAIL


def test_a_check_that_breaks_is_a_finding_and_the_others_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def the_cellar(now: dt.datetime) -> Iterator[doctor.Finding]:
        raise OSError("flooded\nsecond line")

    monkeypatch.setattr(doctor, "CHECKS", (the_cellar, engines.disk))
    said = StringIO()
    with pytest.raises(CommandError, match="1 of 2 are broken"):
        call_command("doctor", "--json", stdout=said)
    broken, disk = json.loads(said.getvalue())
    assert (broken["about"], broken["level"]) == ("the cellar", "fail")
    assert broken["says"] == "could not be looked at: OSError: flooded"
    assert disk["level"] == "ok"
