"""What sharing forgets: the keys of visitor hashes after two days, click rows after
ninety, and what is left of erased people's accounts once X was told."""

import datetime as dt

from sharing.leaving import forget_those_given_back
from sharing.models import Click, DailySalt

SALTS = dt.timedelta(hours=48)
CLICKS = dt.timedelta(days=90)


def forget(now: dt.datetime) -> dict[str, int]:
    """Delete what is past its time; the journals keep the totals for ever."""
    salts, _ = DailySalt.objects.filter(day__lte=(now - SALTS).date()).delete()
    clicks, _ = Click.objects.filter(day__lt=(now - CLICKS).date()).delete()
    return {"salts": salts, "clicks": clicks, "accounts": forget_those_given_back()}
