"""The supporter's own page: what they signed with one organisation, what came of it, and every way out.

Whoever holds a letter's signed link is the owner of its mailbox: one person, as one organisation knows
them (`Supporter`).
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts.models import Supporter
from causes import letters, mailbox, tokens
from causes.confirming import withdraw
from causes.models import ConnectorTotal, Letter, Link, Page, ReasonState, Signed, State, Status
from causes.signing import signed_model
from causes.speaking import said
from causes.waking import wake
from causes.wishes import STANDING
from petitions import kits

PURPOSE = "me"
UNSUBSCRIBE = "unsubscribe"
OPENS_FOR = dt.timedelta(hours=24)
ASKINGS_PER_DAY = 5
# Handed over or decided: what was counted then is history and stays.
HISTORY = (State.DELIVERED, State.WON, State.LOST, State.NO_ANSWER)


@dataclass(frozen=True)
class Entry:
    """One signed page as its signatory sees it. `brought` came by their link, `further` by those."""

    row: Signed
    page: Page
    title: str
    path: str
    state: str | Promise
    brought: int
    further: int

    @property
    def may_withdraw(self) -> bool:
        return may_withdraw(self.row)

    @property
    def may_show(self) -> bool:
        return may_show(self.row)

    @property
    def stays_a_number(self) -> bool:
        """Handed over: what was counted then is history, also without its person."""
        return self.row.status == Status.CONFIRMED and self.page.state in HISTORY


def may_withdraw(row: Signed) -> bool:
    """Standing, and not yet handed over."""
    return row.status in STANDING and row.link.page.state not in HISTORY


def owner_of(letter: str, purpose: str) -> tuple[Signed, tokens.Token] | None:
    """The name that `letter` (a token) was written about, proven; None when it proves nothing."""
    token = tokens.take_apart(letter)
    link = Link.objects.filter(code=token.code).select_related("page").first()
    if link is None:
        return None
    rows = signed_model(link.page)._default_manager.select_related("supporter__organisation")
    signed = rows.filter(link=link).first()
    if signed is None or not token.proves(purpose, signed.email_key):
        return None
    return signed, token


def rows_of(supporter: Supporter) -> list[Signed]:
    """Every name of theirs under a page of this organisation, newest first."""
    rows = [
        row
        for model in Signed.__subclasses__()
        for row in model._default_manager.filter(supporter=supporter).select_related(
            "link__page__organisation", "consent", "wording"
        )
    ]
    return sorted(rows, key=lambda row: row.signed_at, reverse=True)


def entries_of(supporter: Supporter, language: str) -> list[Entry]:
    """What they signed, in the words of `language`, with what their links brought."""
    rows = rows_of(supporter)
    links = [row.link_id for row in rows]
    totals = {total.link_id: total for total in ConnectorTotal.objects.filter(link__in=links)}
    return [_entry(row, totals.get(row.link_id), language) for row in rows]


def _entry(row: Signed, total: ConnectorTotal | None, language: str) -> Entry:
    page = row.link.page
    brought, all_of_them = (total.direct, total.downstream) if total else (0, 0)
    return Entry(
        row=row,
        page=page,
        title=said(page, language).text["title"],
        path=page.public_path(language) if page.is_public() else "",
        state=page.get_state_display(),
        brought=brought,
        further=all_of_them - brought,
    )


def wants_updates(supporter: Supporter) -> bool:
    """Whether a name of theirs that stands says yes."""
    return any(row.updates for row in rows_of(supporter) if row.status in STANDING)


def set_name_shown(supporter: Supporter, code: str, shown: bool) -> bool:
    """Show or hide the first name of the signature that owns link `code`; False when that is not possible.

    Hiding always works; showing needs a name that stands, on a page that offers it. Pages follow at once.
    """
    row = _row_of(supporter, code)
    if row is None or (shown and not may_show(row)):
        return False
    if row.show_name and not shown:
        kits.drop([row.link.page_id])  # their reason may be printed there
    return bool(_rows_like(row).update(show_name=shown))


def may_show(row: Signed) -> bool:
    """Whether this name could stand on its page, were it to say yes."""
    return row.status in STANDING and "show_name" in row.page.asks()


def take_reason_off(supporter: Supporter, code: str, now: dt.datetime) -> bool:
    """Forget why they signed, on the page and at the desk; False when nothing was written."""
    row = _row_of(supporter, code)
    if row is None or not row.reason:
        return False
    kits.drop([row.link.page_id])
    return bool(_rows_like(row).update(reason="", reason_state=ReasonState.NONE, changed_at=now))


def _row_of(supporter: Supporter, code: str) -> Signed | None:
    return next((row for row in rows_of(supporter) if row.link.code == code), None)


def _rows_like(row: Signed) -> "QuerySet[Signed]":
    """The row itself, to be updated field by field: others may be at it in the same moment."""
    return type(row)._default_manager.filter(pk=row.pk)


def take_off(supporter: Supporter, code: str, now: dt.datetime) -> bool:
    """Withdraw the name that owns link `code`, with a receipt; False when there is nothing to take off.

    A name that is held waits for staff: taking it off and signing again would lead around them.
    """
    row = _row_of(supporter, code)
    return row is not None and may_withdraw(row) and withdraw_with_receipt(row, now)


def withdraw_with_receipt(row: Signed, now: dt.datetime) -> bool:
    """One receipt, however often the button is pressed; False when the name was off already."""
    with transaction.atomic():
        done = withdraw(row, now)
        if done:
            letters.put_in_post(Letter.Kind.RECEIPT_OFF, row, now)
    wake("causes.tasks.send_letters")
    return done


def send_page(address: str, now: dt.datetime) -> None:
    """A letter with the way to their page, from each organisation that knows this mailbox.

    At most five a day to one mailbox. Nothing tells the visitor whether any was written. Raises
    `mailbox.BadAddress`.
    """
    key = mailbox.key(mailbox.clean(address))
    with transaction.atomic():
        known = Supporter.objects.select_for_update().filter(email_key=key).order_by("pk")
        for supporter in known:
            signed = next((row for row in rows_of(supporter) if row.status != Status.HELD), None)
            if signed and _may_ask(key, now):
                letters.put_in_post(Letter.Kind.MY_PAGE, signed, now)
    wake("causes.tasks.send_letters")


def _may_ask(key: str, now: dt.datetime) -> bool:
    today = Letter.objects.filter(
        email_key=key, kind=Letter.Kind.MY_PAGE, created_at__gt=now - dt.timedelta(days=1)
    )
    return today.count() < ASKINGS_PER_DAY and not letters.enough_today(key, now)
