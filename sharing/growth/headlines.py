"""The four numbers at the head of a growth page, in words."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causes.models import Page
from sharing.growth.figures import Headline, percent, ratio, whole
from sharing.growth.findings import too_few
from sharing.growth.lately import Lately
from sharing.growth.numbers import ENOUGH, WEEK, Numbers
from sharing.growth.spread import MaturedK


def of_petition(told: Numbers) -> list[Headline]:
    """Signatures, new people, brought by friends, and how many each person brings."""
    return [*_shared(told), _k(told.k, told.k_before)]


def of_organisation(told: Numbers, pages: QuerySet[Page], now: dt.datetime) -> list[Headline]:
    """The same first three, and the open petitions."""
    return [*_shared(told), _open_petitions(pages, now)]


def of_last_days(told: Lately) -> list[Headline]:
    """What a director asks first: how much, by whom, and did it work?"""
    of = _("until yesterday; %(before)s in the 30 days before") % {"before": whole(told.before)}
    enough = told.friends.share is not None and told.friends.whole >= ENOUGH
    return [
        Headline(_("Signatures"), whole(told.signatures), of),
        Headline(_("New people"), whole(told.new_people), _("had no name with you before")),
        Headline(
            _("Brought by friends"),
            percent(told.friends.share or 0) if enough else "–",
            _of((told.friends.part, told.friends.whole)) if enough else too_few(),
        ),
        Headline(_("Open petitions"), whole(told.open_petitions), _("today")),
        Headline(_("Won"), whole(told.won), _("in these 30 days")),
    ]


def _shared(told: Numbers) -> list[Headline]:
    return [
        Headline(_("Signatures"), whole(told.signatures), _gained(told.signatures_week)),
        Headline(_("New people"), whole(told.new_people), _gained(told.new_people_week)),
        _friends(told.friends, told.friends_before),
    ]


def _gained(number: int) -> str:
    if not number:
        return _no_change()
    return _("%(change)s in 7 days") % {"change": _signed(whole(abs(number)), number)}


def _no_change() -> str:
    return _("no change in 7 days")


def _signed(words: str, number: float) -> str:
    """+12 or −3, with a real minus sign."""
    return ("−" if number < 0 else "+") + words


def _friends(now: tuple[int, int], before: tuple[int, int]) -> Headline:
    label = _("Brought by friends")
    if now[1] < ENOUGH:
        return Headline(label, "–", too_few())
    share = now[0] / now[1]
    if before[1] < ENOUGH:
        return Headline(label, percent(share), _of(now))
    points = round(share * 100) - round(before[0] / before[1] * 100)
    if not points:
        return Headline(label, percent(share), _no_change())
    words = ngettext("%(change)s point in 7 days", "%(change)s points in 7 days", abs(points))
    return Headline(label, percent(share), words % {"change": _signed(str(abs(points)), points)})


def _of(pair: Sequence[int]) -> str:
    return _("%(part)s of %(all)s") % {"part": whole(pair[0]), "all": whole(pair[1])}


def _k(now: MaturedK, before: MaturedK) -> Headline:
    label = _("Each person brings (K)")
    if now.k is None or now.cohort < ENOUGH:
        return Headline(label, "–", too_few())
    if before.k is None or before.cohort < ENOUGH:
        return Headline(label, ratio(now.k), _of((now.brought, now.cohort)))
    change = round(round(now.k, 2) - round(before.k, 2), 2)
    if not change:
        return Headline(label, ratio(now.k), _no_change())
    words = _("%(change)s in 7 days") % {"change": _signed(ratio(abs(change)), change)}
    return Headline(label, ratio(now.k), words)


def _open_petitions(pages: QuerySet[Page], now: dt.datetime) -> Headline:
    taking = [page for page in pages if page.kind == Page.Kind.PETITION and page.takes_names(now)]
    fresh = sum(1 for page in taking if page.published_at and page.published_at > now - WEEK)
    if not fresh:
        return Headline(_("Open petitions"), whole(len(taking)), _("none opened in 7 days"))
    words = ngettext("%(number)s opened in 7 days", "%(number)s opened in 7 days", fresh)
    return Headline(_("Open petitions"), whole(len(taking)), words % {"number": whole(fresh)})
