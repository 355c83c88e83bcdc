"""Mailboxes that take nothing any more: updates leave them alone, what is asked for anew is still tried.

The mark goes when a letter's button proves that the mailbox is read: `causes.confirming`.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop

from accounts.models import Supporter
from causes import people_counting
from causes.models import Letter, ListPart, Undeliverable

ERROR = gettext_noop("the mailbox takes no letters")
# Nobody asked for it at this very moment.
_UNASKED_KINDS = ("reminder", "thanks")
# For a query of names: whether its mailbox is marked.
OF_NAME = Exists(Undeliverable.objects.filter(pk=OuterRef("email_key")))


def mark(email_key: str, reason: str, now: dt.datetime) -> None:
    """From now on no update is written to this mailbox. The first reason stays."""
    if not email_key:
        return
    with transaction.atomic():
        _, is_new = Undeliverable.objects.get_or_create(
            email_key=email_key, defaults={"reason": reason[:200], "since": now}
        )
        if is_new:
            people_counting.note_mailbox(email_key, ListPart.BOUNCED, now)


def clear(email_key: str, now: dt.datetime) -> None:
    """The mailbox proved that it is read."""
    with transaction.atomic():
        if Undeliverable.objects.filter(pk=email_key).delete()[0]:
            people_counting.note_mailbox(email_key, ListPart.RETURNED, now)


def in_vain(letters: Iterable[Letter]) -> set[int]:
    """The ids of those letters that nobody asked for and nobody would get. One question at most."""
    unasked = [letter for letter in letters if _is_unasked(letter)]
    if not unasked:
        return set()
    keys = {letter.email_key for letter in unasked}
    gone = set(Undeliverable.objects.filter(pk__in=keys).values_list("pk", flat=True))
    return {letter.pk for letter in unasked if letter.email_key in gone}


def _is_unasked(letter: Letter) -> bool:
    return letter.urgency == Letter.Urgency.UPDATE or letter.kind in _UNASKED_KINDS


def forget_strangers(email_key: str = "") -> int:
    """Delete marks on mailboxes that no organisation knows any more, or that of one; returns how many."""
    marks = Undeliverable.objects.filter(pk=email_key) if email_key else Undeliverable.objects.all()
    known = Supporter.objects.filter(email_key=OuterRef("pk"))
    return marks.filter(~Exists(known)).delete()[0]
