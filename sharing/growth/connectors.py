"""Who brought others, from the connector journal: named only if they said yes to being written to.

A network of named people would be a list of targets, so nobody is shown with those they brought.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from causes.models import ConnectorTotal, Page, Status

MOST = 10
# Words between a first name and the one whose initial stands for it.
_PARTICLES = {"de", "del", "la", "las", "los", "da", "do", "dos", "van", "von", "y", "e"}


@dataclass(frozen=True)
class Connector:
    """One person, over all their links to these pages. `downstream` includes `direct`."""

    name: str
    direct: int
    downstream: int
    pages: int


@dataclass(frozen=True)
class Connectors:
    """The first named people, and the sums of everybody else who brought somebody.

    `all_direct` is what all of them brought directly, `top_direct` the part of the ten who brought
    most, named or not: is it a few heroes, or a crowd?
    """

    named: list[Connector]
    others: int
    others_direct: int
    others_downstream: int
    top_direct: int
    all_direct: int

    @property
    def people(self) -> int:
        return len(self.named) + self.others


def top_connectors(pages: QuerySet[Page], names: bool = True) -> Connectors:
    """People with a confirmed signature who brought at least one other, in three queries.

    Without `names` everybody is among the others.
    """
    people = _people(pages)
    sums = people.aggregate(
        people=Count("person", distinct=True), direct=Sum("direct"), downstream=Sum("downstream")
    )
    ranked = people.values("person").annotate(**_SUMS).order_by("-direct_sum", "-downstream_sum", "person")
    named = [_connector(row) for row in ranked.filter(agreed=True)[:MOST]] if names else []
    return Connectors(
        named=named,
        others=sums["people"] - len(named),
        others_direct=(sums["direct"] or 0) - sum(person.direct for person in named),
        others_downstream=(sums["downstream"] or 0) - sum(person.downstream for person in named),
        top_direct=sum(ranked.values_list("direct_sum", flat=True)[:MOST]),
        all_direct=sums["direct"] or 0,
    )


_SUMS: dict[str, Any] = {
    "direct_sum": Sum("direct"),
    "downstream_sum": Sum("downstream"),
    "page_count": Count("page", distinct=True),
    "name": Max(Coalesce("link__signature__name", "link__support__name")),
    # Who said no anywhere is named nowhere.
    "agreed": BoolAnd(Coalesce("link__signature__updates", "link__support__updates")),
}


def _people(pages: QuerySet[Page]) -> QuerySet[Any]:
    """The journal rows of confirmed owners, each with its person."""
    confirmed = Q(link__signature__status=Status.CONFIRMED) | Q(link__support__status=Status.CONFIRMED)
    rows = ConnectorTotal.objects.filter(page__in=pages.order_by().values("pk"), direct__gt=0)
    return rows.filter(confirmed).annotate(
        person=Coalesce("link__signature__supporter", "link__support__supporter"),
    )


def _connector(row: dict[str, Any]) -> Connector:
    return Connector(short_name(row["name"]), row["direct_sum"], row["downstream_sum"], row["page_count"])


def short_name(name: str) -> str:
    """First name and an initial: `María de la Cruz Ortiz` -> `María C.`; nobody is fully named here."""
    first, *rest = name.split() or [""]
    initial = next((word[0].upper() for word in rest if word.lower() not in _PARTICLES), "")
    first = first[:20]
    return f"{first} {initial}." if initial else first
