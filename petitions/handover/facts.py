"""What a handover tells beside the names: how it grew, from where, and why. Nothing points at a person."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from causes import growing
from causes.models import ReasonState, Status
from petitions import reasons
from petitions.models import Petition, Signature

K = 10  # a place with fewer names is not named
MOST_PLACES, MOST_REASONS = 24, 40


@dataclass(frozen=True)
class Reason:
    """Words that their writer and the organisers wanted to be read."""

    first_name: str
    words: str


@dataclass(frozen=True)
class Facts:
    """`places`: (postcode, names), the most first; `elsewhere`: names from smaller or unnamed places."""

    count: int
    growth: growing.Growth
    places: tuple[tuple[str, int], ...]
    elsewhere: int
    reasons: tuple[Reason, ...]


def facts(petition: Petition, now: dt.datetime) -> Facts:
    """As they are at `now`; the count is the public one."""
    places = _places(petition)
    named = sum(names for _postcode, names in places)
    return Facts(
        count=petition.count,
        growth=growing.growth(petition, petition.goal, now),
        places=places,
        elsewhere=max(petition.count - named, 0),
        reasons=_reasons(petition),
    )


def _places(petition: Petition) -> tuple[tuple[str, int], ...]:
    """Postcodes from which at least ten people signed."""
    confirmed = Signature.objects.filter(petition=petition.pk, status=Status.CONFIRMED).exclude(postcode="")
    found = (
        confirmed.values_list("postcode").annotate(n=Count("pk")).filter(n__gte=K).order_by("-n", "postcode")
    )
    return tuple(found[:MOST_PLACES])


def _reasons(petition: Petition) -> tuple[Reason, ...]:
    """Only while the petition still asks for reasons and shows first names (see `petitions.reasons`)."""
    if not petition.asks() >= reasons.NEEDED:
        return ()
    found: list[Signature] = []
    for state in (ReasonState.CHOSEN, ReasonState.APPROVED):
        rows = reasons.in_state(petition, state).filter(show_name=True).exclude(name="")
        found += rows[: MOST_REASONS - len(found)]
    return tuple(Reason(row.name.split(" ")[0], row.reason) for row in found)
