"""Moves of a petition: its cause comes along when it is published, its outcome is told when it ends."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from causes import publishing
from causes.models import State
from causes.moves import MOVES, Asks
from petitions.models import Outcome, Petition


class NoOutcome(publishing.NotExplained):
    """This move is an end, and nobody said what became of it."""


@transaction.atomic
def make(
    name: str,
    petition: Petition,
    now: dt.datetime,
    by: User | None = None,
    reason: str = "",
    outcome: Outcome | None = None,
) -> None:
    """`causes.publishing.make` for a petition; raises the same errors, and then nothing has changed.

    `outcome`, not stored yet, is needed by moves that ask for one. A cause that is still a draft becomes
    public with its petition, because the page leads there.
    """
    move = MOVES.get(name)
    if petition.is_template:  # it stays a draft for ever; what is published is a copy of it
        raise publishing.NotAllowed(name)
    if move and move.asks == Asks.OUTCOME and outcome is None and petition.state in move.start:
        raise NoOutcome(name)
    if petition.cause.state == State.DRAFT and _opens(petition, name, now):
        publishing.publish(petition.cause, now, by)
    publishing.make(name, petition, now, by, reason)
    if move and outcome is not None:
        outcome.petition, outcome.state, outcome.written_at = petition, move.end, now
        if move.end == State.DELIVERED:  # what was handed over then stays told, whatever comes after
            outcome.count = Petition.objects.values_list("count", flat=True).get(pk=petition.pk)
        outcome.save()


def _opens(petition: Petition, name: str, now: dt.datetime) -> bool:
    """Whether this move would open the petition now: a scheduled one leaves its cause as it is."""
    waits = petition.opens_at is not None and petition.opens_at > now
    return name == "open" or (name in ("publish", "approve") and not waits)
