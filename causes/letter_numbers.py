"""What the desk reads of the post office (what waits, left, needs a look), and acting on the last."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext, gettext_noop

from causes import letters, post_office, undeliverable, updates
from causes.models import Letter, PostOffice, Undeliverable, Update
from causes.waking import wake

COMPLAINTS_OF = dt.timedelta(days=30)
GIVEN_UP = gettext_noop("given up by hand")
# What ended without a letter because it should: nobody has to look at it.
ON_PURPOSE = (letters.NOT_WANTED, undeliverable.ERROR, updates.TAKEN_BACK, GIVEN_UP)
_GROUPS = 50


@dataclass(frozen=True)
class Waiting:
    """Letters of one kind that have not left, since when the oldest waits, and why, if that is known."""

    kind: str
    number: int
    oldest: dt.datetime
    why: str


@dataclass(frozen=True)
class Stuck:
    """Letters of one kind that ended in one way; `state` is failed or unknown."""

    state: str
    kind: str
    error: str
    number: int
    oldest: dt.datetime

    @property
    def label(self) -> str:
        return str(Letter.Kind(self.kind).label)

    @property
    def why(self) -> str:
        return in_words(self.error)

    @property
    def may_double(self) -> bool:
        return self.state == Letter.State.UNKNOWN


@dataclass(frozen=True)
class Numbers:
    office: PostOffice
    waiting: list[Waiting]
    stuck: list[Stuck]
    sent: int
    complaints: int
    undeliverable: int


def numbers(now: dt.datetime) -> Numbers:
    """A handful of questions, each served by an index of what is under way."""
    return Numbers(
        office=post_office.office(),
        waiting=_waiting(),
        stuck=_stuck(),
        sent=post_office.sent_in_last_hour(now),
        complaints=Letter.objects.filter(complained_at__gt=now - COMPLAINTS_OF).count(),
        undeliverable=Undeliverable.objects.count(),
    )


def _waiting() -> list[Waiting]:
    rows = Letter.objects.filter(state__in=(Letter.State.DUE, Letter.State.SENDING))
    found = rows.order_by().values("kind", "error").annotate(number=Count("pk"), oldest=Min("created_at"))
    return [
        Waiting(str(Letter.Kind(row["kind"]).label), row["number"], row["oldest"], in_words(row["error"]))
        for row in found.order_by("oldest")[:_GROUPS]
    ]


def _stuck() -> list[Stuck]:
    rows = Letter.objects.filter(state__in=(Letter.State.FAILED, Letter.State.UNKNOWN))
    found = rows.exclude(error__in=ON_PURPOSE).order_by().values("state", "kind", "error")
    groups = found.annotate(number=Count("pk"), oldest=Min("created_at")).order_by("-state", "-number")
    return [Stuck(**row) for row in groups[:_GROUPS]]


def in_words(error: str) -> str:
    """Our own words in the reader's language; a mail server's numbers as they are."""
    return gettext(error) if error else ""


def try_again(state: str, kind: str, error: str, now: dt.datetime) -> int:
    """Put these letters in the post once more, with all their tries; returns how many."""
    rows = _group(state, kind, error).exclude(email="")
    with transaction.atomic():
        _send_on(rows)
        number = rows.update(
            state=Letter.State.DUE, due_at=now, attempts=0, error="", begun_at=None, sent_at=None
        )
    wake("causes.tasks.send_letters")
    return number


def _send_on(rows: "QuerySet[Letter]") -> None:
    """An update whose letters had all left is on its way again: else none of `rows` would be wanted. One that
    was stopped or corrected stays so."""
    over = Update.objects.filter(state=Update.State.SENT, pk__in=rows.values("update"))
    over.exclude(correction__shown_at__isnull=False).update(state=Update.State.SENDING, ended_at=None)


def give_up(state: str, kind: str, error: str) -> int:
    """They stay unsent, and nobody is asked to look at them again; returns how many."""
    return _group(state, kind, error).update(state=Letter.State.FAILED, error=GIVEN_UP)


def _group(state: str, kind: str, error: str) -> "QuerySet[Letter]":
    ended = (Letter.State.FAILED, Letter.State.UNKNOWN)
    return Letter.objects.filter(state__in=ended).filter(state=state, kind=kind, error=error)
