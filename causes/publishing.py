"""From draft to public and on: which moves there are, and what is still missing for the first.

One table says everything; later states are rows in it.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causes.models import Page, State


class Move(NamedTuple):
    """A step in the life of a page. `label` is on the button, `done` is said afterwards."""

    name: str
    start: tuple[State, ...]
    end: State
    label: Promise | str
    done: Promise | str


MOVES = {
    move.name: move
    for move in (
        Move("publish", (State.DRAFT,), State.OPEN, _("Publish"), _("It is public now.")),
        Move("pause", (State.OPEN,), State.PAUSED, _("Pause"), _("Paused: the page stays, nobody can sign.")),
        Move("resume", (State.PAUSED,), State.OPEN, _("Open again"), _("Open again.")),
        Move(
            "close",
            (State.OPEN, State.PAUSED),
            State.CLOSED,
            _("Close"),
            _("Closed. Thank you for running it."),
        ),
    )
}


class Missing(NamedTuple):
    """Something that must be filled in first: its label, its field, and whose record it is in."""

    label: str
    field: str
    of_organisation: bool = False


class NotAllowed(Exception):
    """There is no such move from where the page is."""


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


def moves_from(page: Page) -> Iterator[Move]:
    """The moves that are open to `page` as it is."""
    return (move for move in MOVES.values() if page.state in move.start)


def publish(page: Page, now: dt.datetime) -> None:
    """Makes a draft public. Raises NotReady or NotAllowed, and then nothing has changed."""
    make("publish", page, now)


@transaction.atomic
def make(name: str, page: Page, now: dt.datetime) -> None:
    """One move, in the database and on `page`. Of two people who press at once, one gets NotAllowed."""
    move = MOVES.get(name)
    stored = Page.objects.select_for_update().get(pk=page.pk)
    if move is None or stored.state not in move.start:
        raise NotAllowed(name)
    if name == "publish" and (lacking := missing(page)):
        raise NotReady(lacking)
    changed = _changes(move, stored, now)
    Page.objects.filter(pk=page.pk).update(**changed)
    for field, value in changed.items():
        setattr(page, field, value)


def _changes(move: Move, stored: Page, now: dt.datetime) -> dict[str, Any]:
    changed: dict[str, Any] = {"state": move.end}
    if move.end == State.OPEN and stored.published_at is None:
        changed["published_at"] = now
    if move.end == State.CLOSED and (stored.closes_at is None or stored.closes_at > now):
        changed["closes_at"] = now  # from here run the 48 hours in which people can still confirm
    return changed
