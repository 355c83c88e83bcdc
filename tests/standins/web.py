"""The small web server under both stand-ins: loopback only, a thread per request.

A stand-in is a list of routes. An Answer may misbehave on the wire (`hang`, `reset`, `trickle`),
because the program under test has to live with peers that do.
"""

import json
import re
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Request:
    """What a route gets. `query` and `form` hold the last value of each name."""

    method: str
    path: str
    query: dict[str, str]
    headers: Any
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return _last(self.body.decode())

    def json(self) -> Any:
        """The JSON body; ValueError when it is not JSON or not sent as such.

        Asking for the content type keeps other sites' pages from posting here.
        """
        if not self.headers.get("Content-Type", "").startswith("application/json"):
            raise ValueError("send Content-Type: application/json")
        return json.loads(self.body or b"null")


@dataclass
class Answer:
    """What a route gives back; `manner` says how it goes over the wire."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = "plain"  # plain, slow, hang, reset, trickle
    seconds: float = 0.0


Route = tuple[str, str, Callable[..., Answer]]


def html(text: str, status: int = 200) -> Answer:
    return Answer(text.encode(), status, {"Content-Type": "text/html; charset=utf-8"})


def as_json(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return Answer(
        text.encode(), status, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    )


def redirect(address: str) -> Answer:
    return Answer(status=303, headers={"Location": address})


class Server:
    """Serves `routes` on 127.0.0.1; port 0 takes a free one. OSError when the port is taken."""

    def __init__(self, routes: list[Route], port: int = 0) -> None:
        self.routes = [(method, re.compile(pattern), route) for method, pattern, route in routes]
        self.closing = threading.Event()
        server = self

        class Handler(_Handler):
            owner = server

        self._http = _QuietServer((LOOPBACK, port), Handler)
        self.port: int = self._http.server_address[1]
        self.base = f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    def find(self, request: Request) -> Answer:
        """The answer of the first route that fits method and path."""
        known = False
        for method, pattern, route in self.routes:
            found = pattern.fullmatch(request.path)
            if found and method == request.method:
                return route(request, **found.groupdict())
            known = known or bool(found)
        return as_json({"title": "Not Found", "status": 404}, 404) if not known else Answer(status=405)


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is the caller's business; anything else is a fault of the stand-in."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: Server

    def handle_any(self) -> None:
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        length = int(self.headers.get("Content-Length") or 0)
        address = urlsplit(self.path)
        request = Request(
            self.command, address.path, _last(address.query), self.headers, self.rfile.read(length)
        )
        # A name that someone else's site lets point to this machine is not ours.
        answer = self.owner.find(request) if host in (LOOPBACK, "localhost") else Answer(status=403)
        self._give(answer)

    do_GET = do_HEAD = do_POST = do_DELETE = handle_any

    def _give(self, answer: Answer) -> None:
        if answer.manner == "hang":
            self.owner.closing.wait(answer.seconds)
            self.close_connection = True
            return
        if answer.manner == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        if answer.manner == "slow":
            self.owner.closing.wait(answer.seconds)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if answer.manner == "trickle":
            self._trickle(answer)
        else:
            self.wfile.write(answer.body)

    def _trickle(self, answer: Answer) -> None:
        for byte in answer.body:
            if self.owner.closing.wait(answer.seconds):
                return
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing per request; the pages show what arrived."""


def _last(encoded: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(encoded, keep_blank_values=True).items()}


def serve_until_told(start: Callable[[], Any], stop: Callable[[], Any]) -> None:
    """Run a stand-in as a program: until SIGTERM or Ctrl-C, then leave nothing behind."""
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    start()
    with suppress(KeyboardInterrupt):
        done.wait()
    stop()
