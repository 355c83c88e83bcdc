"""The address of one press: the way from a letter to another page of the same organisation.

Its token is that of a letter, for one page more: `<link code>.<time>.<proof>.<page>`. The proof binds the
mailbox, the time and the page.
"""

import datetime as dt

from django.urls import reverse
from django.utils import translation

from causes import tokens
from causes.models import Link, Page


def path_to(page: Page, letter_link: Link, email_key: str, language: str, now: dt.datetime) -> str:
    """Where the reader of a letter about `letter_link` signs `page` with one press."""
    proof = tokens.make(purpose(page.pk), letter_link.code, email_key, now)
    with translation.override(language):
        return reverse("recognised", args=[f"{proof}.{page.pk}"])


def page_of(token: str) -> Page | None:
    """The public page that a token leads to, whoever holds it."""
    number = token.rpartition(".")[2]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    page = Page.objects.public().select_related("organisation").filter(pk=int(number)).first()
    return getattr(page, f"as_{page.kind}") if page else None


def purpose(page_id: int) -> str:
    """What the proof is for."""
    return f"sign {page_id}"
