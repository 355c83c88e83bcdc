"""From events to rows and journals: one statement for each kind, and nothing booked twice."""

from collections.abc import Sequence

from django.db import connection, transaction

from sharing.events import CLICK, TAP, VIEW, Event

_COLUMNS = ("id", "code", "channel", "hour", "outcome", "visitor", "device", "referrer", "page")


def book(events: Sequence[Event]) -> None:
    """Rows and journals of `events`, all or none. A person counts once per link (or page) and day.

    Clicks come first, so that a view of the same moment finds the click it confirms.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for kind, statement in ((CLICK, _CLICKS), (VIEW, _VIEWS), (TAP, _TAPS)):
            chosen = [event for event in events if event.kind == kind]
            if chosen:
                values = {name: [getattr(event, name) for event in chosen] for name in _COLUMNS}
                cursor.execute(_CAME + statement, values)


def book_directly(event: Event) -> None:
    """Past the stream, which does not answer. It may have taken the event: the drain will pass over it."""
    with transaction.atomic(), connection.cursor() as cursor:
        book([event])
        cursor.execute(
            "INSERT INTO sharing_directevent (event_id, hour) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [event.id, event.hour],
        )


# A client that tried twice may have put one event into the stream twice.
_CAME = """
WITH came AS (
    SELECT DISTINCT ON (id) event.*, (hour AT TIME ZONE 'UTC')::date AS day
    FROM unnest(
        %(id)s::uuid[], %(code)s::text[], %(channel)s::text[], %(hour)s::timestamptz[], %(outcome)s::text[],
        %(visitor)s::text[], %(device)s::text[], %(referrer)s::text[], %(page)s::text[]
    ) WITH ORDINALITY
        AS event (id, code, channel, hour, outcome, visitor, device, referrer, page, place)
    WHERE NOT EXISTS (SELECT 1 FROM sharing_directevent known WHERE known.event_id = event.id)
    ORDER BY id, place
)"""

_CLICKS = """, placed AS (
    SELECT came.*, coalesce(link.alias_of_id, link.id) AS link_id, link.page_id, link.kind
    FROM came JOIN causes_link link ON link.code = came.code
    WHERE NOT EXISTS (SELECT 1 FROM sharing_click seen WHERE seen.event_id = came.id)
), booked AS (
    INSERT INTO sharing_click (event_id, link_id, channel, hour, day, visitor, device, referrer)
    SELECT id, link_id, channel, hour, day, decode(visitor, 'hex'), device, referrer
    FROM placed WHERE outcome = 'counted' ORDER BY place
    ON CONFLICT DO NOTHING
    RETURNING event_id, link_id
), visits AS (
    INSERT INTO sharing_linkclicks AS old (link_id, clicks, confirmed)
    SELECT booked.link_id, count(*), 0
    FROM booked JOIN causes_link link ON link.id = booked.link_id AND link.kind <> 'person'
    GROUP BY booked.link_id
    ON CONFLICT (link_id) DO UPDATE SET clicks = old.clicks + EXCLUDED.clicks
)
INSERT INTO sharing_clickhour AS old (page_id, link_kind, channel, hour, outcome, clicks)
SELECT page_id, kind, channel, hour, really, count(*)
FROM placed
LEFT JOIN booked ON booked.event_id = placed.id,
LATERAL (
    SELECT CASE WHEN outcome = 'counted' AND booked.event_id IS NULL THEN 'repeat' ELSE outcome END
) AS judged (really)
GROUP BY page_id, kind, channel, hour, really
ON CONFLICT (page_id, hour, link_kind, channel, outcome) DO UPDATE SET clicks = old.clicks + EXCLUDED.clicks
"""

# A view confirms the click that led here: the same visitor, link and day.
_VIEWS = """, placed AS (
    SELECT came.*, page.id AS page_id, coalesce(link.alias_of_id, link.id) AS link_id,
           link.kind = 'person' AS by_person, decode(visitor, 'hex') AS who
    FROM came JOIN causes_page page ON page.id = came.page::int
    LEFT JOIN causes_link link ON link.code = came.code AND link.page_id = page.id
), firsts AS (
    SELECT DISTINCT ON (page_id, who, day) id, page_id, link_id, who, day
    FROM placed WHERE outcome = 'counted' ORDER BY page_id, who, day, place
), booked AS (
    INSERT INTO sharing_view (page_id, link_id, visitor, day)
    SELECT page_id, link_id, who, day FROM firsts
    ON CONFLICT DO NOTHING
    RETURNING page_id, visitor, day
), reached AS (
    UPDATE sharing_click click SET confirmed = true
    FROM placed
    WHERE placed.outcome = 'counted' AND click.link_id = placed.link_id AND click.visitor = placed.who
      AND click.day = placed.day AND NOT click.confirmed
    RETURNING click.link_id, click.channel, click.hour
), hours AS (
    UPDATE sharing_clickhour cell SET confirmed = cell.confirmed + more.n
    FROM (
        SELECT link.page_id, link.kind, reached.channel, reached.hour, count(*) AS n
        FROM reached JOIN causes_link link ON link.id = reached.link_id
        GROUP BY link.page_id, link.kind, reached.channel, reached.hour
    ) AS more
    WHERE cell.page_id = more.page_id AND cell.link_kind = more.kind AND cell.channel = more.channel
      AND cell.hour = more.hour AND cell.outcome = 'counted'
), visits AS (
    UPDATE sharing_linkclicks total SET confirmed = total.confirmed + more.n
    FROM (SELECT link_id, count(*) AS n FROM reached GROUP BY link_id) AS more
    WHERE total.link_id = more.link_id
)
INSERT INTO sharing_viewhour AS old (page_id, channel, hour, outcome, views, from_share)
SELECT page_id, channel, hour, really, count(*), count(*) FILTER (WHERE by_person)
FROM (
    SELECT placed.page_id, placed.channel, placed.hour, placed.by_person,
           CASE WHEN outcome <> 'counted' THEN outcome
                WHEN firsts.id IS NOT NULL AND booked.page_id IS NOT NULL THEN 'counted'
                ELSE 'repeat' END AS really
    FROM placed
    LEFT JOIN firsts ON firsts.id = placed.id
    LEFT JOIN booked ON booked.page_id = placed.page_id AND booked.visitor = placed.who
                    AND booked.day = placed.day
) AS judged
GROUP BY page_id, channel, hour, really
ON CONFLICT (page_id, hour, channel, outcome) DO UPDATE
SET views = old.views + EXCLUDED.views, from_share = old.from_share + EXCLUDED.from_share
"""

_TAPS = """, placed AS (
    SELECT came.*, coalesce(link.alias_of_id, link.id) AS link_id, link.page_id, link.kind
    FROM came JOIN causes_link link ON link.code = came.code
    WHERE came.outcome = 'counted'
), booked AS (
    INSERT INTO sharing_tap (event_id, link_id, channel, day)
    SELECT id, link_id, channel, day FROM placed ORDER BY place
    ON CONFLICT DO NOTHING
    RETURNING event_id
), tappers AS (
    INSERT INTO sharing_tapper (link_id, day)
    SELECT DISTINCT ON (link_id) placed.link_id, placed.day
    FROM placed JOIN booked ON booked.event_id = placed.id
    WHERE placed.kind = 'person' ORDER BY link_id, place
    ON CONFLICT DO NOTHING
    RETURNING link_id
), ranked AS (
    SELECT placed.page_id, placed.channel, placed.hour,
           tappers.link_id IS NOT NULL
               AND row_number() OVER (PARTITION BY placed.link_id ORDER BY place) = 1 AS is_new
    FROM placed JOIN booked ON booked.event_id = placed.id
    LEFT JOIN tappers ON tappers.link_id = placed.link_id
)
INSERT INTO sharing_taphour AS old (page_id, channel, hour, taps, people)
SELECT page_id, channel, hour, count(*), count(*) FILTER (WHERE is_new)
FROM ranked GROUP BY page_id, channel, hour
ON CONFLICT (page_id, hour, channel) DO UPDATE
SET taps = old.taps + EXCLUDED.taps, people = old.people + EXCLUDED.people
"""
