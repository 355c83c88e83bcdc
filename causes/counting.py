"""Adding up: tallies are taken out and booked in the journals and the count, in one transaction.

Exact also with two workers, because taking out is deleting; never a watermark of time or id, which
would lose what commits late.
"""

import datetime as dt

from django.db import connection, transaction

from causes import telling_organisers
from causes.experiments import TRIED
from causes.ladder import RUNGS

BATCH = 5000
_LOCK = 7_236_001  # any number, ours alone: one counter at a time, so that no two wait for each other's rows


def count(now: dt.datetime) -> int:
    """Book up to 5,000 tallies; returns how many. 0 when there are none, or another worker is at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_COUNT, {"batch": BATCH, "now": now, "rungs": list(RUNGS)})
        booked, notices = cursor.fetchone()
        if notices:
            telling_organisers.of_numbers(notices, now)
        return booked


def count_all(now: dt.datetime) -> int:
    """Book until nothing is left; returns how many tallies that were."""
    total = 0
    while booked := count(now):
        total += booked
    return total


# `climb` goes from each counted link up to all its ancestors; those that share a parent start as one.
# A parent is the link that somebody came by, not the one that an alias stands for today: so the line
# upward is the same when a name is added and when it is taken back, and always leads to older links.
# Once parents are forgotten (`causes.forgetting`) a name is taken out of page, growth and the organisation's
# own links; what connectors had then stays. That is why "direct" is told by generations, not by the parent.
_COUNT = f"""
WITH RECURSIVE taken AS (
    DELETE FROM causes_tally WHERE id IN (SELECT id FROM causes_tally ORDER BY id LIMIT %(batch)s)
    RETURNING page_id, link_id, hour, channel, generation, region, lag, parent_hour, new_to_list, opted_in,
              delta
), placed AS (
    SELECT taken.*, link.root_id, link.parent_id, taken.generation = root.generation + 1 AS is_direct,
           root.kind <> 'person' AS is_own
    FROM taken JOIN causes_link link ON link.id = taken.link_id
    LEFT JOIN causes_link root ON root.id = link.root_id
), growth AS (
    INSERT INTO causes_growthhour AS old
        (page_id, hour, channel, generation, region, signatures, new_to_list, opted_in, new_subscribers)
    SELECT page_id, hour, channel, generation, region, sum(delta),
           coalesce(sum(delta) FILTER (WHERE new_to_list), 0),
           coalesce(sum(delta) FILTER (WHERE opted_in), 0),
           coalesce(sum(delta) FILTER (WHERE new_to_list AND opted_in), 0)
    FROM taken GROUP BY page_id, hour, channel, generation, region
    ON CONFLICT (page_id, hour, channel, generation, region) DO UPDATE
    SET signatures = old.signatures + EXCLUDED.signatures,
        new_to_list = old.new_to_list + EXCLUDED.new_to_list,
        opted_in = old.opted_in + EXCLUDED.opted_in,
        new_subscribers = old.new_subscribers + EXCLUDED.new_subscribers
), cohort AS (
    INSERT INTO causes_cohorthour AS old (page_id, parent_hour, lag, brought)
    SELECT page_id, parent_hour, lag, sum(delta) FROM taken WHERE parent_hour IS NOT NULL
    GROUP BY page_id, parent_hour, lag
    ON CONFLICT (page_id, parent_hour, lag) DO UPDATE SET brought = old.brought + EXCLUDED.brought
), roots AS (
    INSERT INTO causes_linktotal AS old (link_id, direct, downstream, new_to_list)
    SELECT root_id, coalesce(sum(delta) FILTER (WHERE is_direct), 0), sum(delta),
           coalesce(sum(delta) FILTER (WHERE new_to_list), 0)
    FROM placed WHERE root_id IS NOT NULL GROUP BY root_id
    ON CONFLICT (link_id) DO UPDATE
    SET direct = old.direct + EXCLUDED.direct, downstream = old.downstream + EXCLUDED.downstream,
        new_to_list = old.new_to_list + EXCLUDED.new_to_list
), rings AS (
    INSERT INTO causes_linkring AS old (link_id, generation, signatures)
    SELECT root_id, generation, sum(delta) FROM placed WHERE is_own GROUP BY root_id, generation
    ON CONFLICT (link_id, generation) DO UPDATE SET signatures = old.signatures + EXCLUDED.signatures
), climb AS (
    SELECT parent_id AS link_id, sum(delta) AS delta, 1 AS step
    FROM placed WHERE parent_id IS NOT NULL GROUP BY parent_id
    UNION ALL
    SELECT link.parent_id, climb.delta, climb.step + 1
    FROM climb JOIN causes_link link ON link.id = climb.link_id
    WHERE link.parent_id IS NOT NULL
), connectors AS (
    INSERT INTO causes_connectortotal AS old (link_id, page_id, direct, downstream)
    SELECT climb.link_id, link.page_id, coalesce(sum(delta) FILTER (WHERE step = 1), 0), sum(delta)
    FROM climb JOIN causes_link link ON link.id = climb.link_id AND link.kind = 'person'
    GROUP BY climb.link_id, link.page_id
    ON CONFLICT (link_id) DO UPDATE
    SET direct = old.direct + EXCLUDED.direct, downstream = old.downstream + EXCLUDED.downstream
), pages AS (
    UPDATE causes_page page SET count = page.count + change.delta, counted_at = %(now)s
    FROM (SELECT page_id, sum(delta) AS delta FROM taken GROUP BY page_id) AS change
    WHERE page.id = change.page_id
    RETURNING page.id, page.count, page.count - change.delta AS before
), milestones AS (
    INSERT INTO causes_milestone (page_id, number, reached_at)
    SELECT pages.id, rung, %(now)s FROM pages, unnest(%(rungs)s) AS rung
    WHERE pages.before < rung AND rung <= pages.count
    ON CONFLICT (page_id, number) DO NOTHING
    RETURNING page_id, number
), notices AS (
    INSERT INTO causes_notice (page_id, kind, about, at)
    SELECT page_id, 'milestone', number::text, %(now)s FROM milestones
    UNION ALL
    SELECT pages.id, early.kind, early.number::text, %(now)s
    FROM pages JOIN (VALUES (1, 'first'), (10, 'tenth')) AS early (number, kind)
      ON pages.before < early.number AND early.number <= pages.count
    ON CONFLICT (page_id, kind, about) DO NOTHING
    RETURNING id
), {TRIED}
SELECT (SELECT count(*) FROM taken), ARRAY(SELECT id FROM notices)
"""
