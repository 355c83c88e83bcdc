"""The letters to people who put their name to a page: one function for each."""

import datetime as dt
from dataclasses import replace

from causes.models import ConnectorTotal, Letter, Signed, Status
from causes.signing import signed_model
from causes.writing.sheet import NotWanted, Sheet, own_url, page_url


def confirm(letter: Letter, now: dt.datetime) -> Sheet:
    """The button that makes a name count."""
    return _to(_signed(letter, Status.PENDING), letter, own_url(letter, "confirm", now), now)


def reminder(letter: Letter, now: dt.datetime) -> Sheet:
    """The same button once more, a day later; not wanted when it could no longer count the name."""
    if not letter.page.takes_confirmations(now):
        raise NotWanted
    return confirm(letter, now)


def signed_at_once(letter: Letter, now: dt.datetime) -> Sheet:
    """The receipt of a name that one press behind a letter's link counted."""
    return _to(_signed(letter, Status.CONFIRMED), letter, page_url(letter), now)


def already(letter: Letter, now: dt.datetime) -> Sheet:
    """Signed once more: the truth that the page may not tell."""
    return _to(_signed(letter, Status.CONFIRMED), letter, page_url(letter), now)


def my_page(letter: Letter, now: dt.datetime) -> Sheet:
    """The way to one's own page, asked for by whoever knows the address."""
    signed = _signed(letter, Status.PENDING, Status.CONFIRMED, Status.WITHDRAWN, Status.INVALID)
    return _to(signed, letter, own_url(letter, "me", now), now)


def thanks(letter: Letter, now: dt.datetime) -> Sheet:
    """From the organisers to somebody whose link brought others; not wanted once they want no updates."""
    signed = _signed(letter, Status.CONFIRMED)
    brought = ConnectorTotal.objects.filter(link=letter.link).first()
    if not signed.updates or not letter.page.is_public() or brought is None or brought.direct < 1:
        raise NotWanted
    sheet = _to(signed, letter, page_url(letter), now)
    return replace(sheet, facts={**sheet.facts, "direct": brought.direct, "downstream": brought.downstream})


def receipt_off(letter: Letter, now: dt.datetime) -> Sheet:
    """A name was taken off."""
    return _to(_signed(letter, Status.WITHDRAWN), letter, page_url(letter), now)


def receipt_gone(letter: Letter, now: dt.datetime) -> Sheet:
    """Everything was erased: nobody is behind this letter any more."""
    return Sheet(page_url(letter))


def _to(signed: Signed, letter: Letter, url: str, now: dt.datetime) -> Sheet:
    """`code` is of the link they may pass on; every other address is theirs alone."""
    me, stop = own_url(letter, "me", now), own_url(letter, "unsubscribe", now)
    return Sheet(url, signed.name, me, stop, {"code": signed.link.code})


def _signed(letter: Letter, *wanted: Status) -> Signed:
    """The name the letter is about, while it stands where the letter says; raises NotWanted."""
    rows = signed_model(letter.page)._default_manager
    signed = rows.select_related("link").filter(link=letter.link, email_key=letter.email_key).first()
    if signed is None or signed.status not in wanted:
        raise NotWanted
    return signed
