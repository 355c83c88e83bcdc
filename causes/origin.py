"""Where a form was posted from. A public form carries no authority, so this is all it needs."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

_HOST = re.compile(r"[a-z0-9.-]{1,93}(:\d{1,5})?")


def is_ours(request: HttpRequest) -> bool:
    """False only for what a browser says comes from another site.

    `null` is an origin of ours behind a strict privacy setting; both headers absent is an old browser.
    """
    return request.headers.get("Sec-Fetch-Site") != "cross-site" and _named_ours(request)


def is_ours_or_framed(request: HttpRequest) -> bool:
    """Like `is_ours`, for a form that stands in other sites' frames.

    A sandboxed frame has no origin at all: its browser calls it `null` and our own form cross-site.
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site" and "Origin" not in request.headers:
        return False
    return _named_ours(request)


def framing_host(request: HttpRequest) -> str:
    """The name of the other site whose page holds the frame that is being opened; "" when it is not told.

    A browser tells a foreign site no more of the page than this name.
    """
    return host_of(urlsplit(_plain(request.headers.get("Referer", ""))).netloc, request)


def host_of(name: str, request: HttpRequest) -> str:
    """`name` if it can be the host of another site, else ""."""
    name = name.lower()
    return name if _HOST.fullmatch(name) and name not in _own_names(request) else ""


def _named_ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(_plain(origin)).netloc in _own_names(request)


def _own_names(request: HttpRequest) -> tuple[str, str]:
    return request.get_host(), urlsplit(settings.SITE_URL).netloc


def _plain(address: str) -> str:
    """Brackets promise an IPv6 address, and `urlsplit` raises when they break the promise."""
    return "" if "[" in address or "]" in address else address
