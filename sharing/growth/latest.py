"""Who signed last, for those who may read names: a first name, a place and a way, nothing more."""

import datetime as dt
from dataclasses import dataclass

from causes.models import Page, Status
from petitions.models import Signature
from sharing.growth.channels import label_of

AT_MOST = 20


@dataclass(frozen=True)
class Arrival:
    """One confirmed signature. `place` is a region, "" when unknown; `way` the channel they came by."""

    name: str
    place: str
    way: str
    at: dt.datetime


def latest(petition: Page) -> list[Arrival]:
    """The 20 who signed last and confirmed, newest first; the index of the list answers."""
    signed = Signature.objects.filter(petition=petition.pk, status=Status.CONFIRMED).order_by("-pk")
    rows = signed.values_list("name", "region", "channel", "confirmed_at")[:AT_MOST]
    arrivals = [
        Arrival(name.split(" ")[0], region, label_of(way), at) for name, region, way, at in rows if at
    ]
    return sorted(arrivals, key=lambda arrival: arrival.at, reverse=True)
