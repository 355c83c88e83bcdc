"""Writing the log of what happened to a page, and reading it as the public does."""

import datetime as dt

from django.db.models import QuerySet

from accounts.access import moderates
from accounts.models import User
from causes.models import Change, Page

GOAL, COUNT, WORDING = "goal", "count", "wording"  # what a line is about when it is no move


def hand_of(by: User | None) -> Change.Hand:
    """Whose hand it was: nobody's is the clock's."""
    if by is None:
        return Change.Hand.CLOCK
    return Change.Hand.SITE if moderates(by) else Change.Hand.ORGANISER


def write(
    page: Page,
    what: str,
    now: dt.datetime,
    *,
    before: object,
    after: object,
    by: User | None = None,
    reason: str = "",
    public: bool = True,
) -> Change:
    """One more line, in the caller's transaction. `before` and `after` are states or numbers."""
    return Change.objects.create(
        page_id=page.pk,
        at=now,
        hand=hand_of(by),
        by=by,
        what=what,
        before=str(before),
        after=str(after),
        reason=reason,
        public=public,
    )


def public_lines(page: Page) -> QuerySet[Change]:
    """What concerns the public, newest first."""
    return Change.objects.filter(page=page.pk, public=True)


def goal_history(page: Page) -> QuerySet[Change]:
    """Every goal that followed another, newest first: who set it, when and why."""
    return public_lines(page).filter(what=GOAL)


def turned_down(page: Page) -> bool:
    """Whether the last word of the people who run the site on it was no: then only their yes opens it."""
    last = Change.objects.filter(page=page.pk, what__in=("reject", "approve")).first()
    return last is not None and last.what == "reject"
