"""Who is credited with those they brought: the part of `causes.counting` that books connectors.

A parent who waits, took their name back, was struck or erased has no credit while so. Every change of a name
leaves a tally, so whoever counts that tally looks anew whether the owner's name stands.
"""

from causes.models import Signed

# `climb` goes from each counted link up to all its ancestors; those that share a parent start as one.
# A parent is the link that somebody came by, not the one that an alias stands for today: so the line
# upward is the same when a name is added and when it is taken back, and always leads to older links.
# Once parents are forgotten (`causes.forgetting`) a name is taken out of page, growth and the organisation's
# own links; what connectors had then stays. That is why "direct" is told by generations, not by the parent.
# `before` is what stood there when the statement began: the sums move by the difference.
_CREDITED = """
climb AS (
    SELECT parent_id AS link_id, sum(delta) AS delta, 1 AS step
    FROM placed WHERE parent_id IS NOT NULL GROUP BY parent_id
    UNION ALL
    SELECT link.parent_id, climb.delta, climb.step + 1
    FROM climb JOIN causes_link link ON link.id = climb.link_id
    WHERE link.parent_id IS NOT NULL
), moved AS (
    SELECT link_id, coalesce(sum(delta) FILTER (WHERE step = 1), 0) AS direct, sum(delta) AS downstream
    FROM (
        SELECT link_id, delta, step FROM climb
        UNION ALL
        SELECT link_id, 0, 0 FROM taken WHERE link_id IN (SELECT link_id FROM causes_connectortotal)
    ) lines GROUP BY link_id
), standing AS (
    {owners}
), before AS (
    SELECT known.* FROM causes_connectortotal known JOIN moved USING (link_id)
), connectors AS (
    INSERT INTO causes_connectortotal AS old (link_id, page_id, direct, downstream, credited)
    SELECT moved.link_id, link.page_id, moved.direct, moved.downstream,
           moved.link_id IN (SELECT link_id FROM standing)
    FROM moved JOIN causes_link link ON link.id = moved.link_id AND link.kind = 'person'
    ON CONFLICT (link_id) DO UPDATE
    SET direct = old.direct + EXCLUDED.direct, downstream = old.downstream + EXCLUDED.downstream,
        credited = EXCLUDED.credited
    RETURNING page_id, direct, downstream, credited
), sums AS (
    INSERT INTO causes_connectorsum AS old (page_id, people, direct, downstream)
    SELECT page_id, sum(one), sum(one * direct), sum(one * downstream)
    FROM (
        SELECT page_id, 1 AS one, direct, downstream FROM connectors WHERE credited AND direct > 0
        UNION ALL
        SELECT page_id, -1, direct, downstream FROM before WHERE credited AND direct > 0
    ) change GROUP BY page_id
    ON CONFLICT (page_id) DO UPDATE
    SET people = old.people + EXCLUDED.people, direct = old.direct + EXCLUDED.direct,
        downstream = old.downstream + EXCLUDED.downstream
)
"""
_OWNERS = """SELECT row.link_id FROM {table} row JOIN moved USING (link_id) WHERE row.status = 'confirmed'"""


def statements() -> str:
    """CTEs from `climb` to `sums`, for a statement that has `taken` and `placed`."""
    tables = [model._meta.db_table for model in Signed.__subclasses__()]
    return _CREDITED.format(
        owners=" UNION ALL ".join(_OWNERS.format(table=table) for table in tables)
    ).strip()
