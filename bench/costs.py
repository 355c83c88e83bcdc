"""`./dev bench costs [N] [profile]`: what one request costs in processor time, for us and for Postgres.

One process calls the WSGI application itself, N requests a figure (default 2,000), so neither a load
generator nor a server program nor waiting is in the figures: they hold on a busy machine, too. `profile`
prints where our own part goes.
"""

import cProfile
import io
import os
import pstats
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from django.db import connection

from bench import stage
from config.wsgi import application as site

_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Safari/604.1"
_TICKS = os.sysconf("SC_CLK_TCK")
Request = dict[str, Any]


def main() -> None:
    numbers = [int(word) for word in sys.argv[2:] if word.isdigit()]
    count, profiled = (numbers or [2000])[0], "profile" in sys.argv
    scene = stage.build()
    page = _get(scene.path)
    body = _answer(page)[1]
    found = re.search(rb'name="form_key"[^>]*value="([^"]+)"', body)
    assert found, "the petition page has no form"
    key = found[1].decode()
    print(f"{count} requests a figure, one process\n\n{'':18}{'program':>12}{'Postgres':>12}")
    measure("petition page", (page for _ in range(count)), "200", profiled)
    measure("click, recorded", (_click(scene.code, n) for n in range(count)), "302", profiled)
    measure("sign", (_sign(scene.path, key, n) for n in range(count)), "303", profiled)
    tokens = scene.tokens(count)
    measure("confirm: opened", (_get(f"/confirm/{token}/") for token in tokens), "200", profiled)
    measure("confirm: pressed", (_confirm(token) for token in tokens), "200", profiled)


def measure(
    name: str,
    requests: Iterator[Request],
    expected: str,
    profiled: bool,
) -> None:
    """One row: microseconds of processor time for each request."""
    todo = list(requests)
    for request in todo[: len(todo) // 10]:  # warm: templates, plans, kept pages
        _answer(request)
    todo = todo[len(todo) // 10 :]
    profile = cProfile.Profile() if profiled else None
    database, program = _postgres(), time.process_time()
    if profile:
        profile.enable()
    statuses = {_answer(request)[0][:3] for request in todo}
    if profile:
        profile.disable()
    ours, theirs = time.process_time() - program, _postgres() - database
    wrong = statuses - {expected}
    each = 1e6 / len(todo)
    line = f"{name:18}{ours * each:9,.0f} µs{theirs * each:9,.0f} µs"
    print(line + (f"   UNEXPECTED STATUS {wrong}" if wrong else ""))
    if profile:
        text = io.StringIO()
        pstats.Stats(profile, stream=text).sort_stats("tottime").print_stats(45)
        print(text.getvalue())


def _postgres() -> float:
    """Seconds of processor time that our connection's own process at the database has used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text()
    fields = stat.rpartition(")")[2].split()  # the name before it may hold spaces
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _answer(request: Request) -> tuple[str, bytes]:
    said: list[str] = []
    environ = {**request, "wsgi.input": io.BytesIO(request["body"])}
    answer = site(environ, lambda status, headers, *_: said.append(status))
    try:
        return said[0] if said else "", b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()


def _request(method: str, path: str, body: bytes = b"", **headers: str) -> Request:
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_USER_AGENT": _PHONE,
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "body": body,
        **headers,
    }


def _get(path: str) -> Request:
    return _request("GET", path)


def _click(code: str, number: int) -> Request:
    return _request("GET", f"/s/{code}/whatsapp/", REMOTE_ADDR=_address(number))


def _sign(path: str, key: str, number: int) -> Request:
    email = quote_plus(f"costs{number}@example.net")
    body = f"name=Ana+Pe%C3%B1a&email={email}&postcode=85701&updates=no&website=&form_key={key}"
    return _request("POST", path, body.encode(), REMOTE_ADDR=_address(number))


def _confirm(token: str) -> Request:
    return _request("POST", f"/confirm/{token}/", b"name=Ana&updates=no")


def _address(number: int) -> str:
    return f"10.1.{number >> 8 & 255}.{number & 255}"
