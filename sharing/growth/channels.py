"""Through which channels people came (growth journal), and how many visited through them (click journal)."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from causes.models import Channel, Link, Page
from sharing.growth.journal import Journal
from sharing.models import ClickHour, TapHour, ViewHour


@dataclass(frozen=True)
class ChannelShare:
    """Confirmed signatures that came through one channel, and their part (0..1) of all."""

    channel: str
    label: str
    signatures: int
    share: float


@dataclass(frozen=True)
class Visits:
    """Visits through share links by channel, a person once per link and day; what was left out by reason.

    `by_people` of them came through links of people, the others through an organisation's own.
    """

    by_channel: dict[str, int]
    left_out: dict[str, int]
    by_people: int

    @property
    def counted(self) -> int:
        return sum(self.by_channel.values())


@dataclass(frozen=True)
class Traffic:
    """By channel: visitors of a page, once a day; visits by links, once a day and link; share taps.

    Visitors and taps are told by the page's script.
    """

    visitors: dict[str, int]
    visits: dict[str, int]
    taps: dict[str, int]


def by_channel(journal: Journal) -> list[ChannelShare]:
    """Largest first; their signatures add up to all."""
    sizes: dict[str, int] = {}
    for cell in journal.cells:
        sizes[cell.channel] = sizes.get(cell.channel, 0) + cell.signatures
    ranked = sorted(
        ((channel, size) for channel, size in sizes.items() if size > 0), key=lambda pair: (-pair[1], pair)
    )
    return [ChannelShare(channel, label_of(channel), size, size / journal.total) for channel, size in ranked]


def visits(pages: QuerySet[Page]) -> Visits:
    """All visits through links of `pages`, in one query."""
    rows = ClickHour.objects.filter(page__in=pages.order_by().values("pk"))
    by_channel: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    by_people = 0
    sums = rows.values_list("channel", "outcome", "link_kind").annotate(all=Sum("clicks"))
    for channel, outcome, kind, clicks in sums:
        if outcome != ClickHour.Outcome.COUNTED:
            left_out[outcome] += clicks
            continue
        by_channel[channel] += clicks
        by_people += clicks if kind == Link.Kind.PERSON else 0
    return Visits(dict(by_channel), dict(left_out), by_people)


def traffic(pages: QuerySet[Page], visits: Visits) -> Traffic:
    """What moves on `pages`, whose visits through links are known already; two queries."""
    own = pages.order_by().values("pk")
    views = ViewHour.objects.filter(page__in=own, outcome=ClickHour.Outcome.COUNTED)
    taps = TapHour.objects.filter(page__in=own)
    return Traffic(
        visitors=dict(views.values_list("channel").annotate(n=Sum("views"))),
        visits=visits.by_channel,
        taps=dict(taps.values_list("channel").annotate(n=Sum("taps"))),
    )


def label_of(channel: str) -> str:
    """The channel's name in the reader's language, beginning a line."""
    label = str(Channel(channel).label) if channel in Channel.values else channel
    return label[:1].upper() + label[1:]
