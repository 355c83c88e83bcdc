"""Addresses that users supply lead to the public internet, or nowhere."""

import socket
from typing import Any

import pytest
import requests

from accounts import wall
from accounts.wall import Walled, base_of, is_public
from sharing.channels import http


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("mastodon.social", "https://mastodon.social"),
        (" https://Mastodon.Social/ ", "https://mastodon.social"),
        ("mastodon.social:443", "https://mastodon.social"),
        ("münchen.social", "https://xn--mnchen-3ya.social"),
        ("https://forest.example/@us", "https://forest.example"),
    ],
)
def test_it_works(typed: str, base: str) -> None:
    assert base_of(typed) == base


@pytest.mark.parametrize(
    "typed",
    [
        *["", "localhost", "127.0.0.1", "https://127.0.0.1", "[::1]", "2130706433", "0x7f.1", "10.0.0.1"],
        *["http://mastodon.social", "ftp://mastodon.social", "https://user@mastodon.social"],
        *["mastodon.social:8080", "mastodon.social:x", "a b.example", "-a.example", "a..example", "x" * 300],
        *["https://", "//", "javascript:alert(1)", "mastodon.social.\n"],
    ],
)
def test_what_is_not_the_public_name_of_a_server(typed: str) -> None:
    with pytest.raises(Walled):
        base_of(typed)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *[("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True)],
        *[("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False)],
        *[("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False)],
        *[("255.255.255.255", False), ("::1", False), ("::", False), ("fe80::1%eth0", False)],
        *[("fc00::1", False), ("ff02::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True)],
        *[("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("2001:0:1::", False)],
    ],
)
def test_who_may_be_called(address: str, public: bool) -> None:
    assert is_public(address) is public


def _leads_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[tuple[str, int]]:
    """Every name leads there; what is connected to is noted, and refused."""
    called: list[tuple[str, int]] = []

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        called.append(address)
        raise OSError("nobody there")

    monkeypatch.setattr(wall.socket, "getaddrinfo", resolve)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    return called


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.216.34", "10.0.0.1"), ("169.254.169.254",)])
def test_a_name_that_leads_inside_is_not_called(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    called = _leads_to(monkeypatch, *addresses)
    with http.session(walled=True) as session, pytest.raises(requests.ConnectionError) as told:
        session.get("https://forest.example/")
    assert not called
    assert http.never_reached(told.value)


def test_the_address_that_was_judged_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    called = _leads_to(monkeypatch, "93.184.216.34")
    with http.session(walled=True) as session, pytest.raises(requests.ConnectionError):
        session.get("https://forest.example/")
    assert set(called) == {("93.184.216.34", 443)}


def test_a_trusted_base_is_let_through(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TRUSTED_INSTANCES = ["http://127.0.0.1:9"]
    assert base_of("http://127.0.0.1:9/") == "http://127.0.0.1:9"
    called = _leads_to(monkeypatch, "10.0.0.1")
    with http.session(walled=True) as session, pytest.raises(requests.ConnectionError):
        session.get("http://127.0.0.1:9/")
    assert called == [("127.0.0.1", 9)]


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would look behind the wall for us."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    called = _leads_to(monkeypatch, "10.0.0.1")
    with http.session(walled=True) as session, pytest.raises(requests.ConnectionError):
        session.get("https://forest.example/")
    assert not called
