"""What the house asks of a network on which it posts: one class per network, all classes alike.

A network knows its wire and its rules. What a post or a connection is to us, and when to try again,
is decided by the callers; what they hand over here are plain values.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from django.conf import settings

from sharing.channels.base import Account, Outcome, Sighting, Tokens


class Way(StrEnum):
    """How an account is connected, as forms and templates ask for it."""

    CONSENT = "consent"  # a walk to the network and back
    SERVER = "server"  # the same, after its owner has said on which server the account lives
    PASSWORD = "password"  # a name and an app password


@dataclass(frozen=True)
class Door:
    """Where accounts of one server are connected, with this site's keys there ("": settings hold them)."""

    home: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Access:
    """One connection, as a network sees it."""

    door: Door
    account: str  # the network's own id of it
    handle: str
    token: str = field(repr=False)
    secret: str = field(default="", repr=False)  # what a new token is had for


@dataclass(frozen=True)
class Card:
    """What a network shows of the page that a post links to, where it does not look by itself."""

    title: str
    summary: str
    picture: bytes = field(default=b"", repr=False)  # JPEG or PNG


@dataclass(frozen=True)
class Outgoing:
    """A post on its way. `address` is its own link and stands in `text`.

    `key` names it for the network (13 letters and digits), the same at each try; `asked_at` and `tried_at`
    are when somebody wanted it and when it was first handed over.
    """

    text: str
    address: str
    key: str
    language: str
    asked_at: datetime
    tried_at: datetime
    card: Card


@dataclass(frozen=True)
class Allowance:
    """How much this site lets itself post. `a_day`: None for no limit of ours; seconds are per account."""

    a_day: int | None = None
    seconds_between: float = 0.0


class Network(ABC):
    """One network. `name` is its channel's, as in share links; `label` as people write it."""

    name: ClassVar[str]
    label: ClassVar[str]
    way: ClassVar[Way]
    # How often the same text is handed over again after nobody could say what became of it, and it was
    # looked for and not found. More than once only where the network itself stops the second one.
    resends: ClassVar[int] = 1
    # Whether it forbids the same words from several accounts.
    own_words: ClassVar[bool] = False
    room: ClassVar[int]

    @property
    def is_on(self) -> bool:
        """Whether this site posts there at all."""
        return self.name in settings.POST_TO

    def allowance(self) -> Allowance:
        """Read at each claim, so that a changed setting counts at once."""
        return Allowance()

    @abstractmethod
    def length(self, text: str) -> int:
        """How long `text` is, as the network counts; a post may have `room`."""

    def named(self, words: str) -> list[str]:
        """Accounts mentioned in `words` that this network lets no app mention."""
        return []

    def shown(self, handle: str) -> str:
        """A handle as people of this network write it."""
        return f"@{handle}"

    @abstractmethod
    def profile_address(self, door: Door, handle: str) -> str:
        """Where people read an account."""

    @abstractmethod
    def post_address(self, door: Door, handle: str, post_id: str) -> str:
        """Where people read a post."""

    # --- connecting: whatever does not answer as it should raises ChannelError -------------------
    def register(self, home: str, redirect_uri: str) -> Door:
        """This site's keys at the server `home` (SERVER)."""
        return Door(home)

    def ask(self, door: Door, *, redirect_uri: str, state: str, verifier: str) -> str:
        """Where to send somebody to be asked (CONSENT, SERVER)."""
        raise NotImplementedError(self.name)

    def exchange(
        self, door: Door, *, code: str, verifier: str, redirect_uri: str, now: datetime
    ) -> tuple[Tokens, Account | None]:
        """Tokens for a code, and whose they are; None when they do not suffice (CONSENT, SERVER)."""
        raise NotImplementedError(self.name)

    def sign_in(self, door: Door, *, handle: str, password: str, now: datetime) -> tuple[Tokens, Account]:
        """Tokens for a name and an app password (PASSWORD)."""
        raise NotImplementedError(self.name)

    @abstractmethod
    def renew(self, access: Access, now: datetime) -> Tokens:
        """A new token for `access.secret`, under the connection's lock."""

    @abstractmethod
    def give_back(self, access: Access) -> None:
        """Tell the network that this site uses the connection no more."""

    # --- posting: never raises, never tries again by itself --------------------------------------
    @abstractmethod
    def publish(self, access: Access, post: Outgoing, now: datetime) -> Outcome:
        """Hand over exactly `post.text`, once."""

    @abstractmethod
    def look_for(self, access: Access, post: Outgoing, now: datetime) -> Sighting:
        """Read the account's own posts and say whether this one is there."""
