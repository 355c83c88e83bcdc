"""Who brought others, from the connector journal: named only if they said yes to being written to.

A network of named people would be a list of targets, so nobody is shown with those they brought.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from causes.models import Page

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
    """People with a confirmed signature who brought at least one other, in two queries.

    Without `names` everybody is among the others.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"pages": list(pages.order_by().values_list("pk", flat=True)), "most": MOST})
        rows = cursor.fetchall()
    parts = {part: [values for name, *values in rows if name == part] for part in ("named", "all", "top")}
    named = [Connector(short_name(name), *sums) for name, *sums in parts["named"]] if names else []
    _, direct, downstream, people, _ = parts["all"][0]
    return Connectors(
        named=named,
        others=people - len(named),
        others_direct=direct - sum(person.direct for person in named),
        others_downstream=downstream - sum(person.downstream for person in named),
        top_direct=parts["top"][0][1],
        all_direct=direct,
    )


# One row per person over all their links to these pages; the petitions and causes are the rows counted,
# because nobody signs one twice. Who said no to updates anywhere is named nowhere; a name that was forgotten
# is nobody's but its link's.
_PEOPLE = """
WITH people AS MATERIALIZED (
    SELECT coalesce(signature.supporter_id, support.supporter_id, -journal.link_id) AS person,
           sum(journal.direct) AS direct, sum(journal.downstream) AS downstream, count(*) AS pages,
           bool_and(coalesce(signature.updates, support.updates)) AS agreed
    FROM causes_connectortotal journal
    LEFT JOIN petitions_signature signature
        ON signature.link_id = journal.link_id AND signature.status = 'confirmed'
    LEFT JOIN causes_support support ON support.link_id = journal.link_id AND support.status = 'confirmed'
    WHERE journal.page_id = ANY(%(pages)s) AND journal.direct > 0
      AND coalesce(signature.id, support.id) IS NOT NULL
    GROUP BY person
), named AS (
    SELECT * FROM people WHERE agreed ORDER BY direct DESC, downstream DESC, person LIMIT %(most)s
), top AS (
    SELECT direct FROM people ORDER BY direct DESC LIMIT %(most)s
), told AS (
    SELECT 'named' AS part, known.name, named.direct, named.downstream, named.pages, known.id AS person
    FROM named JOIN accounts_supporter known ON known.id = named.person
    UNION ALL
    SELECT 'all', '', coalesce(sum(direct), 0), coalesce(sum(downstream), 0), count(*), 0 FROM people
    UNION ALL
    SELECT 'top', '', coalesce(sum(direct), 0), 0, 0, 0 FROM top
)
SELECT part, name, direct::int, downstream::int, pages::int, person FROM told
ORDER BY direct DESC, downstream DESC, name
"""


def short_name(name: str) -> str:
    """First name and an initial: `María de la Cruz Ortiz` -> `María C.`; nobody is fully named here."""
    first, *rest = name.split() or [""]
    initial = next((word[0].upper() for word in rest if word.lower() not in _PARTICLES), "")
    first = first[:20]
    return f"{first} {initial}." if initial else first
