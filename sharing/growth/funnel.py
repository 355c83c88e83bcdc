"""From seeing a page to bringing a friend: how many of each step took the next (view, growth, tap and click
journals, and the few names that wait)."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum

from causes.models import Page, Signed, Status
from sharing.growth.channels import Visits
from sharing.growth.journal import Journal
from sharing.growth.rates import Rate
from sharing.growth.spread import through_friends
from sharing.models import ClickHour, TapHour, ViewHour


@dataclass(frozen=True)
class Funnel:
    """Counts of some pages.

    `views` are visitors, each once a day and page, told by the page's script; `from_share` of them came by
    somebody's share link. `submitted` signed, confirmed or not; `signatures` are confirmed, and `friends`
    of these were brought by somebody. `sharers` are people who pressed a share button, `taps` all presses,
    `clicks` visits by people's links, a person once per link and day.
    """

    views: int
    from_share: int
    submitted: int
    signatures: int
    sharers: int
    taps: int
    clicks: int
    friends: int

    @property
    def by_share(self) -> Rate:
        """Visitors whom somebody's share link brought."""
        return Rate(self.from_share, self.views)

    @property
    def view_to_submit(self) -> Rate:
        return Rate(self.submitted, self.views)

    @property
    def view_to_sign(self) -> Rate:
        return Rate(self.signatures, self.views)

    @property
    def confirm(self) -> Rate:
        return Rate(self.signatures, self.submitted)

    @property
    def sign_to_share(self) -> Rate:
        """People, not taps. Somebody may press before they confirm."""
        return Rate(self.sharers, self.signatures)

    @property
    def taps_per_signature(self) -> Rate:
        return Rate(self.taps, self.signatures)

    @property
    def clicks_per_tap(self) -> Rate:
        return Rate(self.clicks, self.taps)

    @property
    def click_to_sign(self) -> Rate:
        return Rate(self.friends, self.clicks)

    @property
    def taps_per_view(self) -> Rate:
        return Rate(self.taps, self.views)

    @property
    def loop(self) -> float | None:
        """Taps per signature x clicks per tap x signatures per click: what one signature brings, step by
        step. It equals friends / signatures; None where a step has nothing to divide by."""
        steps = (self.taps_per_signature.share, self.clicks_per_tap.share, self.click_to_sign.share)
        product = 1.0
        for step in steps:
            if step is None:
                return None
            product *= step
        return product


def funnel(pages: QuerySet[Page], journal: Journal, visits: Visits) -> Funnel:
    """Of `pages`, whose growth `journal` is, and to which `visits` led; five short queries."""
    own = Q(page__in=pages.order_by().values("pk"))
    views = ViewHour.objects.filter(own, outcome=ClickHour.Outcome.COUNTED)
    seen = views.aggregate(all=Sum("views", default=0), shared=Sum("from_share", default=0))
    taps = TapHour.objects.filter(own).aggregate(all=Sum("taps", default=0), people=Sum("people", default=0))
    return Funnel(
        views=seen["all"],
        from_share=seen["shared"],
        submitted=journal.total + _unconfirmed(pages),
        signatures=journal.total,
        sharers=taps["people"],
        taps=taps["all"],
        clicks=visits.by_people,
        friends=through_friends(journal)[0],
    )


def _unconfirmed(pages: QuerySet[Page]) -> int:
    """Names that wait for their owner, and those nobody came for within a month: those are deleted, and
    counted with their page. Who is held is no step of anybody's way."""
    keys = list(pages.order_by().values_list("pk", flat=True))
    gone = pages.order_by().aggregate(all=Sum(F("never_confirmed"), default=0))["all"]
    waiting = sum(
        model._default_manager.filter(status=Status.PENDING, **{f"{_page_of(model)}__in": keys}).count()
        for model in Signed.__subclasses__()
    )
    return int(gone) + waiting


def _page_of(model: type[Signed]) -> str:
    """The field that leads to the page: its column is called the same in every table."""
    return next(field.name for field in model._meta.concrete_fields if field.column == "page_id")
