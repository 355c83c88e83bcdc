"""What a clone remembers between two commands."""

import os
import socket
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config.dev import places
from config.dev.places import Place, clone_secrets, port_for, read_json, write_json


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "STATE", tmp_path)


def test_one_command_at_a_time_has_a_place() -> None:
    first, second = Place("run"), Place("run")
    assert first.take()
    assert not second.take()
    assert places.first_free("run").name == "run-1"
    first.leave()
    assert second.take()


def test_a_second_command_reads_what_the_first_does() -> None:
    place = Place("run")
    place.take()
    place.note(state="running", port=8123)
    assert Place("run").now() == {"pid": os.getpid(), "state": "running", "port": 8123}


def test_a_port_stays_the_same_while_it_is_free() -> None:
    port = port_for("mail")
    assert port_for("mail") == port
    assert port_for("x") != port
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert port_for("mail") != port


def test_keys_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    known = clone_secrets()
    assert clone_secrets() == known
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    Fernet(known["FIELD_ENCRYPTION_KEYS"])


def test_a_file_torn_by_a_crash_reads_as_empty(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"ñ": 1})
    assert read_json(tmp_path / "a.json") == {"ñ": 1}
    (tmp_path / "a.json").write_text('{"ñ": ')
    assert read_json(tmp_path / "a.json") == {}
    assert read_json(tmp_path / "none.json") == {}
