"""What came of the organisation's own links (partners, QR codes, mailings, posts), from the link journal."""

from dataclasses import dataclass

from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce

from causes.models import Link, Page

MOST = 20


@dataclass(frozen=True)
class LinkRow:
    """One link: `direct` came through it, `downstream` adds all whom those brought, `new_people` of these.

    The row of the rest has no kind and says in `links` how many it stands for.
    """

    label: str
    kind: str
    direct: int
    downstream: int
    new_people: int
    links: int = 1


def links(pages: "QuerySet[Page]") -> list[LinkRow]:
    """The links with most downstream first, at most 20; the others as one row. One query."""
    rows = [_row(link) for link in _totals(pages)]
    if len(rows) <= MOST:
        return rows
    rest = rows[MOST:]
    sums = (
        sum(row.direct for row in rest),
        sum(row.downstream for row in rest),
        sum(row.new_people for row in rest),
    )
    return [*rows[:MOST], LinkRow("", "", *sums, links=len(rest))]


def _totals(pages: "QuerySet[Page]") -> "QuerySet[Link, dict[str, object]]":
    zero = Value(0, output_field=IntegerField())
    own = Link.objects.filter(page__in=pages.order_by().values("pk"), alias_of=None).exclude(
        kind=Link.Kind.PERSON
    )
    return (
        own.annotate(
            direct=Coalesce(F("total__direct"), zero),
            downstream=Coalesce(F("total__downstream"), zero),
            new_people=Coalesce(F("total__new_to_list"), zero),
        )
        .order_by("-downstream", "-direct", "label", "pk")
        .values("label", "kind", "code", "direct", "downstream", "new_people")
    )


def _row(link: dict[str, object]) -> LinkRow:
    kind = str(Link.Kind(link["kind"]).label)
    return LinkRow(
        str(link["label"]) or kind,
        kind,
        *(int(str(link[key])) for key in ("direct", "downstream", "new_people")),
    )
