"""The demo's words, read from `content/*.toml` into plain rows."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "content"
_PETITIONS = ("health_and_streets", "roof_and_voice")


@dataclass(frozen=True)
class OwnLink:
    """A link of the organisation: its label, its kind, and the channel that people come by."""

    label: str
    kind: str
    channel: str


@dataclass(frozen=True)
class Wave:
    """People who come because of something that happened `hour` hours after publishing, through one of the
    own links or `direct`."""

    hour: float
    people: int
    through: str


@dataclass(frozen=True)
class Burst:
    """People who come directly, `hours_ago` before now: so that the demo is alive whenever it is made."""

    hours_ago: float
    people: int


@dataclass(frozen=True)
class CrowdPlan:
    """How a page's signatures come. `brings`: friends per person; `spanish`: the part in Spanish."""

    days_ago: float
    brings: float = 0.5
    spanish: float = 0.5
    lasts_days: float | None = None
    links: list[OwnLink] = field(default_factory=list)
    waves: list[Wave] = field(default_factory=list)
    lately: list[Burst] = field(default_factory=list)


@cache
def organisations() -> list[dict[str, Any]]:
    return _read("organisations")["organisation"]


@cache
def causes() -> list[dict[str, Any]]:
    return _read("organisations")["cause"]


@cache
def petitions() -> list[dict[str, Any]]:
    return [row for name in _PETITIONS for row in _read(name)["petition"]]


@cache
def people() -> dict[str, Any]:
    return _read("people")


@cache
def told() -> dict[str, Any]:
    """`outcome`, `response`, `update`, `reason` and `words`: lists of rows, each naming its page."""
    return _read("told")


def plan_of(petition: dict[str, Any]) -> CrowdPlan | None:
    """None for a draft: nobody has seen it."""
    crowd = petition.get("crowd")
    if crowd is None:
        return None
    parts = {
        "links": [OwnLink(**row) for row in crowd.get("links", [])],
        "waves": [Wave(**row) for row in crowd.get("waves", [])],
        "lately": [Burst(**row) for row in crowd.get("lately", [])],
    }
    return CrowdPlan(**{**crowd, **parts})


def plan_of_cause(cause: dict[str, Any]) -> CrowdPlan:
    """Supporters come slowly, all through its time."""
    waves = [Wave(hour, cause["supporters"] // 6, "direct") for hour in range(0, cause["days_ago"] * 24, 300)]
    spanish = 0.9 if cause["language"] == "es" else 0.4
    return CrowdPlan(cause["days_ago"], brings=0.25, spanish=spanish, waves=waves, lately=[Burst(10, 2)])


def _read(name: str) -> dict[str, Any]:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
