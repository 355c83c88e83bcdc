"""What each command hands to the product, and what it never touches."""

import os
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from config.dev import environment, places, running, testing
from config.dev.engines import Engines
from config.dev.environment import (
    Ports,
    environment_like_production,
    environment_of_run,
    environment_of_test,
    ports_of_run,
)
from config.dev.places import MARK, Place

ENGINES = Engines("postgresql://postgres@/x?host=/tmp", "redis://127.0.0.1:1/0", made_here=True)


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone with nothing in it, started by somebody who has nothing set."""
    monkeypatch.setattr(places, "STATE", tmp_path)
    for name in (*environment._WAYS_OUT, "PORT", "SITE_URL", "DEVELOPMENT", "MEDIA_ROOT"):
        monkeypatch.delenv(name, raising=False)


def test_letters_and_posts_stay_on_this_machine() -> None:
    ports = ports_of_run()
    env = environment_of_run(Place("run"), ENGINES, ports)
    assert env["SITE_URL"] == "http://127.0.0.1:8000"
    assert env["EMAIL_URL"] == f"smtp://127.0.0.1:{ports.mail_smtp}"
    assert env["X_API_BASE"] == f"http://127.0.0.1:{ports.x}"
    assert env["X_CLIENT_ID"] == "demo"
    assert env["BLUESKY_API_BASE"] == env["BLUESKY_WEB"] == f"http://127.0.0.1:{ports.bluesky}"
    assert f"http://127.0.0.1:{ports.mastodon}" in env["TRUSTED_INSTANCES"]
    assert env[MARK] == Place("run").mark


def test_what_is_set_outside_is_used_and_its_stand_in_stays_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example.org")
    monkeypatch.setenv("X_CLIENT_ID", "")
    monkeypatch.setenv("PORT", "8123")
    ports = ports_of_run()
    assert ports == Ports(web=8123, mail_smtp=None, mail_http=None, x=None)
    env = environment_of_run(Place("run"), ENGINES, ports)
    assert env["EMAIL_URL"] == "smtp://mail.example.org"
    assert env["X_CLIENT_ID"] == ""
    assert "X_API_BASE" not in env


def test_a_test_cannot_reach_the_world_it_was_started_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment._WAYS_OUT:
        monkeypatch.setenv(name, "the real thing")
    env = environment_of_test(Place("test-1"), ENGINES)
    assert "the real thing" not in env.values()


def test_the_deployment_is_checked_with_an_operator_s_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "1")
    env = environment_like_production(Place("test-1"), ENGINES)
    assert (env["DEVELOPMENT"], env["DEBUG"]) == ("0", "0")
    assert env["SITE_URL"].startswith("https://")


def test_demo_content_goes_unasked_only_into_an_empty_database_made_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    empty = True
    monkeypatch.setattr(running, "_DEMO", Path(__file__))
    monkeypatch.setattr(running, "is_empty", lambda _engines: empty)
    theirs = Engines("postgresql://db.example.org/theirs", "redis://r/0", made_here=False)
    assert running._wants_demo(ENGINES, [])
    assert not running._wants_demo(theirs, [])
    assert running._wants_demo(theirs, ["--demo"])
    assert not running._wants_demo(ENGINES, ["--no-demo"])
    empty = False
    assert not running._wants_demo(ENGINES, [])


def test_the_bench_makes_its_own_database_and_takes_it_away() -> None:
    server = os.environ["DATABASE_URL"]
    with testing._fresh_database(Engines("", "redis://r/0", made_here=True)) as engines:
        assert "groundswell_bench_" in engines.database_url
        with closing(psycopg2.connect(engines.database_url)) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE mine ()")
    with closing(psycopg2.connect(server)) as connection, connection.cursor() as cursor:
        name = engines.database_url.split("/")[-1].split("?")[0]
        cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [name])
        assert cursor.fetchall() == []


def test_the_greeting_says_where_and_who(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(running, "DEMO_FILE", tmp_path / "demo.json")
    organiser = {"email": "ana@example.org", "password": "a word"}
    places.write_json(tmp_path / "demo.json", {"organiser": organiser, "petitions": ["a"]})
    ports = Ports(web=8123, mail_smtp=1, mail_http=2, x=3)
    running._tell_demo_file(ports)
    greeting = running.greeting(ports).splitlines()
    assert "Groundswell is running at http://127.0.0.1:8123" in greeting
    assert any("ana@example.org" in line and "a word" in line for line in greeting)
    assert any("http://127.0.0.1:2/" in line for line in greeting)
    assert places.read_json(tmp_path / "demo.json") == {
        "organiser": organiser,
        "petitions": ["a"],
        "base_url": "http://127.0.0.1:8123",
        "mail": "http://127.0.0.1:2/",
        "x": "http://127.0.0.1:3/",
        "mastodon": None,
        "bluesky": None,
    }
