"""A sample of every kind of letter, written by its own function from facts that are invented.

The invented rows are written in a transaction that is always rolled back, so that a sample runs through the
very code that a real letter does and nothing of it stays.
"""

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Any

from anymail.message import AnymailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import Membership, Organisation, Role, Supporter, User
from causes.models import (
    Cause,
    Change,
    Channel,
    ConnectorTotal,
    ConsentText,
    Letter,
    Link,
    Notice,
    Page,
    State,
    Status,
    Update,
)
from causes.signing import signed_model
from causes.writing import compose

Kind = Letter.Kind
DAY = dt.timedelta(days=1)


def sample(kind: Letter.Kind, language: str, now: dt.datetime) -> AnymailMessage:
    """The message that a reader of `language` would get. Its addresses lead nowhere."""
    with transaction.atomic(), translation.override(language):
        message = compose(SAMPLES[kind](_Stage(kind, language, now)), now)
        transaction.set_rollback(True)
    return message


def sample_of(page: Page, kind: Letter.Kind, language: str, now: dt.datetime) -> AnymailMessage:
    """The same about a page that exists, drafts too, for whoever may see it."""
    with transaction.atomic(), translation.override(language):
        message = compose(SAMPLES[kind](_OnPage(kind, page, language, now)), now)
        transaction.set_rollback(True)
    return message


class _Stage:
    """An organisation, its page and one person who put their name to it; the letter is about them."""

    page: Page
    email_key = "ana@example.net"

    def __init__(self, kind: Letter.Kind, language: str, now: dt.datetime) -> None:
        self.kind, self.language, self.now = kind, language, now
        self.organisation = Organisation.objects.create(
            name=gettext("Neighbours for the clinic"),
            slug="a-sample-that-never-stays",
            language=language,
            contact_email="hello@example.org",
            postal_address="1 Main Street, Tucson AZ",
            privacy_contact="privacy@example.org",
        )
        self.page = Cause.objects.create(
            organisation=self.organisation,
            title=gettext("Keep our clinic open"),
            slug="a-sample-that-never-stays",
            language=language,
            state=State.OPEN,
            published_at=now - 40 * DAY,
        )

    def about_name(self, status: Status) -> Letter:
        """To somebody whose name stands so under the page."""
        link = Link.objects.create(page=self.page, language=self.language, created_at=self.now)
        supporter = Supporter.objects.create(
            organisation=self.organisation, email_key=self.email_key, created_at=self.now, **self._ana()
        )
        consent = self._consent()
        signed = signed_model(self.page)._default_manager.create(
            **{self.page.kind: self.page},
            supporter=supporter,
            link=link,
            email_key=supporter.email_key,
            channel=Channel.DIRECT,
            updates=True,
            consent=consent,
            status=status,
            signed_at=self.now - DAY,
            **self._ana(),
        )
        return self._letter(signed.email, signed.email_key, link=link)

    def _consent(self) -> ConsentText:
        asked = {"organisation": self.organisation, "purpose": "sign", "language": self.language}
        said = {"version": 1, "body": "…", "valid_from": self.now}
        return ConsentText.objects.filter(**asked).first() or ConsentText.objects.create(**asked, **said)

    def update(self) -> Update:
        """News that is on its way."""
        return Update.objects.create(
            page=self.page,
            language=self.language,
            title=gettext("The council will listen"),
            words=gettext("On **Tuesday at six** the council hears us. Come, and bring a neighbour."),
            state=Update.State.SENDING,
            by=self.organiser(),
            created_at=self.now,
            shown_at=self.now,
            asked_at=self.now,
        )

    def organiser(self, **fields: Any) -> User:
        user, _ = User.objects.get_or_create(
            email="organiser@example.org",
            defaults={"name": "Dolores Huerta", "language": self.language, **fields},
        )
        Membership.objects.get_or_create(user=user, organisation=self.organisation, role=Role.OWNER)
        return user

    def to_organiser(self, about: str = "", *, site: bool = False, **page: Any) -> Letter:
        """To somebody who runs the page (or the site), about a line of its log."""
        user = self.organiser(is_superuser=site, is_staff=site)
        Cause.objects.filter(pk=self.page.pk).update(**page)
        line = Change.objects.create(
            page=self.page,
            what=self.kind,
            hand=Change.Hand.CLOCK,
            reason=gettext("Please name the clinic’s address, so that everybody knows which one you mean."),
            at=self.now,
            public=False,
        )
        notice = Notice.objects.create(page=self.page, kind=self.kind, about=about, change=line, at=self.now)
        return self._letter(user.email, user.email, notice=notice)

    def about_sign_in(self, **about: Any) -> Letter:
        """To somebody who works here, about no page."""
        user = self.organiser()
        return self._letter(user.email, user.email, page_id=None, **about)

    def _ana(self) -> dict[str, Any]:
        return {"name": "Ana Peña", "email": "ana@example.net", "language": self.language}

    def _letter(self, email: str, key: str, **more: Any) -> Letter:
        """As a worker reads it: from its row."""
        row = Letter.objects.create(
            **{
                "kind": self.kind,
                "page_id": self.page.pk,
                "email": email,
                "email_key": key,
                "language": self.language,
                "due_at": self.now,
                "created_at": self.now,
                **more,
            }
        )
        return Letter.objects.select_related("page__organisation", "link").get(pk=row.pk)


class _OnPage(_Stage):
    """Somebody nobody knows, who put their name to a page that exists."""

    def __init__(self, kind: Letter.Kind, page: Page, language: str, now: dt.datetime) -> None:
        self.kind, self.page, self.language, self.now = kind, page, language, now
        self.organisation = page.organisation
        self.email_key = f"{secrets.token_hex(8)}@preview.invalid"  # whom no real name can be in the way of


def _of_name(status: Status) -> Callable[[_Stage], Letter]:
    return lambda stage: stage.about_name(status)


def _of_update(stage: _Stage) -> Letter:
    letter = stage.about_name(Status.CONFIRMED)
    letter.update = stage.update()
    return letter


def _of_thanks(stage: _Stage) -> Letter:
    letter = stage.about_name(Status.CONFIRMED)
    assert letter.link
    ConnectorTotal.objects.create(link=letter.link, page=stage.page, direct=7, downstream=19)
    return letter


def _of_page(about: str = "", *, site: bool = False, **page: Any) -> Callable[[_Stage], Letter]:
    return lambda stage: stage.to_organiser(about, site=site, **page)


def _of_deadline(stage: _Stage) -> Letter:
    closes_at = stage.now + 3 * DAY
    return stage.to_organiser(closes_at.isoformat(), closes_at=closes_at)


def _about_sign_in(stage: _Stage) -> Letter:
    return stage.about_sign_in()


# Each kind of letter has one here; a test says so.
SAMPLES: dict[Letter.Kind, Callable[[_Stage], Letter]] = {
    Kind.CONFIRM: _of_name(Status.PENDING),
    Kind.ALREADY: _of_name(Status.CONFIRMED),
    Kind.MY_PAGE: _of_name(Status.CONFIRMED),
    Kind.RECEIPT_OFF: _of_name(Status.WITHDRAWN),
    Kind.RECEIPT_GONE: _of_name(Status.CONFIRMED),
    Kind.REMINDER: _of_name(Status.PENDING),
    Kind.SIGNED: _of_name(Status.CONFIRMED),
    Kind.THANKS: _of_thanks,
    Kind.UPDATE: _of_update,
    Kind.UPDATE_TEST: _of_update,
    Kind.SUBMITTED: _of_page(site=True, state=State.REVIEW),
    Kind.MILESTONE: _of_page("1000"),
    Kind.DEADLINE: _of_deadline,
    Kind.DATA_MONTH: _of_page("2026-10-01"),
    Kind.WEEK: _of_page("2026-11-16"),
    Kind.NEW_PASSWORD: _about_sign_in,
    Kind.NO_ACCOUNT: _about_sign_in,
    **{
        kind: _of_page()
        for kind in (
            Kind.APPROVED,
            Kind.REJECTED,
            Kind.OPENED,
            Kind.NOT_OPENED,
            Kind.PAUSED,
            Kind.CLOSED,
            Kind.HIDDEN,
            Kind.SHOWN,
            Kind.FIRST,
            Kind.TENTH,
            Kind.STALE,
            Kind.BURST,
        )
    },
}
