"""The figure of the ripple: generations and the ways they came together, as rings."""

from django.utils.translation import gettext as _

from sharing.charts import palette
from sharing.growth import drawing, examples, findings, rippling
from sharing.growth.figures import Column, Figure, Table, Value
from sharing.growth.story import Story


def ripple(story: Story) -> Figure:
    """The rings by channel; by the organisation's own links too, where anything came of those."""
    empty = story.is_empty
    cells = examples.cells() if empty else story.journal.cells
    finding = findings.nothing_yet() if empty else findings.ripple(story.journal, story.generations)
    reading = _reading(story)
    centre = rippling.initials(story.organisation.name)
    words = drawing.words_of("ripple", finding, reading, empty)
    picture = rippling.by_channel(cells, centre, words)
    ways = []
    if not empty and story.rings.labels:
        by_link = drawing.words_of("ripple-links", finding, reading, False)
        ways = [
            (_("By channel"), picture),
            (_("By your own links"), rippling.by_link(story.rings, centre, by_link)),
        ]
    table = _table(story)
    drawings = [] if ways else [picture]
    return Figure("ripple", _("The ripple"), finding, reading, table, drawings, empty, ways=ways)


def _reading(story: Story) -> str:
    reading = _(
        "Each ring is a generation, from the inside out; the thicker, the more signatures. Its colours run "
        "clockwise from the top in the order of the key. Growth and ring journals."
    )
    if len(story.generations) > rippling.RINGS:
        reading = _("%(reading)s The outermost ring holds all later generations.") % {"reading": reading}
    return reading


def _table(story: Story) -> Table:
    """Both pictures as rows, one after the other."""
    columns = [
        Column("generation", _("Generation"), "number"),
        Column("by", _("By")),
        Column("came_through", _("Came through")),
        Column("signatures", _("Signatures"), "number"),
    ]
    if story.is_empty:
        return Table(columns, [])
    rows = _rows(rippling.ring_amounts(story.journal.cells), rippling.group_labels(), _("channel"))
    if story.rings.labels:
        rows += _rows(rippling.link_amounts(story.rings), rippling.link_labels(story.rings), _("link"))
    return Table(columns, rows)


def _rows(rings: dict[int, dict[str, int]], labels: dict[str, str], by: str) -> list[tuple[Value, ...]]:
    return [
        (number, by, labels[group], amounts[group])
        for number, amounts in sorted(rings.items())
        for group in palette.GROUPS
        if amounts.get(group)
    ]
