"""The sentence over each picture: what it shows, in words. Below 30 signatures there is nothing to claim."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sharing.growth.channels import ChannelShare, label_of
from sharing.growth.connectors import MOST, Connectors
from sharing.growth.figures import day_words, percent, ratio, whole
from sharing.growth.journal import Journal
from sharing.growth.links import LinkRow
from sharing.growth.numbers import ENOUGH
from sharing.growth.over_time import Span, busiest, hours_to
from sharing.growth.spread import Generation, amplification, through_friends

_MILESTONES = (1000, 300, 100)
_PARTS = (
    (0.95, 1.0, gettext_lazy("Nearly all")),
    (0.73, 0.77, gettext_lazy("Three quarters")),
    (0.64, 0.69, gettext_lazy("Two thirds")),
    (0.48, 0.52, gettext_lazy("Half")),
    (0.31, 0.36, gettext_lazy("A third")),
    (0.23, 0.27, gettext_lazy("A quarter")),
)
# How a channel is named inside a sentence; the others by their own name.
_THROUGH = {
    "email": gettext_lazy("e-mail"),
    "copy": gettext_lazy("copied links"),
    "sheet": gettext_lazy("the phone's share sheet"),
    "qr": gettext_lazy("QR codes"),
    "partner": gettext_lazy("partners"),
    "embed": gettext_lazy("other sites"),
    "offline": gettext_lazy("paper"),
    "other": gettext_lazy("other ways"),
}


def too_few() -> str:
    return _("Too few to say (needs %(number)s)") % {"number": ENOUGH}


def nothing_yet() -> str:
    return _("Nothing to show yet: this is an example")


def part_words(share: float) -> str:
    """0.66 -> "Two thirds"; a percentage where no plain word is near."""
    return next((str(words) for low, high, words in _PARTS if low <= share <= high), percent(share))


def days(journal: Journal, spans: Sequence[Span]) -> str:
    peak = busiest(spans)
    if journal.total < ENOUGH or peak is None:
        return too_few()
    values = {"day": day_words(peak.start), "most": whole(peak.signatures), "all": whole(journal.total)}
    if peak.end - peak.start > dt.timedelta(days=1):
        return _("The week from %(day)s brought most: %(most)s of %(all)s signatures") % values
    return _("%(day)s brought most: %(most)s of %(all)s signatures") % values


def first_hours(journal: Journal, spans: Sequence[Span], start: dt.datetime) -> str:
    total = spans[-1].total if spans else 0
    if total < ENOUGH:
        return too_few()
    goal = next(number for number in (*_MILESTONES, ENOUGH) if total >= number)
    hours = hours_to(journal, start, goal) or 1
    words = ngettext(
        "%(goal)s signatures within %(hours)s hour", "%(goal)s signatures within %(hours)s hours", hours
    )
    return words % {"goal": whole(goal), "hours": hours}


def last_hours(total: int) -> str:
    if total < ENOUGH:
        return too_few()
    return _("%(number)s signatures in the last 72 hours") % {"number": whole(total)}


def spread(journal: Journal, sizes: Sequence[Generation]) -> str:
    friends, everybody = through_friends(journal)
    if everybody < ENOUGH:
        return too_few()
    if not friends:
        return _("Nobody has come through a friend yet")
    words = ngettext(
        "%(part)s came through friends, in %(number)s generation",
        "%(part)s came through friends, %(number)s generations deep",
        len(sizes),
    )
    return words % {"part": part_words(friends / everybody), "number": len(sizes)}


def ripple(journal: Journal, sizes: Sequence[Generation]) -> str:
    became = amplification(journal)
    if became is None or sizes[0].signatures < ENOUGH:
        return too_few()
    return _("Each person reached directly became %(number)s signatures") % {"number": ratio(became)}


def channel_mix(journal: Journal, mix: Sequence[ChannelShare]) -> str:
    if journal.total < ENOUGH or not mix:
        return too_few()
    part = part_words(mix[0].share)
    if mix[0].channel == "direct":
        return _("%(part)s came straight to the page") % {"part": part}
    through = _THROUGH.get(mix[0].channel) or label_of(mix[0].channel)
    return _("%(part)s came through %(channel)s") % {"part": part, "channel": through}


def connectors(found: Connectors) -> str:
    if found.all_direct < ENOUGH:
        return too_few()
    if found.people <= MOST:
        words = ngettext(
            "%(people)s person brought %(brought)s others",
            "%(people)s people brought %(brought)s others",
            found.people,
        )
        return words % {"people": found.people, "brought": whole(found.all_direct)}
    part = percent(found.top_direct / found.all_direct)
    return _("Ten people brought %(part)s of those who came through friends; %(people)s brought somebody") % {
        "part": part,
        "people": whole(found.people),
    }


def links(rows: Sequence[LinkRow]) -> str:
    if sum(row.downstream for row in rows) < ENOUGH:
        return too_few()
    values = {"label": rows[0].label, "number": whole(rows[0].downstream)}
    return _("%(label)s opened the way for %(number)s signatures") % values
