"""What the desk says of updates: how the letters went, and what the box of a page offers."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language_info

from accounts.languages import languages
from causes import mailbox, mailing, updates
from causes.models import Change, Letter, Page, State, Update
from causes.story import to_html

_ENDED = (State.CLOSED, State.DELIVERED, State.WON, State.LOST, State.NO_ANSWER)
_LISTED = 200


def report_of(update: Update, names: bool, now: dt.datetime) -> dict[str, Any]:
    """Numbers of the letters, the words in each language, what is unknown (masked, for those who may read
    names), and for one that is on the page alone how many a letter would go to."""
    sendable = update.state == Update.State.SHOWN and not _corrected(update)
    path = f"{update.page.public_path()}#{updates.anchor(update.pk)}" if update.page.is_public() else ""
    return {
        "numbers": mailing.numbers(update) if update.asked_at else None,
        "spoken": [_spoken(update, code) for code, _ in languages()],
        "unknown": _unknown(update) if names else [],
        "corrected_by": _corrected(update),
        "public_url": f"{settings.SITE_URL}{path}" if path else "",
        "people": mailing.wanted(update.page, now) if sendable else None,
        "as_of": now.isoformat(),
    }


def panel_of(page: Page, first_words: dict[str, str]) -> dict[str, Any] | None:
    """For the box above a page's form: where its updates are, where one is written, and whether its end has
    not been told yet; `first_words` are what that one starts with."""
    if not page.is_public():
        return None
    offer = page.state in _ENDED and not _told_since_end(page)
    query: dict[str, int | str] = {"page": page.pk, **(first_words if offer else {})}
    return {
        "list": f"{reverse('admin:causes_update_changelist')}?page__id__exact={page.pk}",
        "add": f"{reverse('admin:causes_update_add')}?{urlencode(query)}",
        "offer": offer,
    }


def _told_since_end(page: Page) -> bool:
    ended = Change.objects.filter(page=page.pk, after=page.state).first()
    return ended is not None and Update.objects.filter(page=page.pk, created_at__gte=ended.at).exists()


def _spoken(update: Update, code: str) -> dict[str, Any]:
    words = updates.said(update, code)
    return {
        "code": code,
        "name": get_language_info(code)["name_local"],
        "title": words.text["title"],
        "html": to_html(words.text["words"]),
        "foreign": words.foreign,
    }


def _unknown(update: Update) -> list[str]:
    rows = Letter.objects.filter(update=update.pk, kind=Letter.Kind.UPDATE, state=Letter.State.UNKNOWN)
    return [mailbox.mask(email) for email in rows.order_by("pk").values_list("email", flat=True)[:_LISTED]]


def _corrected(update: Update) -> Update | None:
    return Update.objects.filter(supersedes=update.pk, shown_at__isnull=False).first()
