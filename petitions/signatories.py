"""Looking names up at the desk: page after page by key, as quick with a million names as with ten.

Nothing is counted and nothing is skipped. What has an index of its own is walked in the order of that
index; anything else is looked for among the next names of that walk, and then the reader is asked
whether to look further.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Collate, Lower

from accounts import access
from accounts.access import May, Visitor
from causes import mailbox
from causes.models import Status
from petitions.models import Petition, Signature
from petitions.picking import Pick

PAGE = 50
LOOKED = 50_000
LOOKED_BY_NAME = 10_000  # names that stand side by side in the alphabet lie far apart in the table
HELD_UP_TO = 1000
_INDEXED = ("since", "until")
_HIGHEST = "\U0010ffff"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Found:
    """One page of names. `next` is where the following one begins, "" at the end; `paused`: fewer than a page
    were among the names that were looked at, and there are more to look at."""

    rows: list[Signature]
    next: str = ""
    paused: bool = False


def petitions_of(user: Visitor) -> "QuerySet[Petition]":
    """Those whose names `user` may read: never drafts, they have none."""
    mine = Petition.objects.filter(organisation__in=access.organisations(user, May.READ_SIGNATURES))
    return mine.filter(published_at__isnull=False).order_by("-published_at")


def held(petition: Petition) -> int:
    """How many names wait for staff, counted up to a thousand and one."""
    return Signature.objects.filter(petition=petition, status=Status.HELD)[: HELD_UP_TO + 1].count()


def of_mailbox(user: Visitor, address: str) -> list[Signature]:
    """Every name of one mailbox, in all petitions that `user` may read. Raises mailbox.BadAddress."""
    key = mailbox.key(mailbox.clean(address))
    mine = Signature.objects.filter(
        supporter__email_key=key, supporter__organisation__in=access.organisations(user, May.READ_SIGNATURES)
    )
    return list(mine.select_related("petition", "link").order_by("-signed_at", "-pk")[:PAGE])


def newest(petition: Petition, pick: Pick, after: str = "") -> Found:
    """Names of `petition`, the latest first."""
    walk = Signature.objects.filter(petition=petition).order_by("-signed_at", "-pk")
    walk = walk.filter(pick.only(*_INDEXED).where())
    asked = pick.but(*_INDEXED)
    if pick.status and pick.status != Status.CONFIRMED:  # has an index of its own, in the same order
        walk, asked = walk.filter(status=pick.status), asked.but("status")
    if moment := _moment(after):
        at, pk = moment
        walk = walk.filter(signed_at__lte=at).filter(Q(signed_at__lt=at) | Q(pk__lt=pk))

    def as_far_as(last: Signature) -> "QuerySet[Signature]":
        same_moment = Q(signed_at__gt=last.signed_at) | Q(pk__gte=last.pk)
        return walk.filter(signed_at__gte=last.signed_at).filter(same_moment)

    return _page(walk, asked, LOOKED, as_far_as, _place_of)


def by_name(petition: Petition, begins: str, pick: Pick, after: str = "") -> Found:
    """Names of `petition` that begin with these letters, in the order of their letters."""
    letters = begins.lower()
    walk = Signature.objects.filter(petition=petition).exclude(name="")
    walk = walk.annotate(spelled=Collate(Lower("name"), "C")).order_by("spelled", "pk")
    walk = walk.filter(spelled__gte=letters, spelled__lt=letters + _HIGHEST)
    if after.isascii() and after.isdecimal() and len(after) < 19:
        last = walk.filter(pk=after).first()
        if last:
            at: Any = last.spelled
            walk = walk.filter(spelled__gte=at).filter(Q(spelled__gt=at) | Q(pk__gt=last.pk))

    def as_far_as(last: Any) -> "QuerySet[Signature]":
        same_name = Q(spelled__lt=last.spelled) | Q(pk__lte=last.pk)
        return walk.filter(spelled__lte=last.spelled).filter(same_name)

    return _page(walk, pick, LOOKED_BY_NAME, as_far_as, lambda row: str(row.pk))


def _page(walk: "QuerySet[Signature]", asked: Pick, stretch: int, until: Any, place: Any) -> Found:
    """The next page of `walk`; what is `asked` beside the walk is looked for in its next names alone."""
    last = walk[stretch : stretch + 1].first() if asked else None
    found = (until(last) if last else walk).filter(asked.where())
    rows = list(found.select_related("link", "petition")[: PAGE + 1])
    if len(rows) > PAGE:
        return Found(rows[:PAGE], place(rows[PAGE - 1]))
    return Found(rows, place(last), paused=True) if last else Found(rows)


def _place_of(row: Signature) -> str:
    return f"{(row.signed_at - _EPOCH) // dt.timedelta(microseconds=1)}.{row.pk}"


def _moment(after: str) -> tuple[dt.datetime, int] | None:
    """Where a page begins; None for what is no such place."""
    at, _dot, pk = after.partition(".")
    if not all(part.isascii() and part.isdecimal() and len(part) < 18 for part in (at, pk)):
        return None
    return _EPOCH + dt.timedelta(microseconds=int(at)), int(pk)
