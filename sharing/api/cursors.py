"""Where the next page of a list begins: opaque to programs, checked by us."""

import base64
import binascii
import datetime as dt
import json
from typing import Any

from sharing.api.problems import Refused

_HIGHEST = 2**62


def make(*places: Any) -> str:
    """A cursor behind the row with these sort values (numbers and moments)."""
    values = [place.isoformat() if isinstance(place, dt.datetime) else place for place in places]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def number(cursor: str) -> int:
    """The id behind which a page begins; raises Refused for what we did not make."""
    (place,) = _read(cursor, 1)
    return _whole(place)


def moment_and_number(cursor: str) -> tuple[dt.datetime, int]:
    """The moment and id behind which a page begins; raises Refused for what we did not make."""
    moment, place = _read(cursor, 2)
    try:
        found = dt.datetime.fromisoformat(moment)
    except (TypeError, ValueError) as error:
        raise _bad() from error
    if found.tzinfo is None:
        raise _bad()
    return found, _whole(place)


def _read(cursor: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise _bad() from error
    if not isinstance(values, list) or len(values) != length:
        raise _bad()
    return values


def _whole(place: Any) -> int:
    if type(place) is not int or not 0 <= place < _HIGHEST:
        raise _bad()
    return place


def _bad() -> Refused:
    return Refused(400, "This cursor is not one of ours: send it back exactly as you got it.")
