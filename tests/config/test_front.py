"""What is the same for everybody is answered before Django is asked, and nothing else is."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from causes import front_cache
from config import front
from petitions.models import Petition
from tests.makers import Make


class Asked:
    """The site, and how often Django itself was asked."""

    def __init__(self) -> None:
        self.times = 0
        self._django = get_wsgi_application()
        self.front = front.Front(self._count)

    def _count(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.times += 1
        return self._django(environ, start)

    def get(self, path: str, query: str = "", method: str = "GET", **headers: str) -> tuple[str, Any, bytes]:
        said: list[Any] = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(), **headers,
        }  # fmt: skip
        parts = self.front(environ, lambda status, headers, *_: said.extend([status, dict(headers)]))
        return said[0], said[1], b"".join(parts)


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    hand = SimpleNamespace(now=100.0)
    for module in (front, front_cache):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: hand.now))
    return hand


@pytest.fixture
def site(db: None, hand: SimpleNamespace) -> Iterator[Asked]:
    """Requests of a test share its transaction: their end must not close it, as Django's own client knows."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield Asked()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def test_a_crowd_asks_django_once_in_two_seconds(
    site: Asked, petition: Petition, hand: SimpleNamespace
) -> None:
    path = petition.public_path("en")
    first = site.get(path)
    assert first[0] == "200 OK"
    assert petition.title in first[2].decode()
    hand.now += 1.9
    assert site.get(path, "r=23456789A.whatsapp") == first
    assert site.times == 1
    hand.now += 0.2
    site.get(path)
    assert site.times == 2


def test_the_headers_are_those_that_django_gave(site: Asked, petition: Petition) -> None:
    path = petition.public_path("en")
    (_, asked, _), (_, kept, _) = site.get(path), site.get(path)
    assert site.times == 1
    assert kept == asked
    assert {"ETag", "Cache-Control", "Content-Security-Policy", "Content-Language"} <= set(kept)


def test_who_has_it_already_gets_no_body(site: Asked, petition: Petition) -> None:
    path = petition.public_path("en")
    _, headers, _ = site.get(path)
    status, again, body = site.get(path, HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (status, body, site.times) == ("304 Not Modified", b"", 1)
    assert again["ETag"] == headers["ETag"]
    assert "Content-Length" not in again


@pytest.mark.parametrize(
    "other",
    [{"HTTP_HOST": "localhost"}, {"HTTP_X_FORWARDED_PROTO": "https"}, {"wsgi.url_scheme": "https"}],
    ids=["host", "proxy", "scheme"],
)
def test_another_name_or_line_is_another_answer(site: Asked, petition: Petition, other: dict) -> None:
    path = petition.public_path("en")
    site.get(path)
    site.get(path, **other)
    assert site.times == 2


def test_a_wrong_host_gets_nothing_that_was_kept(site: Asked, petition: Petition) -> None:
    path = petition.public_path("en")
    site.get(path)
    assert site.get(path, HTTP_HOST="evil.example")[0].startswith("400")


def test_each_language_has_its_own(site: Asked, petition: Petition) -> None:
    english, spanish = site.get(petition.public_path("en")), site.get(petition.public_path("es"))
    assert english[2] != spanish[2]
    assert site.get(petition.public_path("es")) == spanish


@pytest.mark.parametrize("path", ["/search/", "/accounts/login/", "/nobody/", "/healthz"])
def test_what_is_not_the_same_for_everybody_is_asked_each_time(site: Asked, path: str) -> None:
    site.get(path)
    site.get(path, "q=clinic")
    assert site.times == 2


@pytest.mark.parametrize("method", ["POST", "HEAD"])
def test_only_reading_is_answered_here(site: Asked, petition: Petition, method: str) -> None:
    path = petition.public_path("en")
    site.get(path)
    site.get(path, method=method)
    assert site.times == 2


def test_what_the_front_keeps_is_bounded(
    site: Asked, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "_LARGEST", 2)
    paths = ["/", "/es/", "/causes/", "/es/causes/"]
    for path in paths:
        site.get(path)
    assert len(site.front._kept) <= 2


def test_an_answer_with_a_cookie_is_never_kept(petition: Petition, hand: SimpleNamespace) -> None:
    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        environ[front_cache.KEPT_UNTIL] = hand.now + 2
        start("200 OK", [("Set-Cookie", "who=me")])
        return [b"mine"]

    before = front.Front(application)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.url_scheme": "http"}
    assert before(environ, lambda *_: None) == [b"mine"]
    assert not before._kept
