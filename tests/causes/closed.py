"""What closed pages need to be forgotten about: a family of names, a press of Close, and the sums."""

import datetime as dt
from typing import Any

from django.db.models import Sum

from causes.counting import count_all
from causes.models import Page, Status
from causes.publishing import make as move
from petitions.models import Petition, Signature
from tests.makers import NOW, Make

DAY = dt.timedelta(days=1)


def close(petition: Petition) -> None:
    count_all(NOW)
    move("close", petition, NOW)


def agrees() -> bool:
    """Whether every count is what its rows and its journal say."""
    rows = Signature.objects.filter(status=Status.CONFIRMED)
    return all(
        page.count
        == rows.filter(petition=page.pk).count()
        == (page.growth.aggregate(n=Sum("signatures"))["n"] or 0)
        for page in Page.objects.filter(kind="petition")
    )


def family(make: Make, petition: Petition) -> tuple[Signature, Signature, Signature]:
    """Somebody who came by the organisation's own link, a friend of theirs, and that friend's friend."""
    first: Any = make.signature(petition, make.partner(petition), "partner")
    second: Any = make.signature(petition, first, "sms")
    return first, second, make.signature(petition, second, "x")  # type: ignore[return-value]
