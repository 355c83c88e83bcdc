"""The figure of an organisation's petitions and causes side by side: a table that needs no picture."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sharing.growth.figures import Column, Figure, Table, Value, day_words, whole
from sharing.growth.numbers import ENOUGH
from sharing.growth.pages import PageRow
from sharing.growth.story import Story


def pages(story: Story) -> Figure:
    """One row for each; a petition without a sign of life for 30 days says so."""
    columns = [
        Column("page", _("Petition or cause")),
        Column("state", _("State")),
        Column("signatures", _("Signatures"), "number"),
        Column("last_24_hours", _("Last 24 hours"), "number"),
        Column("view_to_sign", _("View → sign"), "share"),
        Column("k", _("Each brings (K)"), "ratio"),
        Column("through_friends", _("Brought by friends"), "share"),
        Column("waiting", _("Waiting to confirm"), "number"),
        Column("last_update_utc", _("Last update"), "day"),
    ]
    reading = _(
        "View → sign: confirmed signatures for each visitor a day, told by the page's script. K: whom "
        "everybody who has had 72 hours brought within them. Growth, cohort and view journals."
    )
    quiet = [place for place, row in enumerate(story.rows) if row.quiet_since]
    return Figure(
        "pages",
        _("Petitions and causes"),
        _busiest(story.rows),
        reading,
        Table(columns, [_cells(row) for row in story.rows], amber=quiet),
        is_wide=True,
    )


def _cells(row: PageRow) -> tuple[Value, ...]:
    """Below 30 of what a share is of, there is none."""
    state = str(row.page.get_state_display()).capitalize()
    if row.quiet_since:
        state = _("%(state)s: quiet since %(day)s") % {"state": state, "day": day_words(row.quiet_since)}
    return (
        row.page.title,
        state,
        row.signatures,
        row.last_day,
        row.signatures / row.views if row.views >= ENOUGH else None,
        row.k.k if row.k.cohort >= ENOUGH else None,
        row.friends / row.signatures if row.signatures >= ENOUGH else None,
        row.waiting,
        row.page.told_at,
    )


def _busiest(rows: list[PageRow]) -> str:
    if not rows or not rows[0].last_day:
        return _("No signature in the last 24 hours")
    words = ngettext(
        "%(title)s: %(number)s signature in the last 24 hours",
        "%(title)s: %(number)s signatures in the last 24 hours",
        rows[0].last_day,
    )
    return words % {"title": rows[0].page.title, "number": whole(rows[0].last_day)}
