"""What was done and reached while it grew: the marks on the line of growth."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from causes.ladder import RUNGS
from causes.models import Page, Update
from sharing.growth.channels import label_of
from sharing.growth.figures import whole
from sharing.growth.journal import Journal
from sharing.models import Post

MOST = 9  # more marks than this and none can be told from its neighbour


@dataclass(frozen=True)
class Event:
    """Something at a moment; `words` say what. The lighter its `weight`, the sooner it is left out."""

    at: dt.datetime
    words: str
    weight: int = 0


def events(pages: QuerySet[Page], journal: Journal) -> list[Event]:
    """The weightiest nine of updates, the organisation's posts and numbers reached, oldest first.

    `journal` is theirs: several pages reach numbers together. Two queries.
    """
    found = [*_updates(pages), *_posts(pages), *_milestones(journal)]
    kept = sorted(found, key=lambda event: (-event.weight, event.at))[:MOST]
    return sorted(kept, key=lambda event: event.at)


def _updates(pages: QuerySet[Page]) -> list[Event]:
    shown = Update.objects.filter(page__in=pages.order_by().values("pk"), shown_at__isnull=False)
    latest = shown.order_by("-shown_at").values_list("shown_at", "title")[:MOST]
    return [Event(at, _("Update: %(title)s") % {"title": title}, 3_000) for at, title in latest if at]


def _milestones(journal: Journal) -> list[Event]:
    """The rungs of the ladder, each in the hour in which the count passed it."""
    found, total = [], 0
    for hour in journal.hours:
        passed = [rung for rung in RUNGS if total < rung <= total + hour.signatures]
        total += hour.signatures
        if passed:
            words = _("%(number)s signatures") % {"number": whole(passed[-1])}
            found.append(Event(hour.hour, words, min(passed[-1], 1_999)))
    return found


def _posts(pages: QuerySet[Page]) -> list[Event]:
    """Those of the organisation's own connections; a supporter's post is theirs."""
    sent = Post.objects.filter(
        page__in=pages.order_by().values("pk"),
        state=Post.State.SENT,
        connection__organisation__isnull=False,
        settled_at__isnull=False,
    )
    rows = sent.order_by("-settled_at").values_list("settled_at", "connection__network")[:MOST]
    return [
        Event(at, _("Post on %(network)s") % {"network": label_of(network)}, 2_000)
        for at, network in rows
        if at
    ]
