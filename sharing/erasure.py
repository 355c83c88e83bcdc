"""Erasing a person: in one transaction, and nothing of theirs is left but what nobody can read back.

Names that are still being gathered are withdrawn and their rows go. What was handed over is history:
the row goes on counting, without the person. Links stay, since they hold nothing of anybody. The last
row that knows the address is the receipt; it forgets it when it has left (`causes.letters`).
"""

import datetime as dt

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q

from accounts import suppression
from accounts.models import Heard, Supporter
from causes import events, lists, mailbox, people_counting, undeliverable
from causes.confirming import withdraw
from causes.letters import put_in_post
from causes.models import Letter, ListPart, ReasonState, Signed, Status, Trace
from causes.waking import wake
from petitions import kits, paper, reports
from sharing import full_exports
from sharing.leaving import forget_account
from sharing.me import HISTORY, rows_of


def erase(supporter: Supporter, now: dt.datetime, *, receipt: bool = True) -> bool:
    """Forget this person in their organisation; False when somebody was quicker.

    Their X account and the User opened for it belong to the mailbox, not to one organisation: they go
    with the first erasure.
    """
    with transaction.atomic():
        # Supporter first, then rows: the order of `causes.signing`.
        person = Supporter.objects.select_for_update().filter(pk=supporter.pk).first()
        if person is None or person.email_key != supporter.email_key:
            return False
        rows = rows_of(person)
        addresses = {person.email.lower(), *(row.email.lower() for row in rows)}
        suppression.suppress(person.organisation_id, person.email_key, now)
        _forget_letters(person, rows)
        if rows and receipt:
            put_in_post(Letter.Kind.RECEIPT_GONE, rows[0], now)
        _forget_in_log(person, rows)
        kept = [_forget_name(row, now) for row in rows]
        _forget_person(person, now, keep=any(kept))
        undeliverable.forget_strangers(supporter.email_key)
        paper.forget_person(person.organisation_id, addresses, supporter.email_key)
        lists.forget_person(person.organisation_id, supporter.email_key)
        kits.drop([row.link.page_id for row in rows])
        full_exports.drop(person.organisation_id, now)
        reports.forget_person(person.organisation_id, addresses)
        for address in addresses:
            forget_account(address, now)
    wake("causes.tasks.count")
    wake("causes.tasks.send_letters")
    return True


def erase_stranger(organisation_id: int, address: str, now: dt.datetime) -> None:
    """The same for a mailbox that put its name to nothing: reports, lines of sheets, and what is to come."""
    key = mailbox.key(address)
    with transaction.atomic():
        suppression.suppress(organisation_id, key, now)
        Letter.objects.filter(email_key=key, page__organisation=organisation_id).delete()
        undeliverable.forget_strangers(key)
        paper.forget_person(organisation_id, {address.lower()}, key)
        lists.forget_person(organisation_id, key)
        reports.forget_person(organisation_id, {address.lower()})


def _forget_letters(person: Supporter, rows: list[Signed]) -> None:
    """Also those to an address that was mistyped at first: they are about the same link."""
    mine = Q(email_key=person.email_key, page__organisation=person.organisation_id)
    Letter.objects.filter(mine | Q(link__in=[row.link_id for row in rows])).delete()
    Trace.objects.filter(link__in=[row.link_id for row in rows]).delete()


def _forget_name(row: Signed, now: dt.datetime) -> bool:
    """Whether the row stays, as a number. Its region stays with it: the journals are by region."""
    events.write(Heard.ERASED, row.link.page_id, row.pk, now)
    if row.status == Status.CONFIRMED and row.link.page.state in HISTORY:
        blank = {"name": "", "email": "", "email_key": _nobody(row), "postcode": "", "country": ""}
        blank |= {"reason": "", "reason_state": ReasonState.NONE}
        type(row)._default_manager.filter(pk=row.pk).update(
            **blank, updates=False, show_name=False, changed_at=now
        )
        return True
    withdraw(row, now)
    row.delete()
    return False


def _forget_person(person: Supporter, now: dt.datetime, *, keep: bool) -> None:
    if not keep:
        people_counting.note_gone([person], ListPart.ERASED, now)
        person.delete()
        return
    people_counting.note_blank(person, now)
    person.name = person.email = ""
    person.email_key, person.updates = _nobody(person), False
    person.list_state = ListPart.ERASED
    person.save(update_fields=["name", "email", "email_key", "updates", "list_state"])


def _forget_in_log(person: Supporter, rows: list[Signed]) -> None:
    """The desk's own log keeps what was done and by whom, not to whom."""
    for row in (person, *rows):
        _log_of(row).update(object_repr="—")


def _log_of(row: models.Model) -> "models.QuerySet[LogEntry]":
    kind = ContentType.objects.get_for_model(row)
    return LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))


def _nobody(row: models.Model) -> str:
    """A key that no mailbox has, and no second row."""
    return f"erased-{row.pk}"
