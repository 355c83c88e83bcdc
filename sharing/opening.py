"""The door for supporters: the letter's signed link opens it, for connecting an account and one post.

It is not a sign-in. What stands in the session is ours alone, ends after two hours and opens nothing
else, the back office least of all: a signatory never becomes staff this way.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import IntegrityError, transaction

from accounts.models import User
from causes import tokens
from causes.models import Link, Page, Signed, Status
from causes.signing import signed_model
from causes.views.confirm import OPENS_FOR, PURPOSE

STAYS_OPEN = dt.timedelta(hours=2)
_OURS = "supporter"


class Closed(StrEnum):
    """Why the door stays shut, as templates ask for it."""

    LETTER = "letter"  # the link is cut, altered, too old, or its name does not count
    STAFF = "staff"  # the address belongs to somebody who signs in here


class StaysClosed(Exception):
    """Nobody was let in. `link` is known as far as the letter could be believed."""

    def __init__(self, why: Closed, link: Link | None = None) -> None:
        super().__init__(why)
        self.why, self.link = why, link


@dataclass(frozen=True)
class Guest:
    """A supporter who came through the door, with the link of the signature they came for."""

    user: User
    link: Link

    @property
    def page(self) -> Page:
        return self.link.page


def let_in(session: SessionBase, letter: str, language: str, now: dt.datetime) -> Guest:
    """The guest whom `letter` (the token in the letter's link) names. Raises StaysClosed."""
    signed = _prove(letter, now)
    guest = Guest(_user_of(signed, language), signed.link)
    session.cycle_key()
    if SESSION_KEY not in session:  # somebody who is signed in stays so
        session.set_expiry(int(STAYS_OPEN.total_seconds()))
    session[_OURS] = {"user": guest.user.pk, "link": signed.link_id, "at": now.timestamp()}
    return guest


def guest_of(session: SessionBase, now: dt.datetime) -> Guest | None:
    """Who is inside, while their name counts and the two hours last."""
    kept: dict[str, Any] = session.get(_OURS) or {}
    if not kept or now.timestamp() - kept["at"] > STAYS_OPEN.total_seconds():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    link = Link.objects.filter(pk=kept["link"]).select_related("page__organisation").first()
    if user is None or link is None or _confirmed(link) is None:
        return None
    return Guest(user, link)


def opened_for(address: str) -> User | None:
    """The person whom a letter to this address let in; None for strangers and for whoever signs in here."""
    user = _by_address(address)
    return None if user is None or _signs_in(user) else user


def _prove(letter: str, now: dt.datetime) -> Signed:
    token = tokens.take_apart(letter)
    link = Link.objects.filter(code=token.code).select_related("page__organisation").first()
    signed = _confirmed(link) if link else None
    if link is None or signed is None or not token.proves(PURPOSE, signed.email_key):
        raise StaysClosed(Closed.LETTER)
    if token.age(now) > OPENS_FOR:
        raise StaysClosed(Closed.LETTER, link)
    signed.link = link
    return signed


def _confirmed(link: Link) -> Signed | None:
    """The name that owns this link, if it counts and its page is public."""
    if not link.page.is_public():
        return None
    return signed_model(link.page)._default_manager.filter(link=link, status=Status.CONFIRMED).first()


def _user_of(signed: Signed, language: str) -> User:
    """The person with this address, without a password. Somebody who can sign in is never met this way."""
    user = _by_address(signed.email)
    if user is None:
        try:
            with transaction.atomic():
                return User.objects.create_user(signed.email, name=signed.name, language=language)
        except IntegrityError:  # the second of two presses
            user = _by_address(signed.email)
    if user is None or _signs_in(user):
        raise StaysClosed(Closed.STAFF, signed.link)
    return user


def _by_address(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()


def _signs_in(user: User) -> bool:
    return (
        user.is_staff
        or user.is_moderator
        or user.is_superuser
        or not user.is_active
        or user.has_usable_password()
        or user.memberships.exists()
    )
