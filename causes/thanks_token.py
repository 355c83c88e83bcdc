"""The thanks page's address: sealed, so that it holds what this visitor typed and shows it to nobody.

All but the reason: 500 letters of any script would make the address longer than servers take.
"""

import datetime as dt
from dataclasses import astuple, dataclass, replace

from accounts.encryption import seal, unseal
from causes.signing import Arrival, Typed

OPENS_FOR = dt.timedelta(minutes=60)
_PURPOSE = "thanks"


@dataclass(frozen=True)
class Visit:
    """One visitor's signing: the page, the code of their own link, what they typed and how they came."""

    page_id: int
    code: str
    typed: Typed
    arrival: Arrival
    corrected: bool


def make(visit: Visit, now: dt.datetime) -> str:
    visit = replace(visit, typed=replace(visit.typed, reason=""))
    return seal(_PURPOSE, astuple(visit), at=now.timestamp())


def read(token: str, now: dt.datetime) -> tuple[Visit, bool]:
    """The visit, and whether its page still opens; raises BadToken for what we did not make."""
    content, age = unseal(_PURPOSE, token, now=now.timestamp())
    page_id, code, typed, arrival, corrected = content
    visit = Visit(page_id, code, Typed(*typed), Arrival(*arrival), corrected)
    return visit, age <= OPENS_FOR.total_seconds()
