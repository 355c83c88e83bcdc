"""Which signatures go into a file: a choice, its SQL, and its words for the log."""

import datetime as dt
import zoneinfo
from dataclasses import asdict, dataclass
from typing import Any

from causes.models import Status
from petitions.models import Petition

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Choice:
    """Empty means any. Days are the petition's own and both included; `partner` is the id of a link of the
    organisation; `new` and `consent` (to updates) are `yes` or `no`. Only a confirmed name is in a file
    unless it is taken out for checking."""

    status: str = Status.CONFIRMED
    since: dt.date | None = None
    until: dt.date | None = None
    region: str = ""
    postcode: str = ""  # its beginning
    language: str = ""
    channel: str = ""
    partner: int | None = None
    new: str = ""
    consent: str = ""

    def kept(self) -> dict[str, Any]:
        """JSON-able, without what was left open: what the log keeps and `read` understands."""
        said = {name: value for name, value in asdict(self).items() if value or name == "status"}
        return {name: v.isoformat() if isinstance(v, dt.date) else v for name, v in said.items()}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Choice":
        found = dict(kept)
        for name in ("since", "until"):
            if name in found:
                found[name] = dt.date.fromisoformat(found[name])
        return cls(**found)


def condition(petition: Petition, choice: Choice) -> tuple[str, dict[str, Any]]:
    """SQL about s (a signature), and the values it wants.

    Nobody is in a file who was erased after the handover and is a number without a person since.
    """
    given = {name: value for name, value in _values(petition, choice).items() if value not in ("", None)}
    parts = [_PARTS[name] for name in given]
    values = {f"choice_{name}": value for name, value in given.items()}
    return " AND ".join([_ALWAYS, *parts]), {"petition": petition.pk, **values}


_ALWAYS = "s.page_id = %(petition)s AND (s.name <> '' OR s.email <> '')"
_PARTS = {
    "status": "s.status = %(choice_status)s",
    "since": "s.signed_at >= %(choice_since)s",
    "until": "s.signed_at < %(choice_until)s",
    "region": "s.region = %(choice_region)s",
    "postcode": "starts_with(s.postcode, %(choice_postcode)s)",
    "language": "s.language = %(choice_language)s",
    "channel": "s.channel = %(choice_channel)s",
    "partner": "EXISTS (SELECT FROM causes_link came WHERE came.id = s.link_id"
    " AND came.root_id = %(choice_partner)s)",
    "new": "s.new_to_list = %(choice_new)s",
    "consent": "s.updates = %(choice_consent)s",
}


def _values(petition: Petition, choice: Choice) -> dict[str, Any]:
    zone = zoneinfo.ZoneInfo(petition.time_zone)
    said = {YES: True, NO: False, "": None}
    return {
        "status": choice.status,
        "since": _midnight(choice.since, zone),
        "until": _midnight(choice.until + dt.timedelta(days=1) if choice.until else None, zone),
        "region": choice.region,
        "postcode": choice.postcode,
        "language": choice.language,
        "channel": choice.channel,
        "partner": choice.partner,
        "new": said[choice.new],
        "consent": said[choice.consent],
    }


def _midnight(day: dt.date | None, zone: dt.tzinfo) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), zone) if day else None
