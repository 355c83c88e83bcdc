"""Once a month an organisation's owners are told what was done with people's data: counts, and nobody's name.

The months are those of UTC. A month in which nothing was done is told to nobody.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, Sum

from accounts.auditing import Action
from accounts.models import Audit, Organisation, Suppressed
from causes import telling_organisers
from causes.models import Letter, Notice, Page

KIND = Letter.Kind.DATA_MONTH


@dataclass(frozen=True)
class Month:
    """What was done in the month that begins on `first`. `rows` left in `exports` files; `erased` counts
    people, whoever pressed the button: they themselves or staff."""

    first: dt.date
    exports: int = 0
    rows: int = 0
    reveals: int = 0
    look_ups: int = 0
    given: int = 0
    lists: int = 0
    erased: int = 0

    @property
    def is_anything(self) -> bool:
        return any((self.exports, self.reveals, self.look_ups, self.given, self.lists, self.erased))


def month_before(now: dt.datetime) -> dt.date:
    """The first day of the last month that is over."""
    return (now.astimezone(dt.UTC).date().replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def month(organisation_id: int, first: dt.date) -> Month:
    """Counted from the audit log and the list of erasures."""
    begin = dt.datetime.combine(first, dt.time(), dt.UTC)
    end = (begin + dt.timedelta(days=32)).replace(day=1)
    lines = Audit.objects.filter(organisation=organisation_id, at__gte=begin, at__lt=end)
    counts = lines.aggregate(
        exports=Count("pk", filter=Q(action=Action.EXPORT)),
        rows=Sum("count", filter=Q(action=Action.EXPORT), default=0),
        reveals=Count("pk", filter=Q(action=Action.REVEAL)),
        look_ups=Count("pk", filter=Q(action=Action.LOOK_UP)),
        given=Count("pk", filter=Q(action=Action.PERSON_DATA)),
        lists=Count("pk", filter=Q(action=Action.IMPORT)),
    )
    erased = Suppressed.objects.filter(organisation=organisation_id, since__gte=begin, since__lt=end).count()
    return Month(first, erased=erased, **counts)


def tell_due(now: dt.datetime) -> int:
    """Letters about the last month, once each, also with two workers; returns to how many organisations."""
    first = month_before(now)
    told = Notice.objects.filter(kind=KIND, about=first.isoformat())
    waiting = Organisation.objects.exclude(pk__in=told.values("page__organisation"))
    begin = dt.datetime.combine(first, dt.time(), dt.UTC)
    busy = Q(pk__in=Audit.objects.filter(at__gte=begin, organisation__isnull=False).values("organisation"))
    busy |= Q(pk__in=Suppressed.objects.filter(since__gte=begin).values("organisation"))
    return sum(_tell(pk, first, now) for pk in waiting.filter(busy).values_list("pk", flat=True))


@transaction.atomic
def _tell(organisation_id: int, first: dt.date, now: dt.datetime) -> bool:
    """The organisation is locked, because any of its pages could carry the notice."""
    Organisation.objects.select_for_update().get(pk=organisation_id)
    about = first.isoformat()
    mine = Notice.objects.filter(kind=KIND, about=about, page__organisation=organisation_id)
    page = (
        Page.objects.filter(organisation=organisation_id, published_at__isnull=False).order_by("pk").first()
    )
    if page is None or mine.exists() or not month(organisation_id, first).is_anything:
        return False
    return telling_organisers.once(KIND, page, about, now)
