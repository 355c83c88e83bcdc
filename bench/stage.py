"""One petition to measure on, and the proof afterwards that nothing was lost or invented."""

import time
from dataclasses import dataclass, field

from django.db import connection

from accounts import clock
from accounts.models import Organisation
from causes import counting, tokens
from causes.models import Cause, Letter, Link, State
from petitions.models import Petition, Signature
from sharing import clicks

_TABLE = (
    "CREATE TABLE bench_minimal (id bigserial PRIMARY KEY, page_id int, email text, UNIQUE (page_id, email))"
)


@dataclass
class Scene:
    petition: Petition
    path: str
    code: str
    confirmed: int = 0
    used: set[int] = field(default_factory=set)

    def tokens(self, count: int) -> list[str]:
        """Letters' tokens of `count` names that still wait."""
        waiting = Signature.objects.filter(petition=self.petition, status="pending").exclude(pk__in=self.used)
        rows = list(waiting.select_related("link").order_by("pk")[:count])
        self.used |= {row.pk for row in rows}
        self.confirmed += len(rows)
        return [tokens.make("confirm", row.link.code, row.email_key, clock.now()) for row in rows]

    def drain(self, expected: int) -> float:
        """Book what was just clicked, all of it and nothing else; entries per second."""
        start, booked = time.perf_counter(), 0
        while read := clicks.drain(clock.now()):
            booked += read
        assert booked == expected, f"{booked} clicks in the stream, {expected} were sent"
        return booked / (time.perf_counter() - start)

    def check(self) -> None:
        """Counts at rest equal what was sent; every name has its letter."""
        counting.count_all(clock.now())
        self.petition.refresh_from_db()
        rows = Signature.objects.filter(petition=self.petition)
        confirmed = rows.filter(status="confirmed").count()
        letters = Letter.objects.filter(page=self.petition, kind="confirm").count()
        assert confirmed == self.confirmed == self.petition.count
        assert letters == rows.count()
        print(f"\n{rows.count()} signatures, {letters} letters, {confirmed} confirmed:", end=" ")
        print("nothing lost, nothing invented")


def build() -> Scene:
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
    organisation = Organisation.objects.create(name="Bench", slug="bench")
    page = {"organisation": organisation, "state": State.OPEN, "published_at": now}
    cause = Cause.objects.create(title="Bench", slug="bench", **page)
    petition = Petition.objects.create(
        title="Measure the house", slug="measure", summary="Measure it.", decision_maker="Us", cause=cause,
        story="A paragraph of text.\n\n" * 20, **page,
    )  # fmt: skip
    link = Link.objects.create(page=petition, kind=Link.Kind.PAGE, language="en", created_at=now)
    return Scene(petition, petition.public_path("en"), link.code)
