"""The figures of a report: asked of the growth functions as every dashboard does, kept as they may be shown.

What is kept names nobody and holds no group that is too small (`sharing.reports.small`).
"""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from accounts.models import Organisation
from causes import mailing
from causes.models import GrowthHour, Link, Page, Update
from petitions.models import Petition
from sharing import growth
from sharing.growth.audience import audience
from sharing.growth.funnel import funnel
from sharing.growth.net_list import counted_since, net_list
from sharing.growth.numbers import ENOUGH
from sharing.growth.period import Period
from sharing.growth.places import PUBLIC, places
from sharing.growth.spread import median_lag
from sharing.models import Report
from sharing.reports.small import LEAST, Part, folded, folded_tail, part_of, shown
from sharing.reports.spans import spans


@dataclass(frozen=True)
class Counted:
    """What a report says in numbers; None stands for a few people, or for too few to say.

    `before`: signatures of the equally long time before. `confirm`: of those who signed since each page
    opened. `generations` in order, `deeper` when the last stands for all later ones. `links`: [label, direct,
    downstream] since each was made, `more_links` brought too few. `spans`: [start, end, signatures].
    `pages`: [page, signatures]; `channels`, `regions` alike; the sums of what is too small are `other_…`.
    `list_…` are people who came on the organisation's list and left it, where all of that time is counted.
    """

    signatures: int | None
    before: int | None
    new_people: Part
    friends: Part
    opted_in: Part
    confirm: Part
    amplification: float | None
    k: float | None
    cohort: int
    lag: str | None
    generations: list[int]
    deeper: bool
    channels: list[tuple[str, int]]
    other_channels: int
    links: list[tuple[str, int | None, int]]
    more_links: int
    spans: list[tuple[str, str, int]]
    regions: list[tuple[str, int]]
    other_regions: int
    effective: int | None
    pages: list[tuple[int, int]]
    other_pages: int
    open_petitions: int
    updates: int
    letters: int | None
    left: Part
    list_counted: bool = False
    list_gained: int | None = None
    list_lost: int | None = None

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Counted":
        """From what a report keeps."""
        parts = {name: Part(**value) for name, value in kept.items() if isinstance(value, dict)}
        return cls(**{**kept, **parts})


def pages_of(report: Report) -> QuerySet[Page]:
    """What the report tells of and everybody may see: what was chosen, a cause with all its petitions; all
    that the organisation runs when nothing was."""
    public = Page.objects.public().filter(organisation=report.organisation_id).exclude(published_at=None)
    chosen = list(report.pages.values_list("pk", flat=True))
    if not chosen:
        return public
    below = Petition.objects.filter(cause__in=chosen).values("pk")
    return public.filter(Q(pk__in=chosen) | Q(pk__in=below))


def count(report: Report, now: dt.datetime) -> None:
    """Keep the figures as they are at `now`."""
    period = Period.of_days(report.starts_on, report.ends_on)
    report.counted = asdict(counted(pages_of(report), period, now)) | _list(report.organisation, period)
    report.counted_at = now
    report.save(update_fields=["counted", "counted_at"])


def counted(pages: QuerySet[Page], period: Period, now: dt.datetime) -> Counted:
    """The figures of `pages` in `period`; a dozen short queries however many signatures there are."""
    journal = growth.read(pages, period)
    told = audience(journal)
    before = growth.read(pages, period.before)
    since_opening = funnel(pages, growth.read(pages), growth.visits(pages)).confirm
    return Counted(
        signatures=shown(journal.total),
        before=shown(before.total),
        new_people=part_of(told.new_to_list.part, journal.total),
        friends=part_of(*growth.through_friends(journal)),
        opted_in=part_of(told.opted_in.part, journal.total),
        confirm=part_of(since_opening.part, since_opening.whole),
        spans=[(start.isoformat(), end.isoformat(), n) for start, end, n in spans(journal, period)],
        **_network(journal, now),
        **_channels(journal),
        **_links(pages),
        **_places(pages, period),
        **_pages(pages, period),
        **_updates(pages, period),
    )


def _network(journal: growth.Journal, now: dt.datetime) -> dict[str, Any]:
    """How it spread. Below 30 there is no rate, as on a dashboard."""
    generations, deeper = folded_tail([each.signatures for each in growth.generations(journal)])
    matured = growth.matured_k(journal, now)
    enough = journal.total >= ENOUGH and bool(generations) and generations[0] < journal.total
    brought = sum(row.brought for row in journal.cohorts)
    return {
        "generations": generations,
        "deeper": deeper,
        "amplification": growth.amplification(journal) if enough else None,
        "k": matured.k if matured.cohort >= ENOUGH and shown(matured.brought) is not None else None,
        "cohort": matured.cohort if matured.cohort >= ENOUGH else 0,
        "lag": median_lag(journal) if brought >= ENOUGH else None,
    }


def _channels(journal: growth.Journal) -> dict[str, Any]:
    cells = {each.channel: each.signatures for each in growth.by_channel(journal)}
    channels, others = folded(cells)
    return {"channels": channels, "other_channels": others}


def _links(pages: QuerySet[Page]) -> dict[str, Any]:
    """The organisation's own links; the page's own buttons are nobody's work to show."""
    buttons = str(Link.Kind.PAGE.label)
    rows = [row for row in growth.link_totals(pages) if row.kind and row.kind != buttons]
    told = [(row.label, shown(row.direct), row.downstream) for row in rows if row.downstream >= LEAST]
    return {"links": told, "more_links": len(rows) - len(told)}


def _list(organisation: Organisation, period: Period) -> dict[str, Any]:
    """Both are shown or hidden by themselves: nobody is told a sum that gives the other away."""
    since = counted_since(organisation)
    if since and since > period.start.date():
        return {}
    told = net_list(organisation, period)
    return {"list_counted": True, "list_gained": shown(told.gained), "list_lost": shown(told.lost)}


def _places(pages: QuerySet[Page], period: Period) -> dict[str, Any]:
    """Anybody with the link may read it: a region is named from ten people on. "" is an unknown one."""
    told = places(pages, 1, period)
    cells = {region.code: region.signatures for region in told.named} | {"": told.unknown}
    regions, others = folded(cells, PUBLIC)
    known = sum(region.signatures for region in told.named)
    mixed = round(told.effective) if told.effective is not None and known >= ENOUGH else None
    return {"regions": regions, "other_regions": others, "effective": mixed}


def _pages(pages: QuerySet[Page], period: Period) -> dict[str, Any]:
    own = GrowthHour.objects.filter(period.hours("hour"), page__in=pages.order_by().values("pk"))
    cells = dict(own.values_list("page").annotate(n=Sum("signatures")))
    told, others = folded(cells)
    told += [(pk, 0) for pk in pages.values_list("pk", flat=True) if cells.get(pk, 0) <= 0]
    opened = pages.filter(kind=Page.Kind.PETITION, published_at__lt=period.end)
    ended = Q(closed_at__lt=period.start) | Q(closed_at=None, closes_at__lt=period.start)
    return {"pages": told, "other_pages": others, "open_petitions": opened.exclude(ended).count()}


def _updates(pages: QuerySet[Page], period: Period) -> dict[str, Any]:
    """News of the period, the letters that took it, and who wanted no more after one."""
    news = Update.objects.filter(period.hours("shown_at"), page__in=pages.order_by().values("pk"))
    sent = [mailing.numbers(update) for update in news.exclude(asked_at=None).select_related("page")]
    letters = sum(each.sent for each in sent)
    left = part_of(sum(each.left_after for each in sent), letters)
    return {"updates": news.count(), "letters": shown(letters), "left": left}
