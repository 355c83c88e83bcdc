"""The figure of the letters: whose mailboxes confirm, and how soon."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sharing import charts
from sharing.charts import palette
from sharing.growth import drawing
from sharing.growth.figures import Column, Figure, Headline, Table, Value, percent
from sharing.growth.loop import percent_of, range_words
from sharing.growth.mailboxes import Mailbox, Mailboxes
from sharing.growth.numbers import ENOUGH
from sharing.growth.story import Story

_MINUTE, _HOUR, _DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def letters(story: Story) -> Figure:
    """Of a petition: who confirms, by mailbox. A mailbox that falls behind is said first."""
    told = story.mailboxes
    enough = told is not None and told.everybody.confirm.whole >= ENOUGH
    if told is None or not enough:
        return Figure("letters", _heading(), "", "", Table(_columns(), []))
    finding = _finding(told)
    reading = _(
        "Of the last 5,000 who signed in 30 days and had an hour to look. A mailbox is named from 30 names "
        "on. Where far fewer confirm than usual, letters may lie among the junk. Read from the names "
        "themselves."
    )
    bars = [_bar(box, told) for box in told.each]
    rows: list[tuple[Value, ...]] = [_row(name_of(box), box) for box in told.each]
    rows.append(_row(_("Everybody"), told.everybody))
    return Figure(
        "letters",
        _heading(),
        finding,
        reading,
        Table(_columns(), rows, amber=[told.each.index(box) for box in told.behind]),
        [charts.bars(bars, drawing.words_of("letters", finding, reading, False))],
        is_wide=True,
        facts=_facts(told),
    )


def name_of(box: Mailbox) -> str:
    return box.domain or _("All others")


def wait_words(wait: dt.timedelta | None) -> str:
    """4 minutes, 2 hours, 3 days: a whole number of the largest that fits; a dash of nobody."""
    if wait is None:
        return "–"
    if wait < _HOUR:
        n = max(round(wait / _MINUTE), 1)
        return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
    if wait < _DAY:
        n = round(wait / _HOUR)
        return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    n = round(wait / _DAY)
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def _heading() -> str:
    return _("Letters")


def _finding(told: Mailboxes) -> str:
    if told.behind:
        worst = told.behind[0]
        values = {"part": percent_of(worst.confirm), "domain": worst.domain}
        return _("Only %(part)s confirm at %(domain)s: do letters arrive there?") % values
    everybody = told.everybody
    if everybody.wait is None:
        return _("Nobody confirms: do your letters arrive?")
    return _("%(part)s confirm, half of them within %(wait)s") % {
        "part": percent_of(everybody.confirm),
        "wait": wait_words(everybody.wait),
    }


def _facts(told: Mailboxes) -> list[Headline]:
    everybody = told.everybody
    return [
        Headline(_("Confirm their name"), percent_of(everybody.confirm), range_words(everybody.confirm)),
        Headline(_("Half confirm within"), wait_words(everybody.wait), _("of signing")),
    ]


def _bar(box: Mailbox, told: Mailboxes) -> charts.Bar:
    """As long as the part that confirms, of a hundred; told with its wait where there are enough."""
    colour = palette.MAGENTA if box in told.behind else palette.TEAL
    share = box.confirm.share or 0.0
    if box.confirm.whole < ENOUGH:
        return charts.Bar(name_of(box), 0, _("too few to say"), colour)
    note = percent(share) if box.wait is None else f"{percent(share)} · {_brief(box.wait)}"
    return charts.Bar(name_of(box), round(share * 100), note, colour)


def _brief(wait: dt.timedelta) -> str:
    """4 min, 2 h, 3 d: there is room for no more beside a bar."""
    if wait < _HOUR:
        return _("%(n)s min") % {"n": max(round(wait / _MINUTE), 1)}
    if wait < _DAY:
        return _("%(hours)s h") % {"hours": round(wait / _HOUR)}
    return _("%(n)s d") % {"n": round(wait / _DAY)}


def _columns() -> list[Column]:
    return [
        Column("mailbox", _("Mailbox")),
        Column("signed", _("Signed"), "number"),
        Column("confirmed", _("Confirmed"), "number"),
        Column("share", _("Part"), "share"),
        Column("low_95", _("At least"), "share"),
        Column("high_95", _("At most"), "share"),
        Column("median_minutes", _("Half within, in minutes"), "number"),
    ]


def _row(name: str, box: Mailbox) -> tuple[Value, ...]:
    enough = box.confirm.whole >= ENOUGH
    low, high = (box.confirm.interval if enough else None) or (None, None)
    minutes = None if box.wait is None or not enough else max(round(box.wait / _MINUTE), 1)
    return (
        name,
        box.confirm.whole,
        box.confirm.part,
        box.confirm.share if enough else None,
        low,
        high,
        minutes,
    )
