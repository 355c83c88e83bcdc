"""Faults that a test switches on at a stand-in: so many times, for whom it concerns, then gone."""

import threading
from dataclasses import asdict, dataclass, fields
from typing import Any

from tests.standins.web import Answer, Request, Route, as_json


@dataclass
class Fault:
    """`match` is a part of what the fault concerns (an address, a text); empty concerns everybody."""

    kind: str
    times: int = 1
    match: str = ""
    # Where it strikes, in the stand-in's own words; empty is its main work.
    at: str = ""
    # "before" or "after" the stand-in has stored what it was given.
    when: str = "before"
    # How long slow things take.
    seconds: float = 60.0


# How an answer may go over the wire; `Answer.manner` knows them, "huge" is a body.
MANNERS = {"hang", "reset", "trickle", "huge", "slow"}


def spoil(fault: Fault, good: Answer, canned: dict[str, Answer]) -> Answer:
    """What goes over the wire in place of (or, with a manner, as a disfigured) good answer."""
    if fault.kind not in MANNERS:
        return canned[fault.kind]
    if fault.kind == "huge":
        return Answer(b'{"data": "' + b"x" * 5_000_000 + b'"}', good.status, good.headers)
    return Answer(good.body, good.status, good.headers, manner=fault.kind, seconds=fault.seconds)


class Faults:
    """The faults waiting at one stand-in."""

    def __init__(self, kinds: set[str]) -> None:
        self.kinds = kinds
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, **wanted: Any) -> Fault:
        """ValueError says what is wrong with the wish."""
        known = {f.name for f in fields(Fault)}
        if unknown := set(wanted) - known:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}")
        if wanted.get("kind") not in self.kinds:
            raise ValueError(f"kind is one of {', '.join(sorted(self.kinds))}")
        if wanted.get("when", "before") not in ("before", "after"):
            raise ValueError("when is before or after")
        fault = Fault(**wanted)
        with self._lock:
            self._waiting.append(fault)
        return fault

    def take(self, *subjects: str, at: str = "", kinds: set[str] | None = None) -> Fault | None:
        """The first fault for this place and one of these subjects, used up by one."""
        with self._lock:
            for fault in self._waiting:
                concerns = fault.at == at and any(fault.match.casefold() in s.casefold() for s in subjects)
                if concerns and (kinds is None or fault.kind in kinds):
                    fault.times -= 1
                    self._waiting = [waiting for waiting in self._waiting if waiting.times > 0]
                    return fault
        return None

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def routes(self) -> list[Route]:
        """GET lists, POST adds, DELETE empties."""
        return [
            ("GET", "/faults.json", self._list),
            ("POST", "/faults.json", self._add),
            ("DELETE", "/faults.json", self._clear),
        ]

    def _list(self, request: Request) -> Answer:
        with self._lock:
            return as_json([asdict(fault) for fault in self._waiting])

    def _add(self, request: Request) -> Answer:
        try:
            wanted = request.json()
            if not isinstance(wanted, dict):
                raise ValueError("send one object")
            return as_json(asdict(self.add(**wanted)), 201)
        except (ValueError, TypeError) as error:
            return as_json({"error": str(error)}, 400)

    def _clear(self, request: Request) -> Answer:
        self.clear()
        return Answer(status=204)
