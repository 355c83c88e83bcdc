"""An update and its letters, as tests write, press and receive them."""

import datetime as dt
from typing import Any

from django.core import mail

from causes import letters, mailing
from causes.models import Link, Page, Signed, Update
from tests.makers import NOW

LATER = NOW + dt.timedelta(minutes=1)


def draft(page: Page, **fields: Any) -> Update:
    words = {"title": "The council listened", "words": "They **voted** today.", "language": "en"}
    return Update.objects.create(page_id=page.pk, created_at=NOW, **{**words, **fields})


def send(update: Update, now: dt.datetime = LATER) -> int:
    """Pressed on the number that stands there."""
    people = mailing.wanted(update.page, now)
    mailing.send(update, people, now, now)
    return people


def arrived(now: dt.datetime = LATER) -> list[Any]:
    """The news among what arrives when everything due is sent: each title of ours names the council."""
    mail.outbox.clear()
    while letters.send_due(lambda: now):
        pass
    return [letter for letter in mail.outbox if "council" in letter.subject]


def crowd(pattern: Signed, people: int) -> None:
    """Rows like `pattern`, each with a mailbox and a link of its own."""
    made = Link.objects.bulk_create(
        Link(page=pattern.page, language="en", generation=1, created_at=NOW) for _ in range(people)
    )
    fields = {
        field.attname: getattr(pattern, field.attname)
        for field in type(pattern)._meta.concrete_fields
        if not field.primary_key
    }
    type(pattern)._default_manager.bulk_create(
        type(pattern)(
            **{**fields, "link_id": link.pk, "email": f"n{n}@example.net", "email_key": f"n{n}@example.net"}
        )
        for n, link in enumerate(made)
    )
