"""What the people who run a page are told by letter, each thing once: the notice's row makes it so.

Notice and letters are written in the transaction of what they tell: a move, a count, a sweep.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from accounts.access import May, moderators, roles_that_may
from accounts.models import User
from causes import mailbox
from causes.models import Change, Letter, Notice, Page

Kind = Letter.Kind

# Nobody misses anything of importance without these (`User.wants_letters`).
MAY_SWITCH_OFF = (Kind.FIRST, Kind.TENTH, Kind.MILESTONE, Kind.STALE, Kind.DEADLINE, Kind.WEEK)
# For everybody who may look at the dashboards.
TO_ALL = (Kind.WEEK,)
TO_THE_SITE = (Kind.SUBMITTED,)
TO_OWNERS = (Kind.DATA_MONTH,)

# Which line of the log is told, by its move, and whose hand it must have been for that: nobody gets a
# letter about a button that an organiser pressed. "revise" by the clock is a petition that could not open.
_SITE, _CLOCK, _ORGANISER = Change.Hand.SITE, Change.Hand.CLOCK, Change.Hand.ORGANISER
_TOLD: dict[str, tuple[Letter.Kind, tuple[Change.Hand, ...]]] = {
    "submit": (Kind.SUBMITTED, (_ORGANISER, _SITE)),
    "approve": (Kind.APPROVED, (_SITE,)),
    "reject": (Kind.REJECTED, (_SITE,)),
    "open": (Kind.OPENED, (_CLOCK,)),
    "revise": (Kind.NOT_OPENED, (_CLOCK,)),
    "pause": (Kind.PAUSED, (_SITE,)),
    "close": (Kind.CLOSED, (_SITE,)),
    "end": (Kind.CLOSED, (_CLOCK,)),
    "hide": (Kind.HIDDEN, (_SITE,)),
    "show": (Kind.SHOWN, (_SITE,)),
}


def readers(kind: Letter.Kind, page: Page) -> QuerySet[User]:
    """Who gets letters of this kind about `page`."""
    if kind in TO_THE_SITE:
        return moderators()
    run_it = User.objects.filter(
        is_active=True,
        memberships__organisation=page.organisation_id,
        memberships__role__in=roles_that_may(_needed(kind)),
    ).distinct()
    return run_it.filter(wants_letters=True) if kind in MAY_SWITCH_OFF else run_it


def _needed(kind: Letter.Kind) -> May:
    """What somebody may do to whom such letters go."""
    if kind in TO_OWNERS:
        return May.GOVERN
    return May.SEE if kind in TO_ALL else May.RUN


def of_line(line: Change) -> None:
    """A line was added to the log of its page: tell whoever did not write it and should know."""
    kind, hands = _TOLD.get(line.what, (None, ()))
    if kind is None or line.hand not in hands:
        return
    notice = Notice.objects.create(
        page_id=line.page_id, kind=kind, about=str(line.pk), change=line, at=line.at
    )
    _write([notice], but=line.by)


def of_numbers(notices: Iterable[int], now: dt.datetime) -> None:
    """Counting has just written these: of several numbers that one page reached at once, the highest."""
    highest: dict[int, Notice] = {}
    for notice in Notice.objects.filter(pk__in=list(notices)).select_related("page"):
        before = highest.get(notice.page_id)
        if before is None or int(before.about) < int(notice.about):
            highest[notice.page_id] = notice
    _write(highest.values())


@transaction.atomic
def once(kind: Letter.Kind, page: Page, about: str, now: dt.datetime) -> bool:
    """Tell `about`, notice and letters together; False when it had been told, by whichever worker."""
    notice, is_new = Notice.objects.get_or_create(
        page_id=page.pk, kind=kind, about=about, defaults={"at": now}
    )
    if is_new:
        _write([notice])
    return is_new


def _write(notices: Iterable[Notice], but: User | None = None) -> None:
    """A letter to each reader of each notice; `but` pressed the button and knows."""
    letters = {}  # by mailbox: two people may read the same one
    for notice in notices:
        asked = readers(Letter.Kind(notice.kind), notice.page)
        for user in asked.exclude(pk=but.pk) if but else asked:
            letter = _letter(notice, user)
            letters[notice.pk, letter.email_key] = letter
    Letter.objects.bulk_create(letters.values())


def _letter(notice: Notice, user: User) -> Letter:
    return Letter(
        kind=notice.kind,
        urgency=Letter.Urgency.ORGANISER,
        page_id=notice.page_id,
        notice=notice,
        email=user.email,
        email_key=mailbox.key(user.email),
        language=user.language,
        due_at=notice.at,
        created_at=notice.at,
    )
