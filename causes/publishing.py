"""Making a move of the table in `causes.moves`, and what is still missing for the first."""

import datetime as dt
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import moderates
from accounts.models import Heard, User
from causes import changes, events, telling_organisers, wording
from causes.models import Page, State
from causes.moves import MOVES, Asks, Move, Who, fits, moves_from

__all__ = ["MOVES", "NotAllowed", "NotExplained", "NotReady", "make", "missing", "moves_from", "publish"]

ENDED = (State.CLOSED, State.DELIVERED, State.WON, State.LOST, State.NO_ANSWER)
_UNPUBLISHED = (State.DRAFT, State.REVIEW, State.SCHEDULED)


class Missing(NamedTuple):
    """Something that must be filled in first: its label, its field, and whose record it is in."""

    label: str
    field: str
    of_organisation: bool = False


class NotAllowed(Exception):
    """There is no such move from where the page is."""


class NotExplained(Exception):
    """This move needs a reason, and none was given."""


class NotReady(Exception):
    """Something is missing; `.missing` says what."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(", ".join(item.label for item in missing))
        self.missing = missing


_NEEDED = {
    Page.Kind.CAUSE: {"title": _("title")},
    Page.Kind.PETITION: {
        "title": _("title"),
        "decision_maker": _("who decides"),
        "summary": _("the ask in one sentence"),
    },
}


def missing(page: Page) -> list[Missing]:
    """What stands between `page` (a cause or petition, not the bare page) and the public."""
    needed = _NEEDED[Page.Kind(page.kind)]
    own = [Missing(str(label), field) for field, label in needed.items() if not getattr(page, field).strip()]
    return [*own, *(Missing(label, "", True) for label in page.organisation.missing_for_publishing())]


def publish(page: Page, now: dt.datetime, by: User | None = None) -> None:
    """Makes a draft public. Raises NotReady or NotAllowed, and then nothing has changed."""
    make("publish", page, now, by)


@transaction.atomic
def make(name: str, page: Page, now: dt.datetime, by: User | None = None, reason: str = "") -> None:
    """One move and its line in the log, in the database and on `page`.

    `by` is who pressed, None the clock or the command line. Raises NotAllowed (of two people who press at
    once, one gets it), NotReady or NotExplained, and then nothing has changed.
    """
    move = MOVES.get(name)
    stored = Page.objects.select_for_update(no_key=True).get(pk=page.pk)
    if move is None or stored.state not in move.start or not fits(move, stored) or not _theirs(move, by):
        raise NotAllowed(name)
    if name == "publish" and by and not moderates(by) and changes.turned_down(stored):
        raise NotAllowed(name)
    if move.end == State.OPEN and move.start[0] in _UNPUBLISHED and (lacking := missing(page)):
        raise NotReady(lacking)
    if move.asks == Asks.REASON and not reason.strip():
        raise NotExplained(name)
    changed = _changes(move, stored, now)
    Page.objects.filter(pk=page.pk).update(**changed)
    line = changes.write(
        stored, name, now, before=stored.state, after=changed["state"], by=by, reason=reason.strip(),
        public=move.public and changed["state"] != State.SCHEDULED,
    )  # fmt: skip
    telling_organisers.of_line(line)
    if changed["state"] in ENDED:
        events.write(Heard.CLOSED, stored.pk, 0, now)
    for field, value in changed.items():
        setattr(page, field, value)
    if "published_at" in changed:
        wording.record(page, now, by)


def _theirs(move: Move, by: User | None) -> bool:
    """Whether the one who moves is somebody whose move it is; the clock and commands may make any."""
    if by is None:
        return True
    return move.who == Who.ORGANISER or (move.who == Who.SITE and moderates(by))


def _changes(move: Move, stored: Page, now: dt.datetime) -> dict[str, Any]:
    changed: dict[str, Any] = {"state": move.end}
    if move.name == "show":
        changed["state"] = stored.state_before or State.PAUSED
    if move.name == "hide":
        changed["state_before"] = stored.state
    if move.name in ("publish", "approve") and stored.opens_at and stored.opens_at > now:
        changed["state"] = State.SCHEDULED
    elif move.end == State.OPEN and stored.published_at is None:
        changed["published_at"] = now
    if move.end == State.CLOSED:
        # From here run the 48 hours in which people can still confirm. Names stopped at the deadline,
        # even if the sweep or the hand came later.
        ended = min(stored.closes_at or now, now)
        changed |= {"closed_at": ended, "closes_at": ended}
    return changed
