"""Figures of whom it grows through: channels, connectors, the organisation's own links, its petitions."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sharing.growth import drawing, examples, findings
from sharing.growth.channels import Visits, label_of
from sharing.growth.connectors import NOBODY, Connectors
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
    return Figure("channels", _("Channels"), finding, reading, _channel_table(story), [picture], empty, True)


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
    """Every channel with a signature, a visitor, a visit or a tap, and what a look brought in each."""
    columns = [
        Column("channel", _("Channel")),
        Column("signatures", _("Signatures"), "number"),
        Column("share", _("Share"), "share"),
        Column("visitors", _("Visitors (with script)"), "number"),
        Column("view_to_sign", _("View → sign"), "share"),
        Column("visits", _("Visits through links"), "number"),
        Column("share_taps", _("Share taps (with script)"), "number"),
    ]
    told = story.traffic
    signed = {way.channel: way.signatures for way in story.channels}
    also = (told.visitors.keys() | told.visits.keys() | told.taps.keys()) - signed.keys()
    rest = sorted(also, key=lambda channel: (-told.visits.get(channel, 0), channel))
    enough = story.journal.total >= ENOUGH
    rows: list[tuple[Value, ...]] = []
    for channel in [*signed, *rest]:
        number, seen = signed.get(channel, 0), told.visitors.get(channel, 0)
        share = number / story.journal.total if enough else None
        rate = number / seen if seen >= ENOUGH else None
        rows.append(
            (label_of(channel), number, share, seen, rate, told.visits.get(channel), told.taps.get(channel))
        )
    return Table(columns, rows)


def connectors(story: Story) -> Figure:
    """Who brought others: ten named people, everybody else as one row."""
    if story.petition and story.petition.sensitive:
        return _nobody_is_known()
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
    return Figure("connectors", _("Connectors"), finding, reading, table, pictures, empty, True)


def _nobody_is_known() -> Figure:
    """Sensitive mode keeps counters only: there is nobody to name, nor to count."""
    finding = _("Nobody is named here")
    reading = _("In sensitive mode it is never stored who brought whom: only generations are counted.")
    return Figure("connectors", _("Connectors"), finding, reading, _connector_table(NOBODY), says_why=True)


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
        Column("visits", _("Visits"), "number"),
        Column("direct", _("Direct"), "number"),
        Column("downstream", _("With all after them"), "number"),
        Column("new_people", _("New people"), "number"),
    ]
    table = Table(
        columns,
        [
            (drawing.link_name(row), row.kind, row.visits, row.direct, row.downstream, row.new_people)
            for row in story.links
        ],
    )
    picture = drawing.links(rows, drawing.words_of("links", finding, reading, empty))
    return Figure("links", _("Partners and own links"), finding, reading, table, [picture], empty, True)
