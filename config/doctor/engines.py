"""Postgres, Redis, the clock and the disk."""

import datetime as dt
import shutil
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis

from config.doctor.finding import Check, Finding, Level, judged

_OLDEST, _NEWEST = 14, 18
_APART = dt.timedelta(seconds=5)
_ROOM = 2 * 1024**3  # bytes
_WAIT = 3  # seconds for a Redis that hangs


def database(now: dt.datetime) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0]) // 10_000
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        size = cursor.fetchone()[0]
    known = _OLDEST <= version <= _NEWEST
    what = f"Postgres {version}, {size}"
    yield judged("database", known, what, f"tried with {_OLDEST} to {_NEWEST} only", otherwise=Level.WARN)
    if encoding != "UTF8":
        yield Finding("database", Level.FAIL, f"its encoding is {encoding}", "make it anew with UTF8")


def migrations(now: dt.datetime) -> Iterator[Finding]:
    """Those of this code that the database has not had; and those it has had of a newer code."""
    executor = MigrationExecutor(connection)
    due = executor.migration_plan(executor.loader.graph.leaf_nodes())
    says = f"{len(due)} to apply" if due else "all applied"
    yield judged("migrations", not due, says, "back up, then `manage.py migrate`")
    known = set(executor.loader.disk_migrations)
    newer = sorted(".".join(name) for name in set(executor.loader.applied_migrations) - known)
    if newer:
        says = f"the database is of a newer version: {', '.join(newer)}"
        yield Finding("migrations", Level.FAIL, says, "run the code that made it, or restore a backup")


def redis_stream(now: dt.datetime) -> Iterator[Finding]:
    """The durable one: clicks wait there for two seconds, wake-ups for a moment."""
    info = _client(settings.REDIS_URL).info()
    yield Finding("redis", Level.OK, f"version {info['redis_version']}, {info['used_memory_human']}")
    policy = info.get("maxmemory_policy", "")
    may_evict = bool(info.get("maxmemory")) and policy != "noeviction"
    yield judged(
        "redis", not may_evict, f"when full: {policy}", "maxmemory-policy noeviction: it would drop clicks"
    )
    kept = bool(int(info.get("aof_enabled", 0)))
    says = "keeps what it knows through a restart" if kept else "a restart loses clicks of a few seconds"
    yield judged("redis", kept, says, "appendonly yes", otherwise=Level.WARN)


def redis_cache(now: dt.datetime) -> Iterator[Finding]:
    if settings.REDIS_CACHE_URL != settings.REDIS_URL:
        _client(settings.REDIS_CACHE_URL).ping()
        yield Finding("redis for the cache", Level.OK, "answers")


def clocks(now: dt.datetime) -> Iterator[Finding]:
    """Tokens, leases and deadlines compare moments of several machines."""
    here = dt.datetime.now(dt.UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - here)
    says = f"{apart.total_seconds():.1f} s from the database's"
    yield judged("clock", apart <= _APART, says, "let both machines keep network time")
    if settings.CLOCK_FILE:
        yield Finding("clock", Level.WARN, "the application's is moved", "unset CLOCK_FILE")
    zones = zoneinfo.available_timezones()
    yield judged("time zones", "America/Los_Angeles" in zones, f"{len(zones)} known", "install tzdata")


def disk(now: dt.datetime) -> Iterator[Finding]:
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    probe = media / ".doctor"
    probe.write_bytes(b"")
    probe.unlink()
    free = shutil.disk_usage(media).free
    says = f"{free / 1024**3:.1f} GB free where pictures lie ({media})"
    yield judged("disk", free >= _ROOM, says, "make room: Postgres stops when its disk is full")


def _client(url: str) -> "Redis":
    return Redis.from_url(url, socket_timeout=_WAIT, socket_connect_timeout=_WAIT)


CHECKS: tuple[Check, ...] = (database, migrations, redis_stream, redis_cache, clocks, disk)
