"""Figures of whom it grows through: channels, connectors, the organisation's own links, its petitions."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sharing.growth import drawing, examples, findings
from sharing.growth.channels import Visits, label_of
from sharing.growth.connectors import Connectors
from sharing.growth.figures import Column, Figure, Table, Value, whole
from sharing.growth.numbers import ENOUGH
from sharing.growth.story import Story


def channels(story: Story) -> Figure:
    """Sorted bars by channel; the table adds the visits."""
    empty = story.is_empty
    mix = examples.channels() if empty else story.channels
    finding = findings.nothing_yet() if empty else findings.channel_mix(story.journal, mix)
    reading = _("The button that made the link somebody came by. Growth journal.")
    reading = f"{reading} {_visits_words(story.visits)}"
    picture = drawing.channels(mix, drawing.words_of("channels", finding, reading, empty))
    return Figure("channels", _("Channels"), finding, reading, _channel_table(story), [picture], empty)


def _visits_words(found: Visits) -> str:
    words = ngettext(
        "%(visits)s visit through links, a person once per link and day; %(left_out)s more left out "
        "(robots, previews, repeats). Click journal.",
        "%(visits)s visits through links, a person once per link and day; %(left_out)s more left out "
        "(robots, previews, repeats). Click journal.",
        found.counted,
    )
    return words % {"visits": whole(found.counted), "left_out": whole(sum(found.left_out.values()))}


def _channel_table(story: Story) -> Table:
    """Every channel with a signature or a visit."""
    columns = [
        Column("channel", _("Channel")),
        Column("signatures", _("Signatures"), "number"),
        Column("share", _("Share"), "share"),
        Column("visits", _("Visits through links"), "number"),
    ]
    visited = dict(story.visits.by_channel)
    enough = story.journal.total >= ENOUGH
    rows: list[tuple[Value, ...]] = [
        (way.label, way.signatures, way.share if enough else None, visited.pop(way.channel, None))
        for way in story.channels
    ]
    only_visited = sorted(visited.items(), key=lambda pair: (-pair[1], pair[0]))
    rows += [(label_of(channel), 0, 0.0 if enough else None, clicks) for channel, clicks in only_visited]
    return Table(columns, rows)


def connectors(story: Story) -> Figure:
    """Who brought others: ten named people, everybody else as one row."""
    empty = story.connectors.people == 0
    found = examples.connectors() if empty else story.connectors
    finding = findings.nothing_yet() if empty else findings.connectors(found)
    reading = _(
        "Full colour: people they brought themselves. Lighter: whom those brought in turn; somebody further "
        "down counts for each person above. Named are only people who said yes to updates. Connector journal."
    )
    words = drawing.words_of("connectors", finding, reading, empty)
    pictures = [drawing.connectors(found, words)] if found.named else []
    table = _connector_table(story.connectors)
    return Figure("connectors", _("Connectors"), finding, reading, table, pictures, empty)


def _connector_table(found: Connectors) -> Table:
    columns = [
        Column("person", _("Person")),
        Column("direct", _("Brought directly"), "number"),
        Column("downstream", _("And all after them"), "number"),
        Column("pages", _("Petitions and causes"), "number"),
    ]
    rows: list[tuple[Value, ...]] = [
        (person.name, person.direct, person.downstream, person.pages) for person in found.named
    ]
    if found.others:
        rows.append((more_people(found.others), found.others_direct, found.others_downstream, None))
    return Table(columns, rows)


def more_people(number: int) -> str:
    return ngettext("%(number)s more person", "%(number)s more people", number) % {"number": whole(number)}


def links(story: Story) -> Figure:
    """Partners, QR codes, mailings and posts, and all that came of each."""
    empty = not story.links
    rows = examples.links() if empty else story.links
    finding = findings.nothing_yet() if empty else findings.links(rows)
    reading = _(
        "Full colour: signatures that came straight through the link. Lighter: all whom those people "
        "brought. Link journal."
    )
    columns = [
        Column("link", _("Link")),
        Column("kind", _("Kind")),
        Column("direct", _("Direct"), "number"),
        Column("downstream", _("With all after them"), "number"),
        Column("new_people", _("New people"), "number"),
    ]
    table = Table(
        columns,
        [
            (drawing.link_name(row), row.kind, row.direct, row.downstream, row.new_people)
            for row in story.links
        ],
    )
    picture = drawing.links(rows, drawing.words_of("links", finding, reading, empty))
    return Figure("links", _("Partners and own links"), finding, reading, table, [picture], empty, True)
