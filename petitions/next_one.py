"""After one petition, the next: of the same cause, open, and signed by the same people.

Who signed what together is asked by the worker, over the last thirty days; pages only read the answer. A
petition whose people signed no other leads to the one of its cause that moves most.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection, transaction

from causes.models import Page, State
from petitions.models import NextPetition, Petition

TOGETHER = dt.timedelta(days=30)
MOVING = dt.timedelta(days=7)
KEPT = 3  # places for each petition: the first may be closed by then, or signed already
AT_LEAST = 3  # people who signed both: fewer say nothing, and one alone must not be told by an order
_OF_A_CAUSE = 20  # the first ones may be signed already
_LOCK = 7_236_021  # any number, ours alone: one worker at a time


def work_out(now: dt.datetime) -> int:
    """Write anew what follows each public petition; returns how many rows. 0 when another worker is at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        NextPetition.objects.all().delete()
        values: dict[str, Any] = {
            "now": now,
            "together_since": now - TOGETHER,
            "moving_since": now - MOVING,
            "open": State.OPEN,
            "kept": KEPT,
            "at_least": AT_LEAST,
        }
        cursor.execute(_WORK_OUT, values)
        return cursor.rowcount


def after(page: Page, now: dt.datetime, but: Collection[int] = ()) -> Petition | None:
    """What to sign after `page` (a petition, or a cause): open, and none of the pages in `but`."""
    return first(following(page, now), but)


def first(petitions: Iterable[Petition], but: Collection[int]) -> Petition | None:
    """The first of `petitions` that is none of the pages in `but`."""
    return next((petition for petition in petitions if petition.pk not in but), None)


def following(page: Page, now: dt.datetime) -> list[Petition]:
    """What can follow `page` for anybody, open at `now`, best first: three at most, of a cause twenty."""
    open_now = Petition.objects.open(now).exclude(pk=page.pk).select_related("organisation", "cause")
    if page.kind == Page.Kind.CAUSE:
        return list(open_now.filter(cause=page.pk).order_by("-count", "-pk")[:_OF_A_CAUSE])
    places = NextPetition.objects.filter(petition=page.pk).order_by("place").values_list("other", flat=True)
    found = open_now.in_bulk(list(places))
    return [found[pk] for pk in places if pk in found]


# together   people who confirmed two petitions of one cause lately; a sensitive petition is never compared.
# warm       the open petitions of each cause, those that move most first: a few stand in for people.
_WORK_OUT = """
WITH open_now AS (
    SELECT page.id, petition.cause_id, page.sensitive, page.count
    FROM petitions_petition petition JOIN causes_page page ON page.id = petition.page_id
    WHERE page.state = %(open)s AND (page.closes_at IS NULL OR page.closes_at > %(now)s)
), recent AS (
    SELECT signature.page_id, signature.supporter_id, petition.cause_id
    FROM petitions_signature signature
    JOIN petitions_petition petition ON petition.page_id = signature.page_id
    JOIN causes_page page ON page.id = signature.page_id
    WHERE signature.status = 'confirmed' AND signature.confirmed_at > %(together_since)s
      AND NOT page.sensitive AND petition.cause_id IN (SELECT cause_id FROM open_now)
), together AS (
    SELECT one.page_id AS id, other.page_id AS other, count(*) AS people
    FROM recent one
    JOIN recent other ON other.supporter_id = one.supporter_id AND other.cause_id = one.cause_id
                     AND other.page_id <> one.page_id
    JOIN open_now ON open_now.id = other.page_id
    GROUP BY one.page_id, other.page_id HAVING count(*) >= %(at_least)s
), warm AS (
    SELECT open_now.id, open_now.cause_id, coalesce(lately.names, 0) AS names, open_now.count,
           row_number() OVER (PARTITION BY open_now.cause_id
                              ORDER BY coalesce(lately.names, 0) DESC, open_now.count DESC, open_now.id DESC)
               AS rank
    FROM open_now LEFT JOIN (
        SELECT page_id, sum(signatures) AS names FROM causes_growthhour WHERE hour > %(moving_since)s
        GROUP BY page_id
    ) AS lately ON lately.page_id = open_now.id
), candidate AS (
    SELECT id, other FROM together
    UNION
    SELECT petition.page_id, warm.id
    FROM petitions_petition petition
    JOIN warm ON warm.cause_id = petition.cause_id AND warm.id <> petition.page_id
    WHERE warm.rank <= %(kept)s + 1
), placed AS (
    SELECT candidate.id, candidate.other,
           row_number() OVER (PARTITION BY candidate.id
                              ORDER BY coalesce(together.people, 0) DESC, warm.rank) AS place
    FROM candidate JOIN warm ON warm.id = candidate.other
    LEFT JOIN together ON together.id = candidate.id AND together.other = candidate.other
)
INSERT INTO petitions_nextpetition (petition_id, other_id, place)
SELECT id, other, place FROM placed WHERE place <= %(kept)s
"""
