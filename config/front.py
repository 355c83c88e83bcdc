"""The front of the house: what is the same for everybody is answered before Django is asked.

A crowd reads one page. `causes.front_cache` keeps its bytes for two seconds and says in the request until
when; this keeps the whole answer as Django gave it, headers and all, and gives it to whoever asks the same
host for the same path. The query is not looked at: no parameter changes a byte of these pages.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from causes.front_cache import KEPT_UNTIL

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]
_LARGEST = 500
_NOT_MODIFIED = "304 Not Modified"
_WITHOUT_BODY = {"content-length", "content-type"}


class Answer(NamedTuple):
    """What everybody gets until `until`, seconds of the machine's own clock."""

    until: float
    headers: Headers
    etag: str
    body: bytes


class Front:
    """A WSGI application before another."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._kept: dict[tuple[Any, ...], Answer] = {}

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)
        key = _key(environ)
        found = self._kept.get(key)
        if found and found.until > time.monotonic():
            return _give(found, environ, start_response)
        return self._ask(key, environ, start_response)

    def forget(self) -> None:
        self._kept.clear()

    def _ask(self, key: tuple[Any, ...], environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        said: list[Any] = []

        def listen(status: str, headers: Headers, *error: Any) -> Any:
            said[:] = [status, headers]
            return start(status, headers, *error)

        parts = self._application(environ, listen)
        if environ.get(KEPT_UNTIL) and said[0].startswith("200"):
            body = b"".join(parts)
            getattr(parts, "close", lambda: None)()
            self._keep(key, said[1], body, environ[KEPT_UNTIL])
            return [body]
        return parts

    def _keep(self, key: tuple[Any, ...], headers: Headers, body: bytes, until: float) -> None:
        named = {name.lower(): value for name, value in headers}
        if "set-cookie" in named or "vary" in named:  # then it is one visitor's own after all
            return
        if len(self._kept) >= _LARGEST:
            self._kept.clear()
        self._kept[key] = Answer(until, headers, named.get("etag", ""), body)


def _key(environ: Environ) -> tuple[Any, ...]:
    """What an answer depends on: our name, whether the line is safe, and the path."""
    safe = environ["wsgi.url_scheme"] == "https" or environ.get("HTTP_X_FORWARDED_PROTO") == "https"
    return environ.get("HTTP_HOST", ""), safe, environ.get("SCRIPT_NAME", ""), environ["PATH_INFO"]


def _give(found: Answer, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    if found.etag and found.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response(
            _NOT_MODIFIED, [pair for pair in found.headers if pair[0].lower() not in _WITHOUT_BODY]
        )
        return [b""]
    start_response("200 OK", found.headers)
    return [found.body]
