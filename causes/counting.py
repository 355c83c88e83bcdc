"""Adding up: tallies are taken out and booked in the journals and the count, in one transaction.

Exact also with two workers, because taking out is deleting; never a watermark of time or id, which
would lose what commits late.
"""

import datetime as dt
import functools

from django.db import connection, transaction

from accounts.models import Heard
from causes import crediting, people_counting, telling_organisers
from causes.events import telling
from causes.experiments import TRIED
from causes.ladder import RUNGS
from causes.models import Signed

BATCH = 5000
_LOCK = 7_236_001  # any number, ours alone: one counter at a time, so that no two wait for each other's rows


def count(now: dt.datetime) -> int:
    """Book up to 5,000 tallies; returns how many. 0 when there are none, or another worker is at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_statement(), {"batch": BATCH, "now": now, "rungs": list(RUNGS)})
        booked, notices = cursor.fetchone()
        if notices:
            telling_organisers.of_numbers(notices, now)
        return booked


def count_all(now: dt.datetime) -> int:
    """Book until nothing is left, the people of these names too; returns how many tallies that were."""
    total = 0
    while booked := count(now):
        total += booked
    people_counting.count_all(now)
    return total


@functools.cache
def _statement() -> str:
    names = " UNION ALL ".join(_NAMES.format(table=model._meta.db_table) for model in Signed.__subclasses__())
    return _COUNT.format(credited=crediting.statements(), tried=TRIED, told=_TOLD, names=names)


_TOLD = telling(Heard.MILESTONE, "reached.page_id", "reached.number", "milestones reached")
_NAMES = (
    "SELECT link_id, supporter_id, status, ended_at FROM {table} WHERE link_id IN (SELECT link_id FROM taken)"
)
_COUNT = """
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
        (page_id, hour, signatures, friends, new_to_list, opted_in, new_subscribers)
    SELECT page_id, hour, sum(delta),
           coalesce(sum(delta) FILTER (WHERE generation >= 2), 0),
           coalesce(sum(delta) FILTER (WHERE new_to_list), 0),
           coalesce(sum(delta) FILTER (WHERE opted_in), 0),
           coalesce(sum(delta) FILTER (WHERE new_to_list AND opted_in), 0)
    FROM taken GROUP BY page_id, hour
    ON CONFLICT (page_id, hour) DO UPDATE
    SET signatures = old.signatures + EXCLUDED.signatures, friends = old.friends + EXCLUDED.friends,
        new_to_list = old.new_to_list + EXCLUDED.new_to_list,
        opted_in = old.opted_in + EXCLUDED.opted_in,
        new_subscribers = old.new_subscribers + EXCLUDED.new_subscribers
), ways AS (
    INSERT INTO causes_wayday AS old (page_id, day, channel, generation, signatures)
    SELECT page_id, (hour AT TIME ZONE 'UTC')::date, channel, generation, sum(delta)
    FROM taken GROUP BY 1, 2, 3, 4
    ON CONFLICT (page_id, day, channel, generation) DO UPDATE
    SET signatures = old.signatures + EXCLUDED.signatures
), regions AS (
    INSERT INTO causes_regionday AS old (page_id, day, region, signatures)
    SELECT page_id, (hour AT TIME ZONE 'UTC')::date, region, sum(delta) FROM taken GROUP BY 1, 2, 3
    ON CONFLICT (page_id, day, region) DO UPDATE SET signatures = old.signatures + EXCLUDED.signatures
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
), people AS (
    INSERT INTO causes_personchange (organisation_id, person, part, at)
    SELECT page.organisation_id, name.supporter_id,
           CASE WHEN delta > 0 AND new_to_list AND opted_in THEN 'joined' WHEN delta > 0 THEN 'returned'
                WHEN name.status = 'invalid' THEN 'struck' ELSE 'left' END,
           CASE WHEN delta > 0 THEN hour ELSE coalesce(name.ended_at, %(now)s) END
    FROM taken JOIN ({names}) name USING (link_id) JOIN causes_page page ON page.id = taken.page_id
    WHERE name.supporter_id IS NOT NULL
), {credited}, pages AS (
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
), told AS (
    {told}
), notices AS (
    INSERT INTO causes_notice (page_id, kind, about, at)
    SELECT page_id, 'milestone', number::text, %(now)s FROM milestones
    UNION ALL
    SELECT pages.id, early.kind, early.number::text, %(now)s
    FROM pages JOIN (VALUES (1, 'first'), (10, 'tenth')) AS early (number, kind)
      ON pages.before < early.number AND early.number <= pages.count
    ON CONFLICT (page_id, kind, about) DO NOTHING
    RETURNING id
), {tried}
SELECT (SELECT count(*) FROM taken), ARRAY(SELECT id FROM notices)
"""
