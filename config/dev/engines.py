"""Postgres and Redis for a place: the ones named by DATABASE_URL and REDIS_URL, else private ones."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import redis

from config.dev.children import Child, stop_all
from config.dev.leftovers import end_leftovers
from config.dev.places import MARK, Place
from config.dev.postgres import Postgres, root_folder
from config.dev.saying import Failure
from config.dev.valkey import Valkey


@dataclass
class Engines:
    """What a place's programs connect to. `made_here`: ./dev made this database, so it may fill it."""

    database_url: str
    redis_url: str
    made_here: bool
    children: list[Child] = field(default_factory=list)
    sockets: Path | None = None

    @property
    def env(self) -> dict[str, str]:
        """The two addresses as the product reads them."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


def end_former(place: Place) -> int:
    """End what an earlier, killed command left running in a place we have taken."""
    return end_leftovers([place.mark, place.engines_mark], data_folders(place))


def data_folders(place: Place) -> list[Path]:
    """Where the servers of a place work, whether or not they exist."""
    return [
        place.folder / "postgres",
        place.folder / "valkey",
        root_folder(make=False) / place.name,
    ]


def start_engines(place: Place, *, durable: bool, external: bool = True) -> Engines:
    """Start what is needed in a place that is ours; `external` allows the addresses of the environment."""
    env = {**os.environ, MARK: place.engines_mark}
    database_url = os.environ.get("DATABASE_URL", "") if external else ""
    redis_url = os.environ.get("REDIS_URL", "") if external else ""
    engines = Engines(database_url, redis_url, made_here=not database_url)
    try:
        if database_url:
            _insist_on_postgres(database_url)
        else:
            _start_postgres(engines, Postgres(place, durable=durable), env)
        if redis_url:
            _insist_on_redis(redis_url)
        else:
            _start_valkey(engines, Valkey(place, durable=durable), env)
    except BaseException:
        stop_engines(engines)
        raise
    return engines


def _insist_on_postgres(url: str) -> None:
    try:
        psycopg2.connect(url, connect_timeout=10).close()
    except psycopg2.Error as problem:
        raise Failure(
            f"DATABASE_URL is set, but its Postgres does not let us in: {_words(problem)}"
        ) from problem


def _insist_on_redis(url: str) -> None:
    try:
        with closing(redis.from_url(url, socket_connect_timeout=10)) as client:
            client.ping()
    except (redis.RedisError, ValueError) as problem:
        raise Failure(f"REDIS_URL is set, but its Redis does not let us in: {_words(problem)}") from problem


def _words(problem: Exception) -> str:
    return " ".join(str(problem).split())


def _start_postgres(engines: Engines, postgres: Postgres, env: dict[str, str]) -> None:
    try:
        postgres.start(env)
    finally:
        if postgres.child:
            engines.children.append(postgres.child)
    engines.database_url = postgres.url()
    engines.sockets = postgres.sockets


def _start_valkey(engines: Engines, valkey: Valkey, env: dict[str, str]) -> None:
    try:
        valkey.start(env)
    finally:
        if valkey.child:
            engines.children.append(valkey.child)
    engines.redis_url = valkey.url()


def stop_engines(engines: Engines) -> None:
    """Stop the private servers; the environment's own are left alone."""
    stop_all(engines.children, patience=15)
    if engines.sockets:
        shutil.rmtree(engines.sockets, ignore_errors=True)


@contextmanager
def engines_in(place: Place, *, durable: bool, external: bool = True) -> Iterator[Engines]:
    """Engines for as long as the block runs, in a place that is ours; leftovers end before and after."""
    end_former(place)
    engines = start_engines(place, durable=durable, external=external)
    try:
        yield engines
    finally:
        end_leftovers([place.mark])
        stop_engines(engines)
        place.leave()
