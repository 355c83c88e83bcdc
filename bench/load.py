"""A small load generator: blocking sockets, one process per core, keep-alive, nothing parsed twice."""

import multiprocessing
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """Requests per second, latencies in milliseconds, and how many answers had each status."""

    per_second: float
    p50: float
    p95: float
    statuses: dict[int, int]


def run(port: int, requests: list[bytes], clients: int, processes: int = 1) -> Result:
    """Send every request once over `clients` keep-alive connections; the time is wall time of all of them."""
    shares = [requests[number::processes] for number in range(processes)]
    start = time.perf_counter()
    if processes == 1:
        parts = [_share(port, shares[0], clients)]
    else:
        with multiprocessing.Pool(processes) as pool:
            parts = pool.starmap(_share, [(port, share, clients // processes) for share in shares])
    elapsed = time.perf_counter() - start
    times = sorted(t for part, _ in parts for t in part)
    statuses = sum((Counter(counted) for _, counted in parts), Counter())
    return Result(
        len(requests) / elapsed,
        1000 * times[len(times) // 2],
        1000 * times[int(len(times) * 0.95)],
        dict(statuses),
    )


def _share(port: int, requests: list[bytes], clients: int) -> tuple[list[float], dict[int, int]]:
    todo: Iterator[bytes] = iter(requests)
    lock = threading.Lock()
    times: list[float] = []
    statuses: Counter[int] = Counter()

    def work() -> None:
        with socket.create_connection(("127.0.0.1", port)) as line:
            reader = line.makefile("rb")
            while (request := _next(todo, lock)) is not None:
                start = time.perf_counter()
                line.sendall(request)
                statuses[_answer(reader)] += 1
                times.append(time.perf_counter() - start)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, dict(statuses)


def _next(todo: Iterator[bytes], lock: threading.Lock) -> bytes | None:
    with lock:
        return next(todo, None)


def _answer(reader: "socket.SocketIO | object") -> int:
    status = int(reader.readline().split(b" ", 2)[1])  # type: ignore[attr-defined]
    length = 0
    while (line := reader.readline()) not in (b"\r\n", b""):  # type: ignore[attr-defined]
        if line[:15].lower() == b"content-length:":
            length = int(line[15:])
    if length:
        reader.read(length)  # type: ignore[attr-defined]
    return status


def get(path: str, **headers: str) -> bytes:
    return _request("GET", path, headers, b"")


def post(path: str, body: bytes, **headers: str) -> bytes:
    return _request("POST", path, {"Content_Type": "application/x-www-form-urlencoded", **headers}, body)


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def many(make: Callable[[int], bytes], numbers: Iterable[int]) -> list[bytes]:
    return [make(number) for number in numbers]
