"""The wish to hear from an organisation, as one person says it for everything they signed there."""

import datetime as dt

from django.db import transaction

from accounts.models import Supporter
from causes import people_counting
from causes.models import ListPart, Signed, Status
from causes.waking import wake

STANDING = (Status.PENDING, Status.CONFIRMED)


def set_updates(supporter_id: int, wanted: bool, now: dt.datetime, leaving: ListPart = ListPart.LEFT) -> None:
    """Yes or no to updates of their organisation, at once; a name that is off or held says no more yes.

    `leaving` is how the list journal books a no.
    """
    with transaction.atomic():
        person = Supporter.objects.select_for_update().filter(pk=supporter_id).first()
        if person is None:
            return
        Supporter.objects.filter(pk=supporter_id).update(updates=wanted)
        for model in Signed.__subclasses__():
            rows = model._default_manager.filter(supporter=supporter_id)
            rows = rows.filter(status__in=STANDING) if wanted else rows
            rows.exclude(updates=wanted).update(updates=wanted, changed_at=now)
        part = ListPart.RETURNED if wanted else leaving
        people_counting.note([person], part, now)
    wake("causes.tasks.count")
