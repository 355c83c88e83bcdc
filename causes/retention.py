"""What is forgotten, and when."""

import datetime as dt

from django.db import transaction

from accounts.models import Supporter
from causes.models import Letter, Signed, Status

UNCONFIRMED = dt.timedelta(days=30)
LETTERS = dt.timedelta(days=30)


def prune(now: dt.datetime) -> dict[str, int]:
    """Delete names that were never confirmed, old letters, and supporters nobody proved to be.

    Links stay: they lead to their page for ever and hold no personal data.
    """
    gone = {"unconfirmed": 0}
    with transaction.atomic():
        for model in Signed.__subclasses__():
            stale = model._default_manager.filter(status=Status.PENDING, signed_at__lt=now - UNCONFIRMED)
            Letter.objects.filter(link__in=stale.values("link")).delete()
            gone["unconfirmed"] += stale.delete()[0]
        gone["letters"] = Letter.objects.filter(created_at__lt=now - LETTERS).delete()[0]
        nobody = Supporter.objects.filter(first_confirmed_at=None, created_at__lt=now - UNCONFIRMED)
        for model in Signed.__subclasses__():
            nobody = nobody.exclude(pk__in=model._default_manager.values("supporter"))
        gone["supporters"] = nobody.delete()[0]
    return gone
