"""What mail providers report after a letter left: it came back, or its reader called it spam.

Only a provider's interface reports (`MAIL_PROVIDER`, docs/letters.md); over plain SMTP a letter that comes
back later lies in the sender's own mailbox, and only what the server says at once is known. A report may
come twice, late, or about a letter long forgotten, and does no harm.
"""

import datetime as dt
import logging
from typing import Any, Protocol

from django.db import transaction

from causes import undeliverable, wishes
from causes.models import Letter, ListPart, Signed
from causes.signing import signed_model

log = logging.getLogger(__name__)
# anymail's own words for what happened, and for why.
_CAME_BACK = {"bounced", "rejected", "failed"}
_CALLED_SPAM = {"complained", "unsubscribed"}
_NOBODY_THERE = {"bounced", "invalid"}
_NOT_WANTED = {"spam", "unsubscribed"}
# Postmark's and Amazon's words for a mailbox that may well take the next letter.
_FOR_NOW = ("SoftBounce", "Transient", "Undetermined")


class Report(Protocol):
    """What we read of anymail's AnymailTrackingEvent."""

    event_type: str
    reject_reason: str | None
    metadata: Any
    description: str | None
    esp_event: Any


def take(report: Report, now: dt.datetime) -> None:
    """Write down what a provider reports about one letter; anything that is no news is left alone."""
    if report.event_type not in _CAME_BACK | _CALLED_SPAM:
        return
    letter = _letter_of(report)
    if letter is None:
        log.info("a report about a letter that nobody knows any more")
        return
    with transaction.atomic():
        if report.event_type in _CALLED_SPAM or report.reject_reason in _NOT_WANTED:
            _leave_alone(letter, report, now)
        if report.event_type in _CAME_BACK:
            _came_back(letter, report, now)


def _letter_of(report: Report) -> Letter | None:
    """By the number that `causes.writing.compose` gave the provider along with the letter."""
    number = str((report.metadata or {}).get("letter", ""))
    if not number.isdecimal() or len(number) > 18:
        return None
    return Letter.objects.select_related("page", "link").filter(pk=int(number)).first()


def _came_back(letter: Letter, report: Report, now: dt.datetime) -> None:
    error = f"{report.event_type}: {report.reject_reason or 'no reason given'}"
    # `sent_at` stays: it did leave, and counts in its hour.
    Letter.objects.filter(pk=letter.pk).update(
        state=Letter.State.FAILED, lease_until=None, begun_at=None, error=error
    )
    if _is_for_good(report):
        undeliverable.mark(letter.email_key, error, now)


def _is_for_good(report: Report) -> bool:
    raw = report.esp_event if isinstance(report.esp_event, dict) else {}
    said = f"{raw.get('Type', '')} {report.description or ''}".split(":")[0].split()
    return report.reject_reason in _NOBODY_THERE and not any(word in _FOR_NOW for word in said)


def _leave_alone(letter: Letter, report: Report, now: dt.datetime) -> None:
    """Calling a letter spam takes back the yes to updates at once, as the unsubscribe button does."""
    is_spam = report.event_type == "complained" or report.reject_reason == "spam"
    if is_spam:
        Letter.objects.filter(pk=letter.pk, complained_at=None).update(complained_at=now)
    signed = _signed(letter)
    if signed is None or signed.supporter_id is None:
        return
    leaving = ListPart.COMPLAINED if is_spam else ListPart.LEFT
    wishes.set_updates(signed.supporter_id, False, now, leaving)


def _signed(letter: Letter) -> Signed | None:
    if letter.link is None or not letter.email_key:
        return None
    rows = signed_model(letter.page)._default_manager
    return rows.filter(link=letter.link, email_key=letter.email_key).first()
