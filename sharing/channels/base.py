"""What every channel says to the rest of the house: outcomes, errors, accounts and tokens.

A channel knows a network's wire and nothing of our tables. It judges what happened; the
posting loop acts on the judgement.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """Why a network will never take this text on this connection (the value is stored)."""

    INVALID = "invalid"
    FORBIDDEN = "forbidden"
    SCOPE = "scope"
    # Said of a text whose earlier attempt ended unknown, it means: that attempt was posted.
    DUPLICATE = "duplicate"


REASON_TEXTS: dict[Reason, str | Promise] = {
    Reason.INVALID: _("The network could not read this post. Change the text and try again."),
    Reason.FORBIDDEN: _(
        "The network refused this post: the text may be too long, or the account may be limited for now."
    ),
    Reason.SCOPE: _("This connection is not allowed to post. Connect the account again and allow posting."),
    Reason.DUPLICATE: _("This account has already posted exactly this text."),
}


@dataclass(frozen=True)
class Sent:
    """The network took the post and named it."""

    id: str


@dataclass(frozen=True)
class Failed:
    """Not posted, and never will be as it stands. What may still succeed is a Retry."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True)
class Retry:
    """Certainly not posted; the same text may be tried again.

    `not_before` is when the network allows it, or None: the caller's own backoff. With
    `whole_channel` every connection of the channel has to wait, not only this one.
    """

    not_before: datetime | None = None
    whole_channel: bool = False
    detail: str = ""


@dataclass(frozen=True)
class Unauthorized:
    """Not posted: the access token is not accepted. Refresh once, try once more, then reconnect."""

    detail: str = ""


@dataclass(frozen=True)
class Paused:
    """Not posted, and nothing on this channel will be until staff act (credits are used up)."""

    detail: str = ""


@dataclass(frozen=True)
class Unknown:
    """It may or may not be posted. Never send again blindly."""

    detail: str = ""


@dataclass(frozen=True)
class NotThere:
    """The account's own posts were read, and ours is not among them."""


@dataclass(frozen=True)
class Unclear:
    """The account's posts could not be read now; looking again may tell more."""

    detail: str = ""


Sighting = Sent | NotThere | Unclear | Unauthorized
Outcome = Sent | Failed | Retry | Unauthorized | Paused | Unknown


class ChannelError(Exception):
    """A call that is not a post went wrong: connecting, refreshing, revoking, reading the profile.

    `permanent` says that the code or token it was made with is of no more use: the account has
    to be connected again. Otherwise the same call may succeed later. The message is for staff;
    it never holds a token.
    """

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message, permanent)
        self.message = message
        self.permanent = permanent

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Account:
    """Whose connection it is, as the network names them."""

    id: str
    username: str
    name: str
    # How long a post of this account may be, as its server counts; None: as the network says.
    room: int | None = None


@dataclass(frozen=True)
class Tokens:
    """What a network hands out for one connection. The secrets stay out of repr, so out of logs."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    scopes: frozenset[str]
    expires_at: datetime
