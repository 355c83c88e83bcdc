"""A supporter whom a letter's link brings to another page of the same organisation: one press signs.

The token names the letter's own link, which proves the mailbox, and the page it leads to. It was sent to
that mailbox and to no other, so what the button signs counts at once, and a receipt goes there: a letter that
was passed on can sign in its reader's name, and its reader hears of it.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from causes import sign_token, tokens
from causes.confirming import confirm
from causes.letters import put_in_post
from causes.models import Channel, Letter, Link, Page, Signed, Status
from causes.signing import Arrival, Typed, sign, signed_model
from causes.waking import wake

OPENS_FOR = dt.timedelta(days=30)
_MAY_SIGN = (Status.PENDING, Status.WITHDRAWN)


@dataclass(frozen=True)
class Recognised:
    """Somebody at `page`, proven by the name `row` that their letter was about. `own` is their name on
    `page`, if it stands or ever stood there."""

    row: Signed
    page: Page
    own: Signed | None

    @property
    def is_counted(self) -> bool:
        return self.own is not None and self.own.status == Status.CONFIRMED

    @property
    def may_sign(self) -> bool:
        """Not who is held or was struck: that is for staff to say."""
        return self.own is None or self.own.status in _MAY_SIGN

    @property
    def credit(self) -> str:
        """The code that gives them credit for whoever signs after them."""
        return (self.own or self.row).link.code


@dataclass(frozen=True)
class Choice:
    """What the one press says beyond the name: what their earlier form did not, and what is new each time."""

    consent_id: int
    wording_id: int | None
    language: str
    country: str = ""
    reason: str = ""
    show_name: bool = False


def read(token: str, page: Page, now: dt.datetime) -> Recognised | None:
    """Who holds a token to `page`; None when it proves nothing, is too old, or their name went meanwhile."""
    taken = tokens.take_apart(token)
    link = Link.objects.filter(code=taken.code).select_related("page").first()
    if link is None or link.page.organisation_id != page.organisation_id:
        return None
    row = _rows(link.page).filter(link=link, status=Status.CONFIRMED, supporter__isnull=False).first()
    if (
        row is None
        or not taken.proves(sign_token.purpose(page.pk), row.email_key)
        or taken.age(now) > OPENS_FOR
    ):
        return None
    own = _rows(page).filter(**{page.kind: page.pk, "email_key": row.email_key}).first()
    return Recognised(row, page, own)


def updates_of(found: Recognised) -> bool:
    """Their choice about updates of this organisation, as it is: yes where a name that counts says so."""
    return any(
        model._default_manager.filter(
            supporter=found.row.supporter_id, status=Status.CONFIRMED, updates=True
        ).exists()
        for model in Signed.__subclasses__()
    )


def sign_at_once(found: Recognised, choice: Choice, now: dt.datetime) -> Signed | None:
    """Sign and count in one transaction; None when staff held or struck the name in this moment.

    The letter that would have asked to confirm becomes the receipt. Where the mailbox had all its letters for
    today there is none, and the receipt is written all the same: nobody's name counts without their hearing.
    """
    with transaction.atomic():
        code = sign(found.page, _typed(found, choice), Arrival("", Channel.EMAIL), now)
        link = Link.objects.select_related("alias_of").get(code=code)
        own = link.alias_of or link
        done = confirm(found.page, own.code, found.row.name, updates_of(found), now)
        if done is None:
            return None
        waiting = Letter.objects.filter(link=own, kind=Letter.Kind.CONFIRM, state=Letter.State.DUE)
        has_one = waiting.filter(created_at=now).update(kind=Letter.Kind.SIGNED)
        if done.now_counted and not has_one:
            put_in_post(Letter.Kind.SIGNED, done.signed, now)
    wake("causes.tasks.send_letters")
    return done.signed


def _typed(found: Recognised, choice: Choice) -> Typed:
    """As they typed it last time; a country they were never asked for comes from this form."""
    row = found.row
    asks = found.page.asks()
    return Typed(
        name=row.name,
        email=row.email,
        postcode=row.postcode,
        updates=updates_of(found),
        language=choice.language,
        consent_id=choice.consent_id,
        wording_id=choice.wording_id,
        show_name=choice.show_name,
        country=(row.country or choice.country) if "country" in asks else "",
        reason=choice.reason,
    )


def masked(name: str) -> str:
    """`Dolores Huerta` -> `D•••s`: enough for oneself, no surname for whoever got the letter passed on."""
    first = name.split(" ")[0]
    return f"{first[:1]}•••{first[-1:] if len(first) > 1 else ''}"


def _rows(page: Page) -> QuerySet[Signed]:
    return signed_model(page)._default_manager.select_related("link")
