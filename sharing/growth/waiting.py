"""What waits for somebody at an organisation: reasons, prepared posts, goals that were passed untold."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causes import changes
from causes.models import Change, Page, ReasonState, Status
from petitions.models import Signature
from sharing.growth.figures import whole
from sharing.models import Post

_WHERE_IT_STANDS = 5  # of each kind: a list of fifty is read by nobody


@dataclass(frozen=True)
class Task:
    """One thing to do: `words` lead to `path`, `about` is the page's title."""

    words: str
    path: str
    about: str


def tasks(pages: QuerySet[Page], now: dt.datetime) -> list[Task]:
    """What somebody who runs `pages` can do today; three questions."""
    known = {page.pk: page for page in pages}
    return [*_posts(known), *_reasons(known), *_passed(known, now)]


def passed_untold(pages: Iterable[Page], now: dt.datetime) -> dict[int, int]:
    """Page -> the goal that it passed since its signatories last heard anything; one question."""
    found = {page.pk: page for page in pages if page.takes_names(now) and page.goal_passed}
    lines = Change.objects.filter(page__in=list(found), what=changes.GOAL, hand=Change.Hand.CLOCK)
    moments = dict(lines.order_by().values_list("page").annotate(at=Max("at")))
    return {pk: found[pk].goal_passed for pk, at in moments.items() if (found[pk].told_at or _LONG_AGO) < at}


_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


def _reasons(known: dict[int, Page]) -> list[Task]:
    new = Signature.objects.filter(
        petition__in=list(known), status=Status.CONFIRMED, reason_state=ReasonState.NEW
    )
    sums = new.order_by().values_list("petition").annotate(n=Count("pk")).order_by("-n", "petition")
    return [
        Task(
            ngettext("%(number)s reason to review", "%(number)s reasons to review", n) % {"number": whole(n)},
            reverse("admin:petitions_petition_reasons", args=[pk]),
            known[pk].title,
        )
        for pk, n in sums[:_WHERE_IT_STANDS]
    ]


def _posts(known: dict[int, Page]) -> list[Task]:
    """Prepared posts that nobody said yes to yet, all in one list of the desk."""
    drafts = Post.objects.filter(page__in=list(known), state=Post.State.DRAFT)
    number = drafts.count()
    if not number:
        return []
    words = ngettext("%(number)s post waits for your yes", "%(number)s posts wait for your yes", number)
    path = f"{reverse('admin:sharing_post_changelist')}?state__exact={Post.State.DRAFT}"
    return [Task(words % {"number": whole(number)}, path, "")]


def _passed(known: dict[int, Page], now: dt.datetime) -> list[Task]:
    """A goal that is passed is news, until it was told."""
    return [
        Task(
            _("Goal %(number)s passed: post an update?") % {"number": whole(number)},
            f"{reverse('admin:causes_update_add')}?page={pk}",
            known[pk].title,
        )
        for pk, number in list(passed_untold(known.values(), now).items())[:_WHERE_IT_STANDS]
    ]
