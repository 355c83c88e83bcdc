"""`./dev test` and `./dev bench`: engines of their own, beside a running site if there is one."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from config.dev.browser import browser_environment
from config.dev.children import adopt_orphans, in_this_terminal
from config.dev.engines import Engines, engines_in
from config.dev.environment import environment_like_production, environment_of_test
from config.dev.management import manage_quietly
from config.dev.migrated import migrated
from config.dev.places import ROOT, first_free
from config.dev.saying import say

TEMPLATE = "TEST_DATABASE_TEMPLATE"  # read by tests/conftest.py
_OWN_PROCESSES = ("--numprocesses", "--pdb", "--trace", "--collect-only", "--co")


def test(arguments: list[str]) -> int:
    """Run pytest with everything it needs; its exit status."""
    adopt_orphans()
    browser = browser_environment()
    place = first_free("test")
    with engines_in(place, durable=False) as engines:
        env = {**environment_of_test(place, engines), **browser}
        if engines.made_here:
            env[TEMPLATE] = migrated(engines, env)
        return in_this_terminal([sys.executable, "-m", "pytest", *_processes(arguments), *arguments], env)


def bench(arguments: list[str]) -> int:
    """Run `python -m bench` on a database made for it, with production's settings."""
    adopt_orphans()
    place = first_free("bench")
    with engines_in(place, durable=True, external=False) as own, _fresh_database(own) as engines:
        env = environment_like_production(place, engines, **_bench_settings())
        manage_quietly(["migrate", "--noinput"], env)
        manage_quietly(["collectstatic", "--noinput"], env)
        return in_this_terminal([sys.executable, "-m", "bench", *arguments], env)


def _bench_settings() -> dict[str, str]:
    """Plain HTTP on this machine: no proxy stands before the server that is measured."""
    return {"SITE_URL": "http://127.0.0.1", "ALLOWED_HOSTS": "127.0.0.1,localhost", "TRUSTED_PROXIES": "0"}


def _processes(arguments: list[str]) -> list[str]:
    """One process per core and one for what waits, unless the arguments say otherwise or name one file."""
    names = [argument.split("=")[0] for argument in arguments]
    if any(name in _OWN_PROCESSES or name.startswith("-n") for name in names):
        return []
    files = [argument for argument in arguments if ".py" in argument and not argument.startswith("-")]
    folders = [argument for argument in arguments if (ROOT / argument).is_dir()]
    if len(files) == 1 and not folders:
        return ["-n", "0"]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    return ["-n", str(max(2, cores) + 1)]


@contextmanager
def _fresh_database(engines: Engines) -> Iterator[Engines]:
    """A new database on the same server for as long as the block runs: nothing else is touched.

    The server is the one of DATABASE_URL when that is set, otherwise the place's own.
    """
    outside = os.environ.get("DATABASE_URL")
    server = outside or engines.database_url
    name = f"groundswell_bench_{secrets.token_hex(4)}"
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            if outside:
                say(f"Measuring on DATABASE_URL's server, in a database of its own: {name}")
            try:
                url = urlsplit(server)._replace(path=f"/{name}").geturl()
                yield Engines(url, engines.redis_url, made_here=True)
            finally:
                cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
