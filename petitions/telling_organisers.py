"""What the calendar tells organisers: a quiet month, and a deadline that comes near."""

import datetime as dt

from django.db.models import Exists, OuterRef

from causes import telling_organisers
from causes.models import GrowthHour, Letter, Notice
from petitions.life import STALE, stale_since
from petitions.models import Petition

SOON = dt.timedelta(days=3)


def tell_due(now: dt.datetime) -> int:
    """Write what is due by `now`, each once, also with two workers; returns how many things were told."""
    return sum(_tell_stale(petition, now) for petition in _quiet(now)) + sum(
        telling_organisers.once(Letter.Kind.DEADLINE, petition, petition.closes_at.isoformat(), now)
        for petition in _closing(now)
        if petition.closes_at
    )


def _quiet(now: dt.datetime) -> list[Petition]:
    """Open ones without a name for a month that were not told so within one: few, then looked at closely."""
    ago = now - STALE
    open_long = Petition.objects.open(now).filter(published_at__lte=ago)
    signed = GrowthHour.objects.filter(page=OuterRef("pk"), hour__gt=ago, signatures__gt=0)
    told = Notice.objects.filter(page=OuterRef("pk"), kind=Letter.Kind.STALE, at__gt=ago)
    return list(open_long.filter(~Exists(signed), ~Exists(told)).order_by("pk"))


def _tell_stale(petition: Petition, now: dt.datetime) -> bool:
    """Once per stretch: a name taken back may move its beginning, and still nobody is told again."""
    since = stale_since(petition, now)
    told = Notice.objects.filter(page=petition.pk, kind=Letter.Kind.STALE)
    if since is None or told.filter(at__gt=since).exists():
        return False
    return telling_organisers.once(Letter.Kind.STALE, petition, since.isoformat(), now)


def _closing(now: dt.datetime) -> list[Petition]:
    """Open ones that close within three days and were published before that."""
    soon = Petition.objects.open(now).filter(closes_at__lte=now + SOON).order_by("pk")
    return [
        petition
        for petition in soon
        if petition.published_at and petition.closes_at and petition.published_at <= petition.closes_at - SOON
    ]
