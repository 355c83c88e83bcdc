"""The organisation's own links: partners, mailings, QR codes, and the page's own buttons."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from causes.models import Channel, Link, LinkTotal, Page
from sharing.models import LinkClicks, RetiredLink

KINDS = (Link.Kind.PARTNER, Link.Kind.MAILING, Link.Kind.QR)
# The channel a link of each kind is made for; its address may be given out for any other as well.
CHANNEL_OF = {
    Link.Kind.PARTNER: Channel.PARTNER,
    Link.Kind.MAILING: Channel.EMAIL,
    Link.Kind.QR: Channel.QR,
}
MOST_AT_ONCE = 200
_LOCK = 7_236_005  # any number, ours alone: one maker of page links at a time


@dataclass(frozen=True)
class OwnLink:
    """A link and what came of it. `visits` are people, once a day; `confirmed` of them by a browser with
    script. `direct` names came by it, `downstream` adds all whom those brought, `new_people` of these."""

    link: Link
    visits: int
    confirmed: int
    direct: int
    downstream: int
    new_people: int
    retired: bool

    @property
    def channel(self) -> Channel:
        return CHANNEL_OF[Link.Kind(self.link.kind)]


def of_page(page: Page) -> list[OwnLink]:
    """The links of one page that are in use, with most downstream first; then the retired ones."""
    found = list(Link.objects.filter(page=page.pk, kind__in=KINDS, alias_of=None))
    rows = with_results(found)
    return sorted(rows, key=lambda row: (row.retired, -row.downstream, -row.visits, -row.link.pk))


def with_results(links: Sequence[Link]) -> list[OwnLink]:
    """What the journals say of `links`, in three queries."""
    ids = [link.pk for link in links]
    visits = LinkClicks.objects.in_bulk(ids)
    totals = LinkTotal.objects.in_bulk(ids)
    retired = set(RetiredLink.objects.filter(link__in=ids).values_list("link_id", flat=True))
    return [_row(link, visits.get(link.pk), totals.get(link.pk), link.pk in retired) for link in links]


def _row(link: Link, visits: LinkClicks | None, total: LinkTotal | None, retired: bool) -> OwnLink:
    came = (visits.clicks, visits.confirmed) if visits else (0, 0)
    brought = (total.direct, total.downstream, total.new_to_list) if total else (0, 0, 0)
    return OwnLink(link, *came, *brought, retired)


def create(page: Page, kind: str, language: str, labels: Sequence[str], now: dt.datetime) -> list[Link]:
    """A link for each label that this page has no link of this kind for yet; the same label is one link."""
    known = set(Link.objects.filter(page=page.pk, kind=kind, alias_of=None).values_list("label", flat=True))
    fresh = [label for label in dict.fromkeys(labels) if label not in known]
    return Link.objects.bulk_create(
        Link(page_id=page.pk, kind=kind, language=language, label=label, created_at=now) for label in fresh
    )


def retire(link: Link, now: dt.datetime) -> None:
    """Out of use: it still leads to its page, because nobody can call a printed poster back."""
    RetiredLink.objects.get_or_create(link=link, defaults={"at": now})


def bring_back(link: Link) -> None:
    RetiredLink.objects.filter(link=link).delete()


# --- the page's own buttons ---


def page_code(page_id: int, language: str) -> str:
    """The code behind a page's own share buttons in `language`; "" while it has none."""
    own = Link.objects.filter(page=page_id, kind=Link.Kind.PAGE, language=language, alias_of=None)
    return own.order_by("pk").values_list("code", flat=True).first() or ""


def make_page_links(now: dt.datetime) -> int:
    """A link of its own for every public page in every language; returns how many were made."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        made = [
            Link(page_id=page, kind=Link.Kind.PAGE, language=language, created_at=now)
            for language, _ in settings.LANGUAGES
            for page in _without_link(language).values_list("pk", flat=True)
        ]
        Link.objects.bulk_create(made, batch_size=1000)
    return len(made)


def _without_link(language: str) -> QuerySet[Page]:
    own = Link.objects.filter(Q(page=OuterRef("pk")), kind=Link.Kind.PAGE, language=language, alias_of=None)
    return Page.objects.public().filter(~Exists(own))
