"""Public pages for a moment in the process's own memory: a crowd reads one rendering.

Two seconds are enough, since the count itself is added up every two; nothing has to be invalidated.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

SECONDS = 2.0
_MOST = 2000  # entries, and
_ROOM = 32 << 20  # bytes of rendered pages: whoever asks for ever other pages fills no memory
_kept: dict[str, tuple[float, Any]] = {}
_filled = 0
# How the server before Django hears until when everybody may have this answer, whatever their query says.
KEPT_UNTIL = "groundswell.kept_until"


def kept(key: str, make: Callable[[], Any], seconds: float = SECONDS) -> Any:
    """What `make` returned for `key` at most `seconds` ago; exceptions are not kept."""
    found = _kept.get(key)
    moment = time.monotonic()
    if found and found[0] > moment:
        return found[1]
    value = make()
    _take_out(key)
    _make_room(_size(value))
    _kept[key] = (moment + seconds, value)
    return value


def kept_until(key: str) -> float:
    """When what `kept` holds for `key` ends, on the machine's own clock; 0 for nothing."""
    found = _kept.get(key)
    return found[0] if found else 0.0


def _take_out(key: str) -> None:
    global _filled
    if old := _kept.pop(key, None):
        _filled -= _size(old[1])


def _make_room(size: int) -> None:
    global _filled
    if len(_kept) >= _MOST or _filled + size > _ROOM:
        forget()
    _filled += size


def _size(value: Any) -> int:
    """Of a page, in bytes or characters; what is no page is small."""
    body = value[0] if isinstance(value, tuple) and value else value
    return len(body) if isinstance(body, bytes | str) else 0


def forget() -> None:
    """Empty it: for tests, and for the desk's own preview of a change."""
    global _filled
    _kept.clear()
    _filled = 0


def answer(
    request: HttpRequest,
    key: str,
    make: Callable[[], str],
    content_type: str = "text/html; charset=utf-8",
    *,
    at_the_front: bool = False,
) -> HttpResponse:
    """The kept bytes with an ETag, or 304 when the reader has them: the same for every visitor.

    `at_the_front`: whoever asks for this path gets this answer, whatever query they bring (`config.front`).
    """
    cell = f"{content_type} {key}"
    body, etag = kept(cell, lambda: _with_etag(make()))
    if at_the_front:
        request.META[KEPT_UNTIL] = kept_until(cell)
    headers = {"ETag": etag, "Cache-Control": "public, max-age=2, stale-while-revalidate=30"}
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(body, content_type=content_type, headers=headers)


def _with_etag(text: str) -> tuple[bytes, str]:
    body = text.encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'
