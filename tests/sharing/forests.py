"""Random forests of names as hypothesis plants them, and the file of data officers as bytes alone."""

import csv
import datetime as dt
import io
from collections import Counter
from functools import partial
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from causes.confirming import invalidate, restore, withdraw
from causes.counting import count_all
from causes.models import (
    Link,
    Page,
    Signed,
)
from petitions.exporting import streaming
from petitions.models import ExportLog, Petition
from sharing import growth
from tests.makers import NOW, Make

START = NOW - dt.timedelta(days=9)
HOUR = dt.timedelta(hours=1)
REGIONS = {"85701": "US-AZ", "90011": "US-CA", "M5V 2T6": "CA-ON", "": ""}
FATES = ("counts", "counts", "counts", "waits", "withdrawn", "struck", "restored")

# Who came by whom (a number of those before; -1: the organisation's own link), how, from where, the answer
# about updates, minutes since the one before, and what became of the name.
names = st.lists(
    st.tuples(
        st.none() | st.integers(-1, 12),
        st.sampled_from(["x", "whatsapp", "copy"]),
        st.sampled_from(sorted(REGIONS)),
        st.booleans(),
        st.integers(0, 700),
        st.sampled_from(FATES),
    ),
    min_size=1,
    max_size=12,
)
forests = partial(
    settings, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class Forest:
    """One petition with these names, each signed, confirmed and taken back by the product's own verbs."""

    def __init__(self, planted: list[tuple[Any, ...]], make: Make | None = None) -> None:
        self.make, self.now, self.rows = make or Make(), START, list[Signed]()
        self.petition: Petition = self.make.petition(published_at=START)
        self.partner = self.make.partner(self.petition)
        for name in planted:
            self._plant(*name)

    def _plant(
        self, parent: int | None, channel: str, postcode: str, updates: bool, minutes: int, fate: str
    ) -> None:
        self.now += dt.timedelta(minutes=minutes)
        came = self._came(parent)
        made = self.make.pending if fate == "waits" else self.make.signature
        self.rows.append(
            made(
                self.petition,
                came,
                channel if came else "direct",
                self.now,
                postcode=postcode,
                updates=updates,
            )
        )
        if fate in ("withdrawn", "struck", "restored"):
            taking = withdraw if fate == "withdrawn" else invalidate
            taking(self.rows[-1], self.now)
        if fate == "restored":
            restore(self.rows[-1], self.now)

    def _came(self, parent: int | None) -> Signed | Link | None:
        if parent is None:
            return None
        return self.partner if parent < 0 or not self.rows else self.rows[parent % len(self.rows)]

    @property
    def pages(self) -> Any:
        return Page.objects.filter(pk=self.petition.pk)

    def counted(self) -> growth.Journal:
        count_all(NOW)
        return growth.read(self.pages)


class CSV:
    """What the export of a petition says, and nothing else."""

    def __init__(self, petition: Petition, make: Make) -> None:
        log = ExportLog(petition=petition, person=make.user(), purpose=ExportLog.Purpose.VERIFICATION)
        text = b"".join(streaming.begin(log, lambda: NOW)).decode()
        self.rows = list(csv.DictReader(io.StringIO(text)))

    def count(self, *columns: str) -> Counter[Any]:
        return Counter(tuple(row[column] for column in columns) for row in self.rows)

    def moments(self) -> list[dt.datetime]:
        return sorted(dt.datetime.fromisoformat(row["confirmed_at"]) for row in self.rows)
