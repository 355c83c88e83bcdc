"""The one session factory for calls to other networks: time-outs, a size limit, no redirects.

Addresses from settings are trusted. Those that users supply are called with `walled=True`.
"""

import io
import logging
import time
from collections.abc import Mapping
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies

from accounts.wall import POOLS

CONNECT_AND_READ_SECONDS = (3.05, 15.0)
ANSWER_SECONDS = 25.0
ANSWER_BYTES = 1_000_000

# These libraries print Authorization headers and tokens at DEBUG.
for _name in ("tweepy", "requests_oauthlib", "oauthlib"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class AnswerTooLarge(requests.RequestException):
    """The body passed ANSWER_BYTES."""


class AnswerTooSlow(requests.Timeout):
    """The body kept trickling past ANSWER_SECONDS; the read time-out only bounds each piece."""


class LimitedAdapter(HTTPAdapter):
    """Sends with time-outs and reads the whole answer within the limits above."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs["timeout"] = kwargs.get("timeout") or CONNECT_AND_READ_SECONDS
        kwargs["stream"] = True
        deadline = time.monotonic() + ANSWER_SECONDS
        answer = super().send(request, *args, **kwargs)
        answer.raw = io.BytesIO(_read(answer, deadline))
        return answer


class WalledAdapter(LimitedAdapter):
    """Connects to public addresses only, whatever a name leads to."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS


class MovedAdapter(LimitedAdapter):
    """Sends what a library addresses to a fixed host to another base address instead."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__()
        self.old, self.new = old, new

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        if request.url is None or not request.url.startswith(self.old):
            raise requests.exceptions.InvalidURL(f"not below {self.old}", request=request)
        request.url = self.new + request.url[len(self.old) :]
        # Proxies were chosen for the old host; a stand-in on this machine wants none.
        kwargs["proxies"] = get_environ_proxies(request.url)
        return super().send(request, *args, **kwargs)


def session(moved: Mapping[str, str] | None = None, *, walled: bool = False) -> requests.Session:
    """A fresh session. `moved` maps hard-coded bases to the ones to call, no slash at the end.

    `walled` is for addresses that users supplied; a proxy of the environment would look behind the wall
    for us, so none is used.

    A redirect raises TooManyRedirects: requests would turn a POST into a GET and leave the limits.
    """
    made = requests.Session()
    made.max_redirects = 0
    for scheme in ("http://", "https://"):
        made.mount(scheme, WalledAdapter() if walled else LimitedAdapter())
    made.trust_env = not walled
    for old, new in (moved or {}).items():
        made.mount(f"{old}/", MovedAdapter(old, new))
    return made


def never_reached(error: Exception) -> bool:
    """True when the request certainly did not arrive: no connection or no trust came about."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError):
        return True
    if not isinstance(error, requests.ConnectionError) or not error.args:
        return False
    reason = getattr(error.args[0], "reason", None)
    # Behind a proxy the reason wraps the error of the connection to the proxy.
    reason = getattr(reason, "original_error", reason)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def json_object(answer: requests.Response) -> dict[str, Any]:
    """The JSON object in the answer, or an empty one when it holds anything else."""
    try:
        body = answer.json()
    except requests.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}


def json_list(answer: requests.Response) -> list[Any] | None:
    """The JSON list in the answer, or None when it holds anything else."""
    try:
        body = answer.json()
    except requests.JSONDecodeError:
        return None
    return body if isinstance(body, list) else None


def _read(answer: requests.Response, deadline: float) -> bytes:
    """The decoded body; raises requests' exceptions, and closes the connection when it does."""
    body = bytearray()
    try:
        while piece := answer.raw.read1(8192, decode_content=True):
            body += piece
            if len(body) > ANSWER_BYTES:
                raise AnswerTooLarge(f"more than {ANSWER_BYTES} bytes", request=answer.request)
            if time.monotonic() > deadline:
                raise AnswerTooSlow(f"more than {ANSWER_SECONDS} s", request=answer.request)
    except requests.RequestException:  # an OSError too: keep it from the last branch
        raise
    except urllib3.exceptions.ReadTimeoutError as error:
        raise requests.ReadTimeout(error, request=answer.request) from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise requests.ConnectionError(error, request=answer.request) from error
    finally:
        answer.raw.close()
    return bytes(body)
