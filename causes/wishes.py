"""The wish to hear from an organisation, as one person says it for everything they signed there."""

from django.db import transaction

from accounts.models import Supporter
from causes.models import Signed, Status

STANDING = (Status.PENDING, Status.CONFIRMED)


def set_updates(supporter_id: int, wanted: bool) -> None:
    """Yes or no to updates of their organisation, at once; a name that is off or held says no more yes."""
    with transaction.atomic():
        Supporter.objects.select_for_update().filter(pk=supporter_id).update(updates=wanted)
        for model in Signed.__subclasses__():
            rows = model._default_manager.filter(supporter=supporter_id)
            (rows.filter(status__in=STANDING) if wanted else rows).update(updates=wanted)
