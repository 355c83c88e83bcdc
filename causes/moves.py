"""The life of a page as a table: which moves there are, from where, and what each asks for.

draft -> in review -> (scheduled ->) open -> paused / closed -> delivered -> won / lost / no answer;
rejected with a reason and back to the drawer; hidden from anywhere in public, and back.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causes.models import Page, State


class Asks(StrEnum):
    """What a move must be told before it is made."""

    NOTHING = ""
    REASON = "reason"
    OUTCOME = "outcome"  # what changed, on which day, and where one can check it


class Who(StrEnum):
    """Whose move it is."""

    ORGANISER = "organiser"
    SITE = "site"  # moderators and site administrators
    CLOCK = "clock"  # no button: the sweep makes it when its time has come


class Move(NamedTuple):
    """A step in the life of a page. `label` is on the button, `done` is said afterwards.

    `public` lines are shown on the page. `end` of "show" is where the page was before it was hidden.
    """

    name: str
    start: tuple[State, ...]
    end: State
    label: Promise | str
    done: Promise | str
    who: Who = Who.ORGANISER
    asks: Asks = Asks.NOTHING
    public: bool = True
    petitions_only: bool = False


_SHOWN = (
    State.OPEN, State.PAUSED, State.CLOSED, State.DELIVERED, State.WON, State.LOST, State.NO_ANSWER,
)  # fmt: skip
_ANSWERED_FROM = (State.CLOSED, State.DELIVERED, State.NO_ANSWER)

MOVES = {
    move.name: move
    for move in (
        Move("publish", (State.DRAFT,), State.OPEN, _("Publish"), _("It is public now.")),
        Move(
            "submit", (State.DRAFT,), State.REVIEW, _("Ask for a review"),
            _("Sent. The people who run this site look at it."), public=False, petitions_only=True,
        ),
        Move(
            "approve", (State.REVIEW,), State.OPEN, _("Approve and publish"), _("It is public now."),
            Who.SITE, petitions_only=True,
        ),
        Move(
            "reject", (State.REVIEW,), State.REJECTED, _("Reject"), _("Rejected. The organisers see why."),
            Who.SITE, Asks.REASON, public=False, petitions_only=True,
        ),
        Move(
            "revise", (State.REVIEW, State.SCHEDULED, State.REJECTED), State.DRAFT, _("Back to the draft"),
            _("It is a draft again."), public=False, petitions_only=True,
        ),
        Move(
            "open", (State.SCHEDULED,), State.OPEN, _("Open"), _("It is public now."), Who.CLOCK,
            petitions_only=True,
        ),
        Move("pause", (State.OPEN,), State.PAUSED, _("Pause"), _("Paused: the page stays, nobody can sign.")),
        Move("resume", (State.PAUSED,), State.OPEN, _("Open again"), _("Open again.")),
        Move(
            "close", (State.OPEN, State.PAUSED), State.CLOSED, _("Close"),
            _("Closed. Thank you for running it."),
        ),
        Move(
            "end", (State.OPEN, State.PAUSED), State.CLOSED, _("Close"), _("Closed."), Who.CLOCK,
            petitions_only=True,
        ),
        Move(
            "deliver", (State.CLOSED,), State.DELIVERED, _("Delivered"), _("Delivered. The page says so."),
            asks=Asks.OUTCOME, petitions_only=True,
        ),
        Move(
            "win", _ANSWERED_FROM, State.WON, _("Won"), _("Won! The page tells what changed."),
            asks=Asks.OUTCOME, petitions_only=True,
        ),
        Move(
            "lose", _ANSWERED_FROM, State.LOST, _("Lost"), _("The page tells the answer."),
            asks=Asks.OUTCOME, petitions_only=True,
        ),
        Move(
            "give_up", (State.DELIVERED,), State.NO_ANSWER, _("No answer"),
            _("The page says that no answer came."), asks=Asks.OUTCOME, petitions_only=True,
        ),
        Move(
            "hide", _SHOWN, State.HIDDEN, _("Hide"), _("Hidden. Nobody outside the desk sees it."),
            Who.SITE, Asks.REASON, public=False,
        ),
        Move(
            "show", (State.HIDDEN,), State.OPEN, _("Show again"), _("It is back as it was."),
            Who.SITE, public=False,
        ),
    )
}  # fmt: skip


def moves_from(page: Page, site: bool = False) -> Iterator[Move]:
    """The buttons that `page` has as it is; `site` says whether somebody looks who moderates the site."""
    for move in MOVES.values():
        theirs = move.who == Who.ORGANISER or (site and move.who == Who.SITE)
        if theirs and page.state in move.start and fits(move, page):
            yield move


def fits(move: Move, page: Page) -> bool:
    """Whether this kind of page has this move at all."""
    return page.kind == Page.Kind.PETITION or not move.petitions_only
