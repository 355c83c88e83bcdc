"""Telling a crowd from a program: what many names of a short while share.

A network is known by a keyed hash alone, and the key changes every day. Nothing here refuses or strikes
anybody: a hall full of people looks the same, and a person decides.
"""

import datetime as dt
from dataclasses import dataclass

from disposable_email_domains import blocklist
from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest

from accounts.visitor import address_of, keyed, prefix_of
from causes import doubts, telling_organisers
from causes.models import Letter, Listed, Notice, Page, Trace

KEPT = dt.timedelta(hours=71)  # swept every hour: never older than 72
AT_ONCE = dt.timedelta(minutes=10)
WITHIN = dt.timedelta(hours=1)
QUIET = dt.timedelta(hours=1)  # between two letters about one page
SHOWN = 20
# Where most people have their mailbox: many of them are no sign of anything.
COMMON = frozenset({
    "gmail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com", "aol.com",
    "icloud.com", "proton.me", "fastmail.com", "gmx.com", "gmx.de", "gmx.net", "web.de", "t-online.de",
    "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "cox.net", "bellsouth.net", "hotmail.es",
    "yahoo.es", "yahoo.com.mx", "hotmail.co.uk", "yahoo.co.uk", "btinternet.com", "orange.fr", "free.fr",
    "yahoo.fr", "hotmail.fr", "libero.it", "mail.com", "zoho.com",
})  # fmt: skip


@dataclass(frozen=True)
class Burst:
    """Names of one page that share a network (`origin`) or a mail domain, within a while."""

    page_id: int
    names: int
    first: dt.datetime
    last: dt.datetime
    origin: str = ""
    domain: str = ""

    @property
    def disposable(self) -> bool:
        return is_disposable(self.domain)


def origin_of(request: HttpRequest, now: dt.datetime) -> str:
    """The network of a visitor as a name that means nothing tomorrow."""
    day = now.astimezone(dt.UTC).date()
    return keyed(f"origin {day}", prefix_of(address_of(request)))


def is_disposable(domain: str) -> bool:
    """Whether mailboxes of this domain are made to be thrown away."""
    return domain in blocklist


def bursts(now: dt.datetime, page: Page | None = None) -> list[Burst]:
    """What comes too thick at `now`, on `page` or anywhere; the most names first."""
    least = doubts.limits().burst
    return _by_origin(now - AT_ONCE, least, page) + _unknown(_by_domain(now - WITHIN, least, page))


def shared(page: Page, now: dt.datetime, least: int = 3) -> list[Burst]:
    """What names of `page` have shared in the last three days, from three names on."""
    return _by_origin(now - KEPT, least, page) + _by_domain(now - KEPT, least, page)


def tell_bursts(now: dt.datetime) -> int:
    """A letter to the organisers of each page where too many come at once, at most one an hour."""
    pages = Page.objects.in_bulk({burst.page_id for burst in bursts(now)})
    told = 0
    for page in pages.values():
        lately = Notice.objects.filter(page=page.pk, kind=Letter.Kind.BURST, at__gt=now - QUIET)
        if not lately.exists():
            told += telling_organisers.once(Letter.Kind.BURST, page, f"{now:%Y-%m-%dT%H}", now)
    return told


def forget(now: dt.datetime) -> int:
    """Delete what is nearly 72 hours old; returns how many."""
    return _old(now).delete()[0]


def due(now: dt.datetime) -> int:
    """How many `forget` would delete."""
    return _old(now).count()


def _old(now: dt.datetime) -> "QuerySet[Trace]":
    return Trace.objects.filter(at__lt=now - KEPT)


def _by_origin(since: dt.datetime, least: int, page: Page | None) -> list[Burst]:
    return _found(_traces(since, page).exclude(origin=""), "origin", least)


def _by_domain(since: dt.datetime, least: int, page: Page | None) -> list[Burst]:
    return _found(_traces(since, page).exclude(domain__in=COMMON), "domain", least)


def _traces(since: dt.datetime, page: Page | None) -> "QuerySet[Trace]":
    found = Trace.objects.filter(at__gt=since).order_by()
    return found.filter(page=page.pk) if page else found


def _found(traces: "QuerySet[Trace]", what: str, least: int) -> list[Burst]:
    sums = traces.values("page", what).annotate(names=Count("pk"), first=Min("at"), last=Max("at"))
    most = sums.filter(names__gte=least).order_by("-names", "page", what)
    return [
        Burst(row["page"], row["names"], row["first"], row["last"], **{what: row[what]})
        for row in most[:SHOWN]
    ]


def _unknown(found: list[Burst]) -> list[Burst]:
    """Without domains that somebody knows."""
    known = set(
        Listed.objects.filter(kind=Listed.Kind.DOMAIN, verdict="allow").values_list("value", flat=True)
    )
    return [burst for burst in found if burst.domain not in known]
