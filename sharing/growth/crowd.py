"""Figures of who came: new to the list; and how deep and how quick the network runs."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causes.models.signed import Lag
from sharing.growth import findings, list_pictures
from sharing.growth.audience import audience as audience_of
from sharing.growth.depth import depth
from sharing.growth.figures import Column, Figure, Headline, Table, Value, percent, ratio, whole
from sharing.growth.forecast import forecast
from sharing.growth.loop import percent_of, range_words
from sharing.growth.numbers import ENOUGH
from sharing.growth.rates import Rate
from sharing.growth.spread import amplification, median_lag
from sharing.growth.story import Story

_STARTERS, _GENERATIONS = 100, 10


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
