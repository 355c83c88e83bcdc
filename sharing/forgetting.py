"""What sharing forgets: the keys of visitor hashes after two days, rows of clicks, views and taps after
ninety, and what is left of erased people's accounts once X was told."""

import datetime as dt

from accounts import api_tokens
from sharing import webhooks
from sharing.leaving import forget_those_given_back
from sharing.models import Click, DailySalt, DirectEvent, Tap, Tapper, View

SALTS = dt.timedelta(hours=48)
CLICKS = dt.timedelta(days=90)


def forget(now: dt.datetime) -> dict[str, int]:
    """Delete what is past its time; the journals keep the totals for ever."""
    salts, _ = DailySalt.objects.filter(day__lte=(now - SALTS).date()).delete()
    old = (now - CLICKS).date()
    clicks, _ = Click.objects.filter(day__lt=old).delete()
    views, _ = View.objects.filter(day__lt=old).delete()
    taps, _ = Tap.objects.filter(day__lt=old).delete()
    tappers, _ = Tapper.objects.filter(day__lt=old).delete()
    DirectEvent.objects.filter(hour__lt=now - SALTS).delete()
    api_tokens.forget_answers(now)
    webhooks.forget(now)
    return {
        "salts": salts,
        "clicks": clicks,
        "views": views,
        "taps": taps + tappers,
        "accounts": forget_those_given_back(),
    }
