"""Which names of a petition: what a list at the desk and a rule that strikes them have in common."""

import dataclasses
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

_ANY = {"*": ".*", "?": "."}


@dataclass(frozen=True)
class Pick:
    """What names share; what is empty is not asked. `since` belongs to the time, `until` no longer does.

    `domain` is a whole one ("example.net"), `pattern` an address in which * stands for any letters and ? for
    one, `place` a region, a country or how a postcode begins, `origin` the trace of one network.
    """

    status: str = ""
    channel: str = ""
    place: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    domain: str = ""
    pattern: str = ""
    origin: str = ""

    def __bool__(self) -> bool:
        return any(vars(self).values())

    def only(self, *names: str) -> "Pick":
        """The same with nothing but these asked."""
        return Pick(**{name: getattr(self, name) for name in names})

    def but(self, *names: str) -> "Pick":
        """The same with these not asked."""
        kept = {field.name for field in dataclasses.fields(self)} - set(names)
        return self.only(*kept)

    def where(self) -> Q:
        """The same as a condition on signatures. A name from paper without an address matches no address."""
        asked: dict[str, Any] = {"status": self.status, "channel": self.channel}
        asked |= {"signed_at__gte": self.since, "signed_at__lt": self.until}
        asked["email__endswith"] = f"@{self.domain.lower()}" if self.domain else ""
        asked["link__trace__origin"] = self.origin
        asked["email__iregex"] = _as_regex(self.pattern) if self.pattern else ""
        found = Q(**{name: value for name, value in asked.items() if value})
        return found & self._where() if self.place else found

    def _where(self) -> Q:
        place = self.place.upper()
        return Q(region=place) | Q(country=place) | Q(postcode__istartswith=self.place)


def _as_regex(pattern: str) -> str:
    return "^" + "".join(_ANY.get(sign, re.escape(sign)) for sign in pattern) + "$"
