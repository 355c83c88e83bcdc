"""Why people sign, in their own words: read by organisers first, shown by their choice and the signatory's.

Public is a reason only while all of this holds: its name is confirmed and may be shown, the organisers
approved these very words, and the petition still asks for reasons and shows names.
"""

import hashlib
from types import SimpleNamespace

from django.db import transaction
from django.db.models import QuerySet

from causes.models import Page, ReasonState, Status
from petitions.models import Petition, Signature

CHOSEN_AT_MOST = 3
SHOWN_AT_MOST = 6
NEEDED = frozenset({"reason", "show_name"})


class Gone(Exception):
    """These words are not there any more: taken off, withdrawn, or other words since."""


class EnoughChosen(Exception):
    """Three are chosen already."""


def shown(petition: Petition) -> list[SimpleNamespace]:
    """`first_name`, `words`, `language`, `chosen` of each: those the organisers chose, then the newest."""
    if not petition.asks() >= NEEDED:
        return []
    may_show = _confirmed(petition).filter(show_name=True).exclude(name="").order_by("-confirmed_at")
    chosen = list(may_show.filter(reason_state=ReasonState.CHOSEN)[:CHOSEN_AT_MOST])
    left = SHOWN_AT_MOST - len(chosen)
    return [_face(row) for row in [*chosen, *may_show.filter(reason_state=ReasonState.APPROVED)[:left]]]


def in_state(petition: Petition, state: str) -> QuerySet[Signature]:
    """The confirmed names whose reason is in `state`, newest first."""
    return _confirmed(petition).filter(reason_state=state).order_by("-confirmed_at")


def waiting(petition: Petition) -> int:
    """How many reasons nobody has looked at."""
    return in_state(petition, ReasonState.NEW).count()


def digest(words: str) -> str:
    """Which words were read, for the button below them."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@transaction.atomic
def judge(petition: Petition, pk: int, verdict: ReasonState, read: str) -> None:
    """Approve, choose or set aside the words that were `read` (their digest). Raises Gone or EnoughChosen.

    The page's row is locked, so that two organisers who choose at once do not choose a fourth; without its
    key, so that people sign meanwhile.
    """
    Page.objects.select_for_update(no_key=True).get(pk=petition.pk)
    row = _confirmed(petition).select_for_update().filter(pk=pk).first()
    if row is None or not row.reason_state or digest(row.reason) != read:
        raise Gone
    others = in_state(petition, ReasonState.CHOSEN).exclude(pk=pk)
    if verdict == ReasonState.CHOSEN and others.filter(show_name=True).count() >= CHOSEN_AT_MOST:
        raise EnoughChosen
    Signature.objects.filter(pk=pk).update(reason_state=verdict)


def _confirmed(petition: Petition) -> QuerySet[Signature]:
    return Signature.objects.filter(petition=petition.pk, status=Status.CONFIRMED)


def _face(row: Signature) -> SimpleNamespace:
    return SimpleNamespace(
        first_name=row.name.split(" ")[0],
        words=row.reason,
        language=row.language,
        chosen=row.reason_state == ReasonState.CHOSEN,
    )
