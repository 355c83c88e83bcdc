"""The figure of the way from seeing a page to bringing a friend: five bars, and what each step gives."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sharing import charts
from sharing.charts import palette
from sharing.growth import drawing, findings
from sharing.growth.figures import Column, Figure, Headline, Table, percent, ratio, whole
from sharing.growth.funnel import Funnel
from sharing.growth.numbers import ENOUGH
from sharing.growth.rates import Rate
from sharing.growth.story import Story


@dataclass(frozen=True)
class _Step:
    """One bar: how many, and which part of `of` (the words for the whole) that is."""

    label: str
    rate: Rate | None
    count: int
    of: str = ""


def funnel(story: Story) -> Figure:
    """Visitors, signed, confirmed, shared, and the signatures that came of it."""
    told = story.funnel
    finding = _finding(told)
    reading = _(
        "Visitors: each once a day and page, added up, told by the page's script; so are those who pressed a "
        "share button, once for each person. No network says whether they posted. The range is where the "
        "true part lies 95 times of 100. View, growth, tap and click journals."
    )
    steps = _steps(told)
    bars = [charts.Bar(step.label, step.count, _note(step), palette.TEAL) for step in steps]
    return Figure(
        "funnel",
        _("From a look to a friend"),
        finding,
        reading,
        _table(steps if _anything(told) else []),
        [charts.bars(bars, drawing.words_of("funnel", finding, reading, False))] if _anything(told) else [],
        is_wide=True,
        facts=_facts(told) if _anything(told) else [],
    )


def _anything(told: Funnel) -> bool:
    return bool(told.views or told.submitted)


def _steps(told: Funnel) -> list[_Step]:
    return [
        _Step(_("Visitors"), None, told.views),
        _Step(_("Signed"), told.view_to_submit, told.submitted, _("of visitors")),
        _Step(_("Confirmed"), told.confirm, told.signatures, _("of those who signed")),
        _Step(_("Pressed share"), told.sign_to_share, told.sharers, _("of confirmed")),
        _Step(_("Friends who signed"), told.click_to_sign, told.friends, _("of clicks on their links")),
    ]


def _note(step: _Step) -> str:
    """`412 · 38%`; the part only where it is one of enough."""
    share = step.rate.share if step.rate and step.rate.whole >= ENOUGH else None
    return whole(step.count) if share is None else f"{whole(step.count)} · {percent(share)}"


def _table(steps: list[_Step]) -> Table:
    columns = [
        Column("step", _("Step")),
        Column("count", _("How many"), "number"),
        Column("whole", _("Of"), "number"),
        Column("of", _("Of whom")),
        Column("share", _("Part"), "share"),
        Column("low_95", _("At least"), "share"),
        Column("high_95", _("At most"), "share"),
    ]
    rows = []
    for step in steps:
        rate = step.rate
        enough = rate is not None and rate.whole >= ENOUGH
        low, high = (rate.interval if rate and enough else None) or (None, None)
        share = rate.share if rate and enough else None
        rows.append((step.label, step.count, rate.whole if rate else None, step.of, share, low, high))
    return Table(columns, rows)


def _facts(told: Funnel) -> list[Headline]:
    """What one step gives the next; their product is what one signature brings."""
    several = [
        Headline(_("View → sign"), percent_of(told.view_to_sign), range_words(told.view_to_sign)),
        Headline(
            _("Share taps per signature"), _times(told.taps_per_signature), _of(told.taps_per_signature)
        ),
        Headline(_("Clicks per share tap"), _times(told.clicks_per_tap), _of(told.clicks_per_tap)),
        Headline(_("Signatures per click"), _times(told.click_to_sign), _of(told.click_to_sign)),
    ]
    product = told.loop if told.signatures >= ENOUGH and told.clicks >= ENOUGH else None
    words = _("friends for each signature: the three multiplied")
    came = Headline(_("By somebody's link"), percent_of(told.by_share), range_words(told.by_share))
    return [came, *several, Headline(_("The loop"), "–" if product is None else ratio(product), words)]


def percent_of(rate: Rate) -> str:
    """38%, or a dash where the whole is too small."""
    return "–" if rate.share is None or rate.whole < ENOUGH else percent(rate.share)


def range_words(rate: Rate) -> str:
    """`12 of 40, 17–46%`: both counts always, the range where there is one to be said."""
    if rate.whole < ENOUGH:
        return _("%(part)s of %(all)s: too few to say (needs %(needed)s)") % {
            **_counts(rate),
            "needed": ENOUGH,
        }
    if rate.interval is None:
        return _of(rate)
    low, high = rate.interval
    values = {**_counts(rate), "low": round(low * 100), "high": percent(high)}
    return _("%(part)s of %(all)s, %(low)s–%(high)s") % values


def _times(rate: Rate) -> str:
    return "–" if rate.share is None or rate.whole < ENOUGH else ratio(rate.share)


def _of(rate: Rate) -> str:
    return _("%(part)s for %(all)s") % _counts(rate)


def _counts(rate: Rate) -> dict[str, str]:
    return {"part": whole(rate.part), "all": whole(rate.whole)}


def _finding(told: Funnel) -> str:
    """The first step that can be spoken of."""
    if told.views >= ENOUGH:
        return _("%(part)s of those who look sign and confirm") % {"part": percent_of(told.view_to_sign)}
    if told.submitted >= ENOUGH:
        return _("%(part)s of those who sign confirm") % {"part": percent_of(told.confirm)}
    return findings.too_few()
