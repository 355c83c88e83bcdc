"""Who brought others, from the connector journal: named only if they said yes to being written to.

A network of named people would be a list of targets, so nobody is shown with those they brought.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet, Sum

from causes.models import ConnectorSum, Page

MOST = 10
# Words between a first name and the one whose initial stands for it.
_PARTICLES = {"de", "del", "la", "las", "los", "da", "do", "dos", "van", "von", "y", "e"}


@dataclass(frozen=True)
class Connector:
    """One person, over all their links to these pages. `downstream` includes `direct`; `person` is their
    supporter's id."""

    name: str
    direct: int
    downstream: int
    pages: int
    person: int = 0


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


NOBODY = Connectors([], 0, 0, 0, 0, 0)


def top_connectors(pages: QuerySet[Page], names: bool = True) -> Connectors:
    """Credited people who brought at least one other, from their journal; without `names` nobody is named.

    Ranked are the owners of the 200 links that brought most, of 2,000 or more where fewer than ten of them
    may be named. Beyond these nobody is looked up: who brought people to two pages counts as two there.
    """
    keys = list(pages.order_by().values_list("pk", flat=True))
    everybody = ConnectorSum.objects.filter(page__in=keys).aggregate(
        people=Sum("people", default=0),
        direct=Sum("direct", default=0),
        downstream=Sum("downstream", default=0),
    )
    if not everybody["people"]:
        return NOBODY
    ranked = _ranked(keys, everybody["people"])
    named = [person for person, agreed in ranked if agreed][:MOST] if names else []
    people = everybody["people"] - sum(person.pages - 1 for person, _ in ranked)
    return Connectors(
        named=named,
        others=people - len(named),
        others_direct=everybody["direct"] - sum(person.direct for person in named),
        others_downstream=everybody["downstream"] - sum(person.downstream for person in named),
        top_direct=sum(person.direct for person, _ in ranked[:MOST]),
        all_direct=everybody["direct"],
    )


def _ranked(pages: list[int], links: int) -> list[tuple[Connector, bool]]:
    """The owners of the best links of `links` that are credited, and whether they may be named."""
    look = 200
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_PEOPLE, {"pages": pages, "look": look})
            found = [
                (Connector(short_name(name), *sums), agreed) for name, *sums, agreed in cursor.fetchall()
            ]
        if look >= links or sum(agreed for _, agreed in found) >= MOST:
            return found
        look *= 10


# One row per person over all their links to these pages; the petitions and causes are the rows counted,
# because nobody signs one twice. Who said no to updates anywhere is named nowhere; a name that was forgotten
# is nobody's but its link's. `best` is read from an index, page by page, and stops where it has enough.
_PEOPLE = """
WITH best AS MATERIALIZED (
    SELECT first.link_id FROM unnest(%(pages)s) AS page (id), LATERAL (
        SELECT link_id, direct, downstream FROM causes_connectortotal
        WHERE page_id = page.id AND credited AND direct > 0
        ORDER BY direct DESC, downstream DESC LIMIT %(look)s
    ) first
    ORDER BY first.direct DESC, first.downstream DESC, first.link_id LIMIT %(look)s
), owners AS MATERIALIZED (
    SELECT row.supporter_id, row.link_id FROM best JOIN petitions_signature row USING (link_id)
    UNION ALL SELECT row.supporter_id, row.link_id FROM best JOIN causes_support row USING (link_id)
), names AS MATERIALIZED (
    SELECT owner.id AS supporter_id, row.link_id, row.updates
    FROM (SELECT DISTINCT supporter_id AS id FROM owners WHERE supporter_id IS NOT NULL) owner
    JOIN petitions_signature row ON row.supporter_id = owner.id
    UNION ALL
    SELECT owner.id, row.link_id, row.updates
    FROM (SELECT DISTINCT supporter_id AS id FROM owners WHERE supporter_id IS NOT NULL) owner
    JOIN causes_support row ON row.supporter_id = owner.id
    UNION ALL
    SELECT NULL, link_id, false FROM owners WHERE supporter_id IS NULL
), people AS (
    SELECT coalesce(names.supporter_id, -names.link_id) AS person, sum(total.direct) AS direct,
           sum(total.downstream) AS downstream, count(*) AS pages, bool_and(names.updates) AS agreed
    FROM names JOIN causes_connectortotal total USING (link_id)
    WHERE total.credited AND total.direct > 0 AND total.page_id = ANY(%(pages)s)
    GROUP BY person
)
SELECT coalesce(known.name, ''), direct::int, downstream::int, pages::int, person, agreed
FROM people LEFT JOIN accounts_supporter known ON known.id = person
ORDER BY direct DESC, downstream DESC, known.name, person
"""


def short_name(name: str) -> str:
    """First name and an initial: `María de la Cruz Ortiz` -> `María C.`; nobody is fully named here."""
    first, *rest = name.split() or [""]
    initial = next((word[0].upper() for word in rest if word.lower() not in _PARTICLES), "")
    first = first[:20]
    return f"{first} {initial}." if initial else first
