"""The figure of places: from which regions people signed, and how many from where it is decided."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from causes.regions import name_of
from sharing import charts
from sharing.charts import palette
from sharing.growth import drawing, examples, findings
from sharing.growth.figures import Column, Figure, Headline, Table, Value, percent, ratio, whole
from sharing.growth.loop import percent_of, range_words
from sharing.growth.mapping import mapped
from sharing.growth.numbers import ENOUGH
from sharing.growth.places import STAFF, Inside, Places
from sharing.growth.rates import Rate
from sharing.growth.story import Story

_MOST_REGIONS = 12
_MOST_BESIDE = 6  # regions without a square that are named beside the map


def regions(story: Story) -> Figure:
    """Regions with five people or more, on a map and as bars; how mixed they are."""
    told = story.places
    empty = story.is_empty
    reading = _(
        "The region of the postcode that people gave. Groups below five are added up, because a small one "
        "could be somebody. Growth journal."
    )
    finding = findings.nothing_yet() if empty else _place_words(told)
    sizes = examples.regions() if empty else {region.code: region.signatures for region in told.named}
    on_map = _map(told, sizes, finding, empty)
    bars = [] if empty else _bars(told, finding, reading)
    both = bool(on_map and bars)
    return Figure(
        "regions",
        _("Places"),
        finding,
        f"{reading} {_map_words()}" if on_map else reading,
        Table(
            [
                Column("code", _("Code")),
                Column("region", _("Region")),
                Column("signatures", _("Signatures"), "number"),
            ],
            _rows(story),
        ),
        [] if both else [*on_map, *bars],
        empty,
        is_wide=True,
        facts=_facts(story) if _rows(story) else [],
        ways=[(_("Map"), on_map[0]), (_("Bars"), bars[0])] if both else [],
    )


def _map_words() -> str:
    return _(
        "Each square is a state, equal in size; the darker, the more signatures. A square without a number "
        "has none, or fewer than five."
    )


def _map(told: Places, sizes: dict[str, int], finding: str, empty: bool) -> list[SafeString]:
    """The countries that have a map; below it what has no square. Nothing where no country has one."""
    found = mapped(sizes)
    if not found.maps:
        return []
    others = [(name_of(code), whole(sizes[code])) for code in found.elsewhere[:_MOST_BESIDE]]
    rest = told.elsewhere + sum(sizes[code] for code in found.elsewhere[_MOST_BESIDE:])
    if rest:
        others.append((_("Other regions"), whole(rest)))
    words = drawing.words_of("regions-map", finding, _map_words(), empty)
    return [charts.tiles(found.maps, others, words)]


def _bars(told: Places, finding: str, reading: str) -> list[SafeString]:
    shown = told.named[:_MOST_REGIONS]
    bars = [charts.Bar(region.name, region.signatures, whole(region.signatures)) for region in shown]
    rest = told.elsewhere + sum(region.signatures for region in told.named[_MOST_REGIONS:])
    if rest and bars:
        bars.append(charts.Bar(_("Other regions"), rest, whole(rest), palette.QUIET))
    return [charts.bars(bars, drawing.words_of("regions", finding, reading, False))] if bars else []


def _rows(story: Story) -> list[tuple[Value, ...]]:
    told = story.places
    rows: list[tuple[Value, ...]] = [(region.code, region.name, region.signatures) for region in told.named]
    if told.elsewhere:
        rows.append(("", _("Regions with fewer than five"), told.elsewhere))
    if told.unknown:
        rows.append(("", _("Unknown"), told.unknown))
    if story.inside and story.inside.rate and _is_told(story.inside.rate):
        rows.append(("", _inside_label(story.inside), story.inside.rate.part))
    return rows


def _facts(story: Story) -> list[Headline]:
    inside = [_inside_fact(story.inside)] if story.inside else []
    return [*inside, *_place_facts(story.places)]


def _inside_label(told: Inside) -> str:
    return _("In the area of: %(who)s") % {"who": told.decision_maker}


def _inside_fact(told: Inside) -> Headline:
    """What a decision maker asks: how many of these are my voters?"""
    if told.rate is None:
        return Headline(_inside_label(told), "–", _("being counted"))
    if not _is_told(told.rate):
        return Headline(_inside_label(told), "–", _("A group of fewer than five is not shown."))
    return Headline(_inside_label(told), percent_of(told.rate), range_words(told.rate))


def _is_told(rate: Rate) -> bool:
    """Neither those inside nor those outside are a handful."""
    return all(n == 0 or n >= STAFF for n in (rate.part, rate.whole - rate.part))


def _known(told: Places) -> int:
    return told.elsewhere + sum(region.signatures for region in told.named)


def _place_words(told: Places) -> str:
    if _known(told) < ENOUGH or not told.named or told.top_share is None:
        return findings.too_few()
    values = {"part": findings.part_words(told.top_share), "region": told.named[0].name}
    return _("%(part)s are from %(region)s") % values


def _place_facts(told: Places) -> list[Headline]:
    enough = _known(told) >= ENOUGH and told.effective is not None
    mixed = ratio(told.effective or 0) if enough else "–"
    everybody = _known(told) + told.unknown
    return [
        Headline(_("Effective number of regions"), mixed, _("as mixed as so many of equal size")),
        Headline(
            _("Largest region"), percent(told.top_share or 0) if enough else "–", _("of all known regions")
        ),
        Headline(
            _("Region unknown"),
            whole(told.unknown),
            _("of %(all)s signatures") % {"all": whole(everybody)},
        ),
    ]
