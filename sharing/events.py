"""What the click stream carries: a press on a share link, a page that was seen, a press on a share button."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass

from causes.models import Channel
from sharing.models import ClickHour

CLICK, VIEW, TAP = "click", "view", "tap"


@dataclass(frozen=True)
class Event:
    """Nothing in it names a person. `hour` is ISO-8601 in UTC, `visitor` hex; a view names its `page` by id.

    What is not counted carries its reason and no visitor; so does a tap, which belongs to a link.
    """

    id: str
    code: str
    channel: str
    hour: str
    outcome: str
    visitor: str = ""
    device: str = ""
    referrer: str = ""
    kind: str = CLICK
    page: str = ""

    @classmethod
    def read(cls, text: bytes) -> "Event":
        """From the stream; raises ValueError or TypeError for what no row takes."""
        event = cls(**json.loads(text))
        if not all(isinstance(value, str) and "\0" not in value for value in vars(event).values()):
            raise TypeError("only words")
        uuid.UUID(event.id)
        dt.datetime.fromisoformat(event.hour)
        fits = len(event.device) <= 8 and len(event.referrer) <= 100
        known = event.channel in Channel.values and event.outcome in ClickHour.Outcome.values
        if not (fits and known and event._is_whole()):
            raise ValueError("no such event")
        return event

    def text(self) -> str:
        """As the stream carries it."""
        return json.dumps(vars(self), separators=(",", ":"))

    def _is_whole(self) -> bool:
        """Whether it has what its kind needs, and nothing else."""
        is_person = self.outcome == ClickHour.Outcome.COUNTED and self.kind != TAP
        length = len(bytes.fromhex(self.visitor))
        page = self.page.isascii() and self.page.isdigit() and len(self.page) < 10
        return (
            self.kind in (CLICK, VIEW, TAP)
            and length == (16 if is_person else 0)
            and (page if self.kind == VIEW else not self.page)
        )


def new_id() -> str:
    return str(uuid.uuid4())
