"""The figure of an organisation's list: who came on it and who left it, part by part."""

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from causes.models import ListPart
from sharing import charts
from sharing.charts import palette
from sharing.growth import drawing
from sharing.growth.figures import Column, Figure, Headline, Table, Value, signed, whole
from sharing.growth.net_list import GAINS, LOSSES, NetList
from sharing.growth.story import Story

# Parts that are told although nobody is in them: a list without losses says so.
_ALWAYS = (ListPart.JOINED, ListPart.RETURNED, ListPart.LEFT, ListPart.BOUNCED, ListPart.COMPLAINED,
           ListPart.ERASED)  # fmt: skip


def list_growth(story: Story) -> Figure:
    """Net list growth of the last 30 days, of twelve months, and since it is counted."""
    told = story.lists
    if not told.of_all.parts:
        return Figure("list_growth", _heading(), "", "", Table(_columns(), []))
    finding = _finding(told.lately)
    reading = _reading(story)
    ways = [
        (name, _picture(f"list-{place}", one, finding, reading))
        for place, (name, one) in enumerate(
            (
                (_("30 days"), told.lately),
                (_("12 months"), told.year),
                (pgettext("of a list", "All"), told.of_all),
            )
        )
    ]
    rows = [_row(str(part.label), part, story) for part in _shown(told.of_all)]
    rows.append((_("Net growth"), told.lately.net, told.before.net, told.year.net, told.of_all.net))
    return Figure(
        "list_growth", _heading(), finding, reading, Table(_columns(), rows), is_wide=True, ways=ways
    )


def fact(story: Story) -> Headline:
    """The whole list in one number, beside what is told of who came."""
    told = story.lists.lately
    note = _("%(gained)s came, %(lost)s left") % {"gained": whole(told.gained), "lost": whole(told.lost)}
    return Headline(_("Your whole list, last 30 days"), signed(told.net), note)


def _heading() -> str:
    return _("Your list")


def _finding(told: NetList) -> str:
    if not told.net:
        return _("Your list is as long as it was 30 days ago")
    words = (
        ngettext(
            "Your list grew by %(number)s person in 30 days",
            "Your list grew by %(number)s people in 30 days",
            told.net,
        )
        if told.net > 0
        else ngettext(
            "Your list lost %(number)s person in 30 days",
            "Your list lost %(number)s people in 30 days",
            -told.net,
        )
    )
    return words % {"number": whole(abs(told.net))}


def _reading(story: Story) -> str:
    words = ngettext(
        "On the list is whom an update reaches: %(people)s person now. Days until yesterday, in UTC; "
        "everybody is booked on the day they came or left, and stays booked. List journal.",
        "On the list is whom an update reaches: %(people)s people now. Days until yesterday, in UTC; "
        "everybody is booked on the day they came or left, and stays booked. List journal.",
        story.lists.people,
    ) % {"people": whole(story.lists.people)}
    if story.lists.since is None:
        return words
    since = _("Complete since %(day)s: of those who left before, nothing is known.")
    return f"{words} {since % {'day': date_format(story.lists.since)}}"


def _shown(told: NetList) -> list[ListPart]:
    return [part for part in (*GAINS, *LOSSES) if part in _ALWAYS or told.of(part)]


def _picture(ident: str, told: NetList, finding: str, reading: str) -> SafeString:
    bars = [
        charts.Bar(
            str(part.label),
            max(told.of(part), 0),
            signed(told.of(part) if part in GAINS else -told.of(part)),
            palette.TEAL if part in GAINS else palette.MAGENTA,
        )
        for part in _shown(told)
    ]
    bars.append(charts.Bar(_("Net growth"), abs(told.net), signed(told.net), palette.INK))
    return charts.bars(bars, drawing.words_of(ident, finding, reading, False))


def _columns() -> list[Column]:
    return [
        Column("part", _("How")),
        Column("last_30_days", _("Last 30 days"), "change"),
        Column("the_30_before", _("The 30 before"), "change"),
        Column("last_365_days", _("Last 365 days"), "change"),
        Column("all", _("All"), "change"),
    ]


def _row(label: str, part: ListPart, story: Story) -> tuple[Value, ...]:
    """Losses are less than nothing, so that each column adds up to its last row."""
    sign = 1 if part in GAINS else -1
    told = story.lists
    return (label, *(sign * one.of(part) for one in (told.lately, told.before, told.year, told.of_all)))
