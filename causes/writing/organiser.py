"""The letters to the people who run a page, and to those who run the site: one function for each.

None has a link: they are about a page, and their mailbox is that of somebody who signs in. Who left the
organisation since, or switched off what is not necessary, gets none.
"""

import datetime as dt
import zoneinfo
from typing import Any

from accounts.models import User
from causes import telling_organisers, weekly
from causes.models import Change, Letter, Notice, State
from causes.speaking import said
from causes.writing.sheet import NotWanted, Sheet, page_url


def submitted(letter: Letter, now: dt.datetime) -> Sheet:
    """To the site: somebody waits for a yes or no; not wanted when another administrator was quicker."""
    if letter.page.state != State.REVIEW:
        raise NotWanted
    return _to(letter, at_desk=True)


def approved(letter: Letter, now: dt.datetime) -> Sheet:
    """The site said yes; a planned opening still waits for its time."""
    return _to(letter, at_desk=True, waits=letter.page.state == State.SCHEDULED)


def rejected(letter: Letter, now: dt.datetime) -> Sheet:
    """The site said no, and why."""
    return _to(letter, at_desk=True, reason=_line(letter).reason)


def opened(letter: Letter, now: dt.datetime) -> Sheet:
    """Its time came and it opened by itself."""
    return _to(letter)


def not_opened(letter: Letter, now: dt.datetime) -> Sheet:
    """Its time came and something was missing."""
    return _to(letter, at_desk=True, reason=_line(letter).reason)


def paused(letter: Letter, now: dt.datetime) -> Sheet:
    """The site stopped the signing for a while."""
    return _to(letter, at_desk=True)


def closed(letter: Letter, now: dt.datetime) -> Sheet:
    """At its deadline, or by the site. Asks what came of it."""
    return _to(letter, at_desk=True, by_itself=_line(letter).hand == Change.Hand.CLOCK)


def hidden(letter: Letter, now: dt.datetime) -> Sheet:
    """The site took it out of sight, and says why."""
    return _to(letter, at_desk=True, reason=_line(letter).reason)


def shown(letter: Letter, now: dt.datetime) -> Sheet:
    """It is back."""
    return _to(letter)


def first(letter: Letter, now: dt.datetime) -> Sheet:
    """Somebody confirmed their name: the first ever."""
    return _to(letter)


def tenth(letter: Letter, now: dt.datetime) -> Sheet:
    """Ten people."""
    return _to(letter)


def milestone(letter: Letter, now: dt.datetime) -> Sheet:
    """A rung of the ladder."""
    return _to(letter, at_desk=True, number=int(_notice(letter).about))


def stale(letter: Letter, now: dt.datetime) -> Sheet:
    """Thirty days without a name and without news; not wanted when it has ended meanwhile."""
    if not letter.page.takes_names(now):
        raise NotWanted
    return _to(letter, at_desk=True)


def burst(letter: Letter, now: dt.datetime) -> Sheet:
    """Many names at once share a network or a mail domain; its button leads to what they share."""
    return _to(letter, at_desk=True)


def deadline(letter: Letter, now: dt.datetime) -> Sheet:
    """Three days are left; not wanted when it has ended meanwhile, or ends on another day."""
    page = letter.page
    if page.closes_at is None or not page.takes_names(now):
        raise NotWanted
    if _notice(letter).about != page.closes_at.isoformat():
        raise NotWanted
    there = page.closes_at.astimezone(zoneinfo.ZoneInfo(page.time_zone)).replace(tzinfo=None)
    return _to(letter, at_desk=True, closes=there, time_zone=page.time_zone)


def week(letter: Letter, now: dt.datetime) -> Sheet:
    """The organisation's week; its button leads to the dashboard."""
    organisation = letter.page.organisation
    monday = dt.datetime.fromisoformat(_notice(letter).about).replace(tzinfo=dt.UTC)
    found = weekly.week(organisation, monday)
    busiest = [(said(page, letter.language).text["title"], names) for page, names in found.busiest]
    return _to(letter, at_desk=True, week=found, busiest=busiest, slug=organisation.slug)


def _to(letter: Letter, *, at_desk: bool = False, **facts: Any) -> Sheet:
    """`at_desk`: its button leads to the desk, otherwise to the public page."""
    user = _reader(letter)
    more = {
        "at_desk": at_desk,
        "kind": letter.page.kind,
        "page_id": letter.page_id,
        "reader_id": user.pk,
        "to_the_site": letter.kind in telling_organisers.TO_THE_SITE,
        "may_switch_off": letter.kind in telling_organisers.MAY_SWITCH_OFF,
    }
    return Sheet(page_url(letter), user.name.split(" ")[0], facts={**more, **facts})


def _reader(letter: Letter) -> User:
    """Who the letter was written to, as long as it still is theirs to know; raises NotWanted."""
    readers = telling_organisers.readers(Letter.Kind(letter.kind), letter.page)
    user = readers.filter(email=letter.email).first()
    if user is None:
        raise NotWanted
    return user


def _notice(letter: Letter) -> Notice:
    if letter.notice is None:
        raise NotWanted
    return letter.notice


def _line(letter: Letter) -> Change:
    """The line of the log that it tells of."""
    line = _notice(letter).change
    if line is None:
        raise NotWanted
    return line
