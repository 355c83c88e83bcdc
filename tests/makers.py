"""Makers, plain and few: a test says only what it is about."""

import datetime as dt
import itertools
from typing import Any

from accounts.models import Membership, Organisation, Role, User
from causes import consents
from causes.confirming import confirm
from causes.models import Cause, Link, Page, Signed, State, Status
from causes.signing import Arrival, Typed, sign, signed_model
from petitions.models import Petition

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


class Make:
    """Rows as the product itself would write them: names are signed and confirmed by its own verbs."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def user(self, *roles: tuple[Organisation, Role], email: str = "", **fields: Any) -> User:
        """A person with a sign-in (password "password-of-test") and these roles."""
        email = email or f"person{next(self._numbers)}@example.org"
        user = User.objects.create_user(email, "password-of-test", is_staff=bool(roles), **fields)
        for organisation, role in roles:
            Membership.objects.create(user=user, organisation=organisation, role=role)
        return user

    def organisation(self, **fields: Any) -> Organisation:
        """Ready to publish."""
        number = next(self._numbers)
        return Organisation.objects.create(
            **{
                "name": f"Organisation {number}",
                "slug": f"organisation-{number}",
                "contact_email": "hello@example.org",
                "postal_address": "1 Main Street, Tucson AZ",
                "privacy_contact": "The board, privacy@example.org",
                **fields,
            }
        )

    def cause(self, organisation: Organisation | None = None, **fields: Any) -> Cause:
        number = next(self._numbers)
        return Cause.objects.create(
            **{
                "organisation": organisation or self.organisation(),
                "title": f"Cause {number}",
                "slug": f"cause-{number}",
                "state": State.OPEN,
                "published_at": NOW - dt.timedelta(days=10),
                **fields,
            }
        )

    def petition(self, cause: Cause | None = None, **fields: Any) -> Petition:
        """An open petition."""
        number = next(self._numbers)
        cause = cause or self.cause()
        return Petition.objects.create(
            **{
                "cause": cause,
                "organisation": cause.organisation,
                "title": f"Keep clinic {number} open",
                "slug": f"keep-clinic-{number}-open",
                "summary": "Keep the clinic open.",
                "decision_maker": "City Council",
                "state": State.OPEN,
                "published_at": NOW - dt.timedelta(days=10),
                **fields,
            }
        )

    def typed(self, page: Page, **fields: Any) -> Typed:
        number = next(self._numbers)
        consent = consents.current(page, "en", NOW)
        return Typed(
            **{
                "name": f"Ana Peña {number}",
                "email": f"ana{number}@example.net",
                "postcode": "85701",
                "updates": True,
                "language": "en",
                "consent_id": consent.id,
                **fields,
            }
        )

    def pending(
        self,
        page: Page,
        parent: Signed | Link | None = None,
        channel: str = "direct",
        now: dt.datetime = NOW,
        **fields: Any,
    ) -> Signed:
        """Signed, not confirmed; brought by `parent` through `channel`."""
        typed = self.typed(page, **fields)
        link = parent.link if isinstance(parent, Signed) else parent
        code = sign(page, typed, Arrival(link.code, channel) if link else Arrival("", channel), now)
        return signed_model(page)._default_manager.get(link__code=code)

    def signature(
        self,
        page: Page,
        parent: Signed | Link | None = None,
        channel: str = "direct",
        now: dt.datetime = NOW,
        **fields: Any,
    ) -> Signed:
        """Signed and confirmed at `now`."""
        signed = self.pending(page, parent, channel, now, **fields)
        done = confirm(page, signed.link.code, signed.name, signed.updates, now)
        assert done and done.signed.status == Status.CONFIRMED
        return done.signed

    def again(
        self, signed: Signed, by: Link | None = None, channel: str = "sms", now: dt.datetime = NOW
    ) -> str:
        """The same person signs the same page once more, through another link; their fresh code."""
        typed = self.typed(signed.page, email=signed.email)
        return sign(signed.page, typed, Arrival(by.code, channel) if by else Arrival(), now)

    def partner(self, page: Page, label: str = "La Raza Centro") -> Link:
        """An organisation's own link: generation 0."""
        return Link.objects.create(
            page=page, kind=Link.Kind.PARTNER, label=label, language="en", created_at=NOW
        )
