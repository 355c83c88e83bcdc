"""`./dev bench [N]`: N thousand requests a figure (default 6), each beside the minimal view of its kind.

`./dev bench growth [N]` times the growth pages instead (`bench.growth`), `./dev bench names [N]` the desk's
lists of names (`bench.names`), `./dev bench exports [N]` the export of N thousand signatures beside `psql`'s
own copy of them (`bench.exports`), `./dev bench costs [N]` what one request costs in processor time
(`bench.costs`), `./dev bench everything [N]` a full export of them (`bench.everything`).

Every figure is the median of three rounds; in each round the yardstick and the site take turns, so
that both see the same minutes of the machine.
"""

import importlib
import os
import re
import statistics
import sys
from urllib.parse import quote_plus, urlencode

import django

from bench import load
from bench.load import Result, get, post
from bench.serving import serving

CLIENTS = 32
ROUNDS = 3
_OTHERS = ("costs", "everything", "exports", "growth", "names")
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Safari/604.1"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if sys.argv[1:2] and sys.argv[1] in _OTHERS:
        importlib.import_module(f"bench.{sys.argv[1]}").main()
        return
    from bench import stage

    count = int(sys.argv[1]) * 1000 if len(sys.argv) > 1 else 6000
    scene = stage.build()
    print(f"{count} requests a figure, {CLIENTS} connections, median of {ROUNDS} rounds\n")
    with (
        serving("bench.minimal:application") as plain,
        # A proxy of ours stands before the site, so that each request may come from an address of its own.
        serving("config.wsgi:application", TRUSTED_PROXIES="1", LOG_LEVEL="ERROR") as site,
    ):
        key = _form_key(site, scene.path)
        _pages(plain, "/page", count)  # both are warm before anything is measured
        _pages(site, scene.path, count)
        rows = [
            ("minimal page", lambda n: _pages(plain, "/page", count), 200, None),
            ("petition page", lambda n: _pages(site, scene.path, count), 200, "minimal page"),
            ("click, recorded", lambda n: _clicks(site, scene.code, count, n), 302, "minimal page"),
            ("minimal INSERT", lambda n: _inserts(plain, count, n), 303, None),
            ("sign", lambda n: _signs(site, scene.path, key, count, n), 303, "minimal INSERT"),
            ("confirm", lambda n: _confirms(site, scene.tokens(count)), 200, "minimal INSERT"),
        ]
        results: dict[str, list[Result]] = {name: [] for name, *_ in rows}
        drains: list[float] = []
        for round_ in range(ROUNDS):
            for name, measure, _, _ in rows:
                results[name].append(measure(round_))
                if name.startswith("click"):
                    drains.append(scene.drain(count))
    for name, _, expected, against in rows:
        _report(name, results[name], results[against] if against else [], expected)
    print(f"{'drain':18}{statistics.median(drains):9,.0f}/s   clicks from the stream into rows and journals")
    scene.check()


def _pages(port: int, path: str, count: int) -> Result:
    return load.run(port, [get(path)] * count, CLIENTS)


def _clicks(port: int, code: str, count: int, round_: int) -> Result:
    requests = [
        get(f"/s/{code}/whatsapp/", User_Agent=PHONE, X_Forwarded_For=_address(n, round_))
        for n in range(count)
    ]
    return load.run(port, requests, CLIENTS)


def _inserts(port: int, count: int, round_: int) -> Result:
    bodies = [urlencode({"email": f"bench{round_}-{n}@example.net"}).encode() for n in range(count)]
    return load.run(port, [post("/insert", body) for body in bodies], CLIENTS)


def _signs(port: int, path: str, key: str, count: int, round_: int) -> Result:
    def one(number: int) -> bytes:
        email = f"bench{round_}-{number}@example.net"
        body = (
            f"name=Ana+Pe%C3%B1a&email={quote_plus(email)}&postcode=85701&updates=no&website=&form_key={key}"
        )
        return post(path, body.encode(), X_Forwarded_For=_address(number, round_), User_Agent=PHONE)

    return load.run(port, [one(number) for number in range(count)], CLIENTS)


def _confirms(port: int, tokens: list[str]) -> Result:
    return load.run(port, [post(f"/confirm/{token}/", b"name=Ana&updates=no") for token in tokens], CLIENTS)


def _address(number: int, round_: int) -> str:
    return f"10.{round_ + 1}.{number >> 8 & 255}.{number & 255}"


def _form_key(port: int, path: str) -> str:
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        found = re.search(rb'name="form_key"[^>]*value="([^"]+)"', answer.read())
    assert found, "the petition page has no form"
    return found[1].decode()


def _report(name: str, results: list[Result], yardstick: list[Result], expected: int) -> None:
    wrong = {status for result in results for status in result.statuses if status != expected}
    rate = statistics.median(result.per_second for result in results)
    line = (
        f"{name:18}{rate:9,.0f}/s   p50 {_mid(results, 'p50'):6.1f} ms   p95 {_mid(results, 'p95'):6.1f} ms"
    )
    if yardstick:
        ratios = [mine.per_second / plain.per_second for mine, plain in zip(results, yardstick, strict=True)]
        line += f"   {100 * statistics.median(ratios):4.0f} % of minimal"
    print(line + (f"   UNEXPECTED STATUS {wrong}" if wrong else ""))


def _mid(results: list[Result], figure: str) -> float:
    return statistics.median(getattr(result, figure) for result in results)


main()
