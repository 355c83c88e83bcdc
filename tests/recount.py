"""The figures counted again, slowly and in Python, from nothing but signatures and links."""

import datetime as dt
from collections import Counter
from typing import Any

from causes.models import CohortHour, ConnectorTotal, GrowthHour, Link, LinkTotal, Page, Status
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
        growth: Counter[Any] = Counter()
        new: Counter[Any] = Counter()
        agreed: Counter[Any] = Counter()
        subscribed: Counter[Any] = Counter()
        cohort: Counter[Any] = Counter()
        roots: dict[int, list[int]] = {}
        connectors: dict[int, list[int]] = {}
        for row in self.confirmed():
            link = self.links[row.link_id]
            line = self.line(link)
            cell = (row.petition_id, _hour(row.confirmed_at), row.channel, self.generation(link), row.region)
            growth[cell] += 1
            new[cell] += bool(row.new_to_list)
            agreed[cell] += bool(row.opted_in)
            subscribed[cell] += bool(row.new_to_list and row.opted_in)
            if row.lag:
                cohort[row.petition_id, row.parent_hour, row.lag] += 1
            if line:
                _add(roots, line[-1].pk, [line[-1] == line[0], 1, bool(row.new_to_list)])
            for step, up in enumerate(line):
                if up.kind == Link.Kind.PERSON:
                    _add(connectors, up.pk, [step == 0, 1])
        pages = Counter(row.petition_id for row in self.confirmed())
        return {
            "growth": {cell: (growth[cell], new[cell], agreed[cell], subscribed[cell]) for cell in growth},
            "cohort": dict(cohort),
            "roots": {pk: tuple(sums) for pk, sums in roots.items()},
            "connectors": {pk: tuple(sums) for pk, sums in connectors.items()},
            "pages": dict(pages),
        }


def journals() -> Figures:
    """The same figures as the journals say them."""
    return {
        "growth": _booked(
            GrowthHour,
            ("page", "hour", "channel", "generation", "region"),
            *("signatures", "new_to_list", "opted_in", "new_subscribers"),
        ),
        "cohort": {
            cell: sums[0]
            for cell, sums in _booked(CohortHour, ("page", "parent_hour", "lag"), "brought").items()
        },
        "roots": _of_one(_booked(LinkTotal, ("link",), "direct", "downstream", "new_to_list")),
        "connectors": _of_one(_booked(ConnectorTotal, ("link",), "direct", "downstream")),
        "pages": {pk: count for pk, count in Page.objects.values_list("pk", "count") if count},
    }


def _booked(model: Any, cell: tuple[str, ...], *sums: str) -> dict[Any, tuple[int, ...]]:
    rows = model.objects.values_list(*cell, *sums)
    split = {row[: len(cell)]: row[len(cell) :] for row in rows}
    return {key: values for key, values in split.items() if any(values)}


def _of_one(rows: dict[Any, Any]) -> dict[Any, Any]:
    return {key[0]: values for key, values in rows.items()}


def _add(sums: dict[int, list[int]], key: int, more: list[Any]) -> None:
    sums[key] = [old + int(new) for old, new in zip(sums.get(key, [0] * len(more)), more, strict=True)]


def _hour(moment: dt.datetime | None) -> dt.datetime:
    assert moment, "a confirmed row says when"
    return moment.replace(minute=0, second=0, microsecond=0)
