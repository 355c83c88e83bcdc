"""A mistyped address, put right from the thanks page."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from causes.models import Letter, Link, Page, Signed, Status
from causes.signing import Arrival, Typed, sign, signed_model


def correct(
    page: Page,
    typed: Typed,
    email: str,
    code: str,
    arrival: Arrival,
    now: dt.datetime,
    *,
    held: bool = False,
) -> tuple[Typed, str]:
    """The visitor who got link `code` mistyped their address: sign with `email`, and the old letter dies.

    Only a pending row that nobody has signed again since is taken back; anything else belongs to
    somebody else and stays. The letter dies by itself: it is for a mailbox that has no name here any
    more. Whose name is held cannot correct themselves free. A reason is too long for `typed` to carry it
    through an address (`thanks_token`), so it moves over from the row. Returns what is typed now, and the
    fresh link's code.
    """
    model = signed_model(page)
    with transaction.atomic():
        link = Link.objects.get(code=code)
        row = model._default_manager.select_for_update().filter(link=link.alias_of_id or link.pk).first()
        mistyped = row if row and row.link_id == link.pk and _untouched(row, typed) else None
        corrected = replace(typed, email=email, reason=mistyped.reason if mistyped else "")
        if mistyped:
            mistyped.delete()
        held = held or (row is not None and row.status == Status.HELD)
        new = sign(page, corrected, arrival, now, held=held)
        if mistyped:
            _hand_over(model, link.pk, Link.objects.get(code=new))
    return corrected, new


def _untouched(row: Signed, typed: Typed) -> bool:
    """Whether the row is this one visit's work: a second one would have asked for a second letter."""
    return row.status == Status.PENDING and row.letters == 1 and row.email == typed.email


def _hand_over(model: type[Signed], old: int, new: Link) -> None:
    """What was shared under the mistyped address keeps its credit and its place in the tree.

    A mailbox that is new here takes over the old link itself. One that had signed before has its own
    link: the old one stands for it from now on, and those who already came by it stay below it.
    """
    if new.alias_of_id:
        Link.objects.filter(Q(pk=old) | Q(alias_of=old)).update(alias_of=new.alias_of_id)
        return
    model._default_manager.filter(link=new).update(link=old)
    Letter.objects.filter(link=new).update(link=old)
    Link.objects.filter(pk=new.pk).update(alias_of=old, parent=None, root=None, generation=0)
