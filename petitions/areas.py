"""The area of a decision maker: which postcodes lie in it, and how many who signed live there.

The names themselves are counted, by a worker and now and then: a changed list must hold for everybody at
once, and what it says must not be more exact than a postcode that somebody may have erased. Once the
signatures are handed over the count stands, whatever is forgotten later.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from causes import regions
from causes.models import State
from petitions.models import AreaCount, Petition

EVERY = dt.timedelta(minutes=5)
HANDED_OVER = (State.DELIVERED, State.WON, State.LOST, State.NO_ANSWER)
_BEGINNING = re.compile(r"(?:([A-Z]{2}) )?([0-9]{1,5}|[A-Z][0-9][A-Z]?)")


class NoArea(ValueError):
    """`word` is neither a region nor the beginning of a postcode."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True)
class Area:
    """`regions` are ISO 3166-2; `beginnings` are `US:857`: a country, and how its postcodes begin there."""

    regions: tuple[str, ...]
    beginnings: tuple[str, ...]


def area_of(text: str) -> Area:
    """What an organiser wrote: `US-AZ`, `Arizona`, `85701`, `857`, `MX 83`, `M5V`, by lines or commas.

    Digits alone begin a postcode of the first of `COUNTRIES_FIRST`. Raises NoArea.
    """
    places, beginnings = [], []
    for word in (part.strip() for part in re.split(r"[,;\n]", text)):
        if not word:
            continue
        if region := regions.code_of(word):
            places.append(region)
        elif found := _BEGINNING.fullmatch(word.upper()):
            letters = found[2][0].isalpha()
            country = found[1] or ("CA" if letters else settings.COUNTRIES_FIRST[0])
            beginnings.append(f"{country}:{found[2]}")
        else:
            raise NoArea(word)
    return Area(tuple(dict.fromkeys(places)), tuple(dict.fromkeys(beginnings)))


def count(petition: Petition, now: dt.datetime) -> AreaCount:
    """Count the names of `petition` anew and keep that."""
    area = area_of(petition.area)
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "petition": petition.pk,
            "regions": list(area.regions),
            "beginnings": [f"{beginning}%" for beginning in area.beginnings],
        }
        cursor.execute(_COUNT, values)
        inside, known, names = cursor.fetchone()
    sums = {"inside": inside, "known": known, "names": names}
    kept, _ = AreaCount.objects.update_or_create(
        petition=petition, defaults={"area": petition.area, "counted_at": now, **sums}
    )
    return kept


def count_due(now: dt.datetime) -> int:
    """Count what has another list than it was counted with, or other names; returns how many petitions."""
    AreaCount.objects.filter(petition__area="").delete()
    found = list(_due(now))
    for petition in found:
        count(petition, now)
    return len(found)


def _due(now: dt.datetime) -> QuerySet[Petition]:
    mine = AreaCount.objects.filter(petition=OuterRef("pk"))
    listed = Petition.objects.exclude(area="").annotate(
        area_then=Subquery(mine.values("area")[:1]), area_at=Subquery(mine.values("counted_at")[:1])
    )
    moved = Q(counted_at__gt=F("area_at"), area_at__lte=now - EVERY, names_forgotten_at=None)
    return listed.filter(
        Q(area_then=None) | ~Q(area_then=F("area")) | (moved & ~Q(state__in=HANDED_OVER))
    ).order_by("pk")


# Where a postcode lies is known with its country: 85000 is in Arizona's numbers and in Sonora.
_COUNT = """
SELECT count(*) FILTER (WHERE region <> '' AND (
           region = ANY(%(regions)s)
           OR left(region, 2) || ':' || regexp_replace(upper(postcode), '[^0-9A-Z]', '', 'g')
              LIKE ANY(%(beginnings)s::text[])))::int,
       count(*) FILTER (WHERE region <> '')::int, count(*)::int
FROM petitions_signature WHERE page_id = %(petition)s AND status = 'confirmed'
"""
