"""The figures counted again, slowly and in Python, from nothing but signatures and links."""

import datetime as dt
from collections import Counter
from typing import Any

from causes.models import (
    CohortHour,
    ConnectorSum,
    ConnectorTotal,
    GrowthHour,
    Link,
    LinkTotal,
    Page,
    RegionDay,
    Status,
    WayDay,
)
from petitions.models import Signature

Figures = dict[str, dict[Any, Any]]


class Recount:
    """Walks the tree by `parent` alone; believes neither `root` nor `generation`."""

    def __init__(self) -> None:
        self.links = {link.pk: link for link in Link.objects.all()}
        self.rows = {row.link_id: row for row in Signature.objects.all()}

    def line(self, link: Link) -> list[Link]:
        """The ancestors of a link, nearest first; AssertionError when it bites its own tail."""
        found: list[Link] = []
        while link.parent_id is not None:
            link = self.links[link.parent_id]
            assert link not in found, "a circle of parents"
            found.append(link)
        return found

    def generation(self, link: Link) -> int:
        """How far from the start: people begin at 1, an organisation's own link is 0."""
        line = self.line(link)
        first = line[-1] if line else link
        return len(line) + (1 if first.kind == Link.Kind.PERSON else 0)

    def confirmed(self) -> list[Signature]:
        return [row for row in self.rows.values() if row.status == Status.CONFIRMED]

    def figures(self) -> Figures:
        """The journals as they should stand, cells that are nought left out."""
        growth: dict[Any, list[int]] = {}
        ways: Counter[Any] = Counter()
        regions: Counter[Any] = Counter()
        cohort: Counter[Any] = Counter()
        roots: dict[int, list[int]] = {}
        connectors: dict[int, list[int]] = {}
        for row in self.confirmed():
            link = self.links[row.link_id]
            line = self.line(link)
            hour, generation = _hour(row.confirmed_at), self.generation(link)
            both = row.new_to_list and row.opted_in
            said = [1, generation >= 2, bool(row.new_to_list), bool(row.opted_in), bool(both)]
            _add(growth, (row.petition_id, hour), said)
            ways[row.petition_id, hour.date(), row.channel, generation] += 1
            regions[row.petition_id, hour.date(), row.region] += 1
            if row.lag:
                cohort[row.petition_id, row.parent_hour, row.lag] += 1
            if line:
                _add(roots, line[-1].pk, [line[-1] == line[0], 1, bool(row.new_to_list)])
            for step, up in enumerate(line):
                if up.kind == Link.Kind.PERSON:
                    _add(connectors, up.pk, [step == 0, 1])
        pages = Counter(row.petition_id for row in self.confirmed())
        return {
            "growth": {cell: tuple(sums) for cell, sums in growth.items()},
            "ways": dict(ways),
            "regions": dict(regions),
            "cohort": dict(cohort),
            "roots": {pk: tuple(sums) for pk, sums in roots.items()},
            "connectors": {pk: tuple(sums) for pk, sums in connectors.items()},
            "credited": self.credited(connectors),
            "pages": dict(pages),
        }

    def credited(self, connectors: dict[int, Any]) -> dict[Any, Any]:
        """Of `connectors` those whose own name stands and who brought somebody, and their sums by page."""
        found: dict[Any, Any] = {}
        for row in self.confirmed():
            direct, downstream = connectors.get(row.link_id, (0, 0))
            if direct:
                found["link", row.link_id] = (direct, downstream)
                _add(found, ("page", row.petition_id), [1, direct, downstream])
        return {key: tuple(sums) for key, sums in found.items()}


def journals() -> Figures:
    """The same figures as the journals say them."""
    return {
        "growth": _booked(
            GrowthHour,
            ("page", "hour"),
            *("signatures", "friends", "new_to_list", "opted_in", "new_subscribers"),
        ),
        "ways": _only(_booked(WayDay, ("page", "day", "channel", "generation"), "signatures")),
        "regions": _only(_booked(RegionDay, ("page", "day", "region"), "signatures")),
        "cohort": _only(_booked(CohortHour, ("page", "parent_hour", "lag"), "brought")),
        "roots": _of_one(_booked(LinkTotal, ("link",), "direct", "downstream", "new_to_list")),
        "connectors": _of_one(_booked(ConnectorTotal, ("link",), "direct", "downstream")),
        "credited": _credited(),
        "pages": {pk: count for pk, count in Page.objects.values_list("pk", "count") if count},
    }


def _credited() -> dict[Any, Any]:
    ranked = ConnectorTotal.objects.filter(credited=True, direct__gt=0)
    links = {("link", pk): sums for pk, *sums in ranked.values_list("link", "direct", "downstream")}
    booked = _of_one(_booked(ConnectorSum, ("page",), "people", "direct", "downstream"))
    return {key: tuple(sums) for key, sums in links.items()} | {("page", pk): s for pk, s in booked.items()}


def _only(rows: dict[Any, tuple[int, ...]]) -> dict[Any, int]:
    return {cell: sums[0] for cell, sums in rows.items()}


def _booked(model: Any, cell: tuple[str, ...], *sums: str) -> dict[Any, tuple[int, ...]]:
    rows = model.objects.values_list(*cell, *sums)
    split = {row[: len(cell)]: row[len(cell) :] for row in rows}
    return {key: values for key, values in split.items() if any(values)}


def _of_one(rows: dict[Any, Any]) -> dict[Any, Any]:
    return {key[0]: values for key, values in rows.items()}


def _add(sums: dict[Any, list[int]], key: Any, more: list[Any]) -> None:
    sums[key] = [old + int(new) for old, new in zip(sums.get(key, [0] * len(more)), more, strict=True)]


def _hour(moment: dt.datetime | None) -> dt.datetime:
    assert moment, "a confirmed row says when"
    return moment.replace(minute=0, second=0, microsecond=0)
