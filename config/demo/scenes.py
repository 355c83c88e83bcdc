"""What no demo holds of itself, written for the camera alone: ends that nobody reached, words that changed,
and the ways that letters open to people. Addresses are without a language.
"""

import datetime as dt

from django.db.models import QuerySet

from causes import tokens, wording
from causes.models import Signed, State, Status
from causes.sign_token import path_to
from petitions import next_one
from petitions.cloning import clone
from petitions.models import Outcome, Petition, Signature
from sharing import me, own_links

_PETITION = "keep-the-saturday-clinic-open"
_OTHER = "shade-and-water-at-every-bus-stop"
_ENDS = (
    ("lost", State.LOST, "Four voted no, three yes. We ask again in spring, and there will be more of us."),
    ("no-answer", State.NO_ANSWER, "We wrote four times in ninety days. Nobody has replied to any of it."),
)  # fmt: skip


def write(now: dt.datetime) -> None:
    """Once, before the first picture."""
    for slug, state, what in _ENDS:
        _end(slug, state, what, now)
    changed = Petition.objects.get(slug=_OTHER)
    changed.story += "\n\nThe city pays for the water already. It pays for the ambulances too."
    changed.save()
    wording.record(changed, now, reason="People asked who pays for the water.")
    own_links.make_page_links(now)
    next_one.work_out(now)


def _end(slug: str, state: State, what: str, now: dt.datetime) -> None:
    petition = clone(Petition.objects.get(slug="bring-back-the-route-12-night-bus"))
    petition.title, _, _ = petition.title.rpartition(" (")
    petition.slug, petition.state, petition.count = slug, state, 312
    petition.published_at, petition.closes_at = now - dt.timedelta(days=120), now - dt.timedelta(days=30)
    petition.save()
    wording.record(petition, now)
    Outcome.objects.create(petition=petition, state=state, what=what, on=now.date(), written_at=now)


def letters(place: int, now: dt.datetime) -> dict[str, str]:
    """Name of a picture -> the way there. Another `place`, other people: a name is confirmed only once."""
    pending, late = _signatures(Status.PENDING)[place : place + 3 : 2]
    owner = _signatures(Status.CONFIRMED).exclude(reason="")[place]
    away = _signatures(Status.CONFIRMED).exclude(supporter__signatures__petition__slug=_OTHER)[place]
    other, long_ago = Petition.objects.get(slug=_OTHER), now - dt.timedelta(days=20)
    return {
        "confirm": f"/confirm/{_token('confirm', pending, now)}/",
        "confirm-expired": f"/confirm/{_token('confirm', late, long_ago)}/",
        "one-press": path_to(other, away.link, away.email_key, "en", now),
        "me": f"/me/{_token(me.PURPOSE, owner, now)}/",
        "me-old": f"/me/{_token(me.PURPOSE, owner, long_ago)}/",
        "unsubscribe": f"/unsubscribe/{_token(me.UNSUBSCRIBE, owner, now)}/",
    }


def _signatures(status: Status) -> "QuerySet[Signature]":
    found = Signature.objects.filter(petition__slug=_PETITION, status=status)
    return found.select_related("link").order_by("pk")


def _token(purpose: str, signed: Signed, now: dt.datetime) -> str:
    return tokens.make(purpose, signed.link.code, signed.email_key, now)
