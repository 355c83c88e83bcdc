"""Figures of who came: new to the list, from where; and how deep and how quick the network runs."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causes.models.signed import Lag
from sharing import charts
from sharing.charts import palette
from sharing.growth import drawing, findings, list_pictures
from sharing.growth.audience import audience as audience_of
from sharing.growth.depth import depth
from sharing.growth.figures import Column, Figure, Headline, Table, Value, percent, ratio, whole
from sharing.growth.forecast import forecast
from sharing.growth.loop import percent_of, range_words
from sharing.growth.numbers import ENOUGH
from sharing.growth.places import Places
from sharing.growth.rates import Rate
from sharing.growth.spread import amplification, median_lag
from sharing.growth.story import Story

_STARTERS, _GENERATIONS = 100, 10
_MOST_REGIONS = 12


def audience(story: Story) -> Figure:
    """New people, who wants updates, and who is both."""
    told = audience_of(story.journal)
    enough = story.journal.total >= ENOUGH
    finding = (
        _("%(part)s are new to your list") % {"part": percent_of(told.new_to_list)}
        if enough
        else findings.too_few()
    )
    facts = [
        Headline(_("New to the list"), percent_of(told.new_to_list), range_words(told.new_to_list)),
        Headline(_("Said yes to updates"), percent_of(told.opted_in), range_words(told.opted_in)),
        Headline(_("New subscribers"), whole(told.new_subscribers), _("new, and want updates")),
        *([] if story.petition else [_returning(story.returning)]),
        list_pictures.fact(story),
    ]
    rows: list[tuple[Value, ...]] = [
        (_("New to the list"), told.new_to_list.part, told.new_to_list.whole),
        (_("Said yes to updates"), told.opted_in.part, told.opted_in.whole),
        (_("New subscribers"), told.new_subscribers, story.journal.total),
    ]
    if not story.petition:
        rows.append((_("Signed again"), story.returning.part, story.returning.whole))
    reading = _("Fixed when somebody's first signature with you is confirmed. Growth journal.")
    if not story.petition:
        again = _("Signed again: people you know who signed two of your petitions or more.")
        reading = f"{reading} {again}"
    return Figure(
        "audience",
        _("Who came"),
        finding,
        reading,
        Table(
            [
                Column("measure", _("Measure")),
                Column("number", _("How many"), "number"),
                Column("whole", _("Of"), "number"),
            ],
            rows if story.journal.total else [],
        ),
        is_wide=True,
        facts=facts if story.journal.total else [],
    )


def _returning(rate: Rate) -> Headline:
    return Headline(_("Signed again"), percent_of(rate), range_words(rate))


def network_facts(story: Story) -> Figure:
    """How much, how deep, how quick; and what a hundred starters would become."""
    rows = _network_rows(story)
    return Figure(
        "network_facts",
        _("The network in numbers"),
        _network_finding(story),
        _(
            "K counts whom everybody who has had 72 hours brought within them. The forecast is a sum, not a "
            "promise: it supposes that everybody goes on so. Growth, cohort and connector journals."
        ),
        Table([Column("measure", _("Measure")), Column("value", _("Value"), "ratio"), _said()], _plain(rows)),
        is_wide=True,
        facts=[Headline(label, value, note) for label, value, _number, note in rows] if rows else [],
    )


def _said() -> Column:
    return Column("note", _("What it says"))


def _plain(rows: list[tuple[str, str, float | None, str]]) -> list[tuple[Value, ...]]:
    return [(label, number, note or words) for label, words, number, note in rows]


def _network_finding(story: Story) -> str:
    lag = median_lag(story.journal)
    brought = sum(row.brought for row in story.journal.cohorts)
    if lag is None or brought < ENOUGH:
        return findings.too_few()
    return _("Half of all friends sign %(lag)s") % {"lag": Lag(lag).label}


def _network_rows(story: Story) -> list[tuple[str, str, float | None, str]]:
    """(label, shown, plain number, note)."""
    journal = story.journal
    if not journal.total:
        return []
    deep, k = depth(journal), story.numbers.k
    became = amplification(journal)
    enough = became is not None and journal.total >= ENOUGH
    lag = median_lag(journal)
    rows = [
        (
            _("Amplification"),
            ratio(became) if enough and became else "–",
            became if enough else None,
            _("signatures for each person reached directly"),
        ),
        _k_row(k.k if k.cohort >= ENOUGH else None, Rate(k.brought, k.cohort)),
        (
            _("Deepest generation"),
            whole(deep.deepest or 0),
            deep.deepest,
            _("mean %(mean)s") % {"mean": ratio(deep.mean or 0)},
        ),
        (_("Cycle time"), str(Lag(lag).label) if lag else "–", None, _("half of those brought")),
        _concentration(story),
    ]
    return [*rows, *_forecast_row(k.k if k.cohort >= ENOUGH else None)]


def _k_row(k: float | None, rate: Rate) -> tuple[str, str, float | None, str]:
    note = _("%(part)s brought by %(all)s who have had 72 hours") % {
        "part": whole(rate.part),
        "all": whole(rate.whole),
    }
    return _("Each person brings (K)"), "–" if k is None else ratio(k), k, note


def _concentration(story: Story) -> tuple[str, str, float | None, str]:
    found = story.connectors
    share = found.top_direct / found.all_direct if found.all_direct >= ENOUGH else None
    words = ngettext("%(people)s person brought somebody", "%(people)s people brought somebody", found.people)
    note = words % {"people": whole(found.people)}
    return _("Brought by the top ten"), "–" if share is None else percent(share), share, note


def _forecast_row(k: float | None) -> list[tuple[str, str, float | None, str]]:
    if k is None:
        return []
    become = forecast(_STARTERS, k, _GENERATIONS)
    note = _("signatures after %(generations)s generations") % {"generations": _GENERATIONS}
    return [(_("%(number)s starters become") % {"number": _STARTERS}, whole(become), become, note)]


def regions(story: Story) -> Figure:
    """Regions with five people or more, as bars; how mixed they are."""
    told = story.places
    reading = _(
        "The region of the postcode that people gave. Groups below five are added up, because a small one "
        "could be somebody. Growth journal."
    )
    finding = _place_words(told)
    shown = told.named[:_MOST_REGIONS]
    bars = [charts.Bar(region.name, region.signatures, whole(region.signatures)) for region in shown]
    rest = told.elsewhere + sum(region.signatures for region in told.named[_MOST_REGIONS:])
    if rest and bars:
        bars.append(charts.Bar(_("Other regions"), rest, whole(rest), palette.QUIET))
    rows: list[tuple[Value, ...]] = [(region.code, region.name, region.signatures) for region in told.named]
    if told.elsewhere:
        rows.append(("", _("Regions with fewer than five"), told.elsewhere))
    if told.unknown:
        rows.append(("", _("Unknown"), told.unknown))
    return Figure(
        "regions",
        _("Places"),
        finding,
        reading,
        Table(
            [
                Column("code", _("Code")),
                Column("region", _("Region")),
                Column("signatures", _("Signatures"), "number"),
            ],
            rows,
        ),
        [charts.bars(bars, drawing.words_of("regions", finding, reading, False))] if bars else [],
        is_wide=True,
        facts=_place_facts(told) if rows else [],
    )


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
