"""From which regions people signed (region journal). A small group is not named: it could be somebody."""

from dataclasses import dataclass
from math import exp, log

from django.db.models import QuerySet, Sum

from causes.models import Page, RegionDay
from causes.regions import UNKNOWN, name_of
from petitions.models import AreaCount, Petition
from sharing.growth.period import Period
from sharing.growth.rates import Rate

STAFF, PUBLIC = 5, 10  # the smallest group that is named, inside the organisation and in public


@dataclass(frozen=True)
class Region:
    """Confirmed signatures of one region; `code` is ISO 3166-2."""

    code: str
    name: str
    signatures: int


@dataclass(frozen=True)
class Places:
    """`named` regions, the largest first; `elsewhere` are signatures of `small` regions that are not named,
    `unknown` those whose postcode says nothing.

    `effective` is how many regions of equal size would be as mixed as these: exp(-sum p ln p); `top_share`
    the part (0..1) of the largest. Both are of all known regions, named or not; None when there is none.
    """

    named: list[Region]
    small: int
    elsewhere: int
    unknown: int
    effective: float | None
    top_share: float | None


def places(pages: QuerySet[Page], least: int = STAFF, period: Period | None = None) -> Places:
    """Regions with at least `least` signatures are named; of all times or of a period. One query."""
    days = RegionDay.objects.filter(page__in=pages.order_by().values("pk"))
    rows = (days.filter(period.days("day")) if period else days).values_list("region")
    return _told({code: n for code, n in rows.annotate(n=Sum("signatures")) if n > 0}, least)


def _told(sizes: dict[str, int], least: int) -> Places:
    unknown = sizes.pop(UNKNOWN, 0)
    known = sum(sizes.values())
    ranked = sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))
    hidden = [n for _, n in ranked if n < least]
    shares = [n / known for n in sizes.values()]
    return Places(
        named=[Region(code, name_of(code), n) for code, n in ranked if n >= least],
        small=len(hidden),
        elsewhere=sum(hidden),
        unknown=unknown,
        effective=exp(-sum(share * log(share) for share in shares)) if shares else None,
        top_share=max(shares, default=None),
    )


@dataclass(frozen=True)
class Inside:
    """Signatures from where the decision maker's voters live, of those whose postcode says where they are.

    `names` are all; `area` is the list as the organisers wrote it. While a changed list is being counted,
    `rate` is None.
    """

    area: str
    decision_maker: str
    rate: Rate | None
    names: int


def inside(petition: Page) -> Inside | None:
    """None where no area is listed. One query; a worker has counted (`petitions.areas`)."""
    found = Petition.objects.filter(pk=petition.pk).exclude(area="").select_related("area_count").first()
    if found is None:
        return None
    told: AreaCount | None = getattr(found, "area_count", None)
    if told is None or told.area != found.area:
        return Inside(found.area, found.decision_maker, None, 0)
    return Inside(found.area, found.decision_maker, Rate(told.inside, told.known), told.names)
