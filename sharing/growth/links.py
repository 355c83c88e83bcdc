"""What came of the organisation's own links (partners, QR codes, mailings, posts), from the link journal."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from causes.models import Link, Page

MOST = 20


@dataclass(frozen=True)
class LinkRow:
    """One link: `direct` came through it, `downstream` adds all whom those brought, `new_people` of these;
    `visits` are people, once a day.

    The row of the rest has no kind and says in `links` how many it stands for.
    """

    label: str
    kind: str
    direct: int
    downstream: int
    new_people: int
    visits: int = 0
    links: int = 1


def link_totals(pages: QuerySet[Page]) -> list[LinkRow]:
    """The links with most downstream first, at most 20; the others as one row. One query.

    A partner with links to several pages is one row: links of one kind and label count together.
    """
    rows = [_row(link) for link in _totals(pages) if _is_told(link)]
    if len(rows) <= MOST:
        return rows
    rest = rows[MOST:]
    sums = (
        sum(row.direct for row in rest),
        sum(row.downstream for row in rest),
        sum(row.new_people for row in rest),
        sum(row.visits for row in rest),
    )
    return [*rows[:MOST], LinkRow("", "", *sums, links=len(rest))]


def _totals(pages: QuerySet[Page]) -> QuerySet[Link, Any]:
    own = Link.objects.filter(page__in=pages.order_by().values("pk"), alias_of=None).exclude(
        kind=Link.Kind.PERSON
    )
    return (
        own.values("label", "kind")
        .annotate(
            direct=Coalesce(Sum("total__direct"), 0),
            downstream=Coalesce(Sum("total__downstream"), 0),
            new_people=Coalesce(Sum("total__new_to_list"), 0),
            came=Coalesce(Sum("visits__clicks"), 0),
        )
        .order_by("-downstream", "-direct", "label", "kind")
    )


def _is_told(link: dict[str, Any]) -> bool:
    """The page's own buttons are told once something came of them: nobody made that link to wait for it."""
    return link["kind"] != Link.Kind.PAGE or link["downstream"] > 0


def _row(link: dict[str, Any]) -> LinkRow:
    kind = str(Link.Kind(link["kind"]).label)
    label = link["label"] or (_("Buttons on the page") if link["kind"] == Link.Kind.PAGE else kind)
    return LinkRow(label, kind, link["direct"], link["downstream"], link["new_people"], link["came"])
