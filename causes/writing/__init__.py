"""A letter as it goes out: its words and its headers. One function per kind says what is in it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from email.utils import parseaddr

from anymail.message import AnymailMessage
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts.site import site_facts
from accounts.visitor import keyed
from causes.models import Letter
from causes.speaking import said
from causes.writing import organiser, owner, person, signatory, update
from causes.writing.sheet import NotWanted, Sheet

__all__ = ["LETTERS", "NotWanted", "Sheet", "compose"]

# Every kind of letter there is. Its words are templates/letters/<kind>.{subject.txt,txt,html}.
LETTERS: dict[Letter.Kind, Callable[[Letter, dt.datetime], Sheet]] = {
    Letter.Kind.CONFIRM: signatory.confirm,
    Letter.Kind.REMINDER: signatory.reminder,
    Letter.Kind.SIGNED: signatory.signed_at_once,
    Letter.Kind.ALREADY: signatory.already,
    Letter.Kind.MY_PAGE: signatory.my_page,
    Letter.Kind.RECEIPT_OFF: signatory.receipt_off,
    Letter.Kind.RECEIPT_GONE: signatory.receipt_gone,
    Letter.Kind.THANKS: signatory.thanks,
    Letter.Kind.UPDATE: update.update,
    Letter.Kind.UPDATE_TEST: update.update_test,
    Letter.Kind.SUBMITTED: organiser.submitted,
    Letter.Kind.APPROVED: organiser.approved,
    Letter.Kind.REJECTED: organiser.rejected,
    Letter.Kind.OPENED: organiser.opened,
    Letter.Kind.NOT_OPENED: organiser.not_opened,
    Letter.Kind.PAUSED: organiser.paused,
    Letter.Kind.CLOSED: organiser.closed,
    Letter.Kind.HIDDEN: organiser.hidden,
    Letter.Kind.SHOWN: organiser.shown,
    Letter.Kind.FIRST: organiser.first,
    Letter.Kind.TENTH: organiser.tenth,
    Letter.Kind.MILESTONE: organiser.milestone,
    Letter.Kind.STALE: organiser.stale,
    Letter.Kind.BURST: organiser.burst,
    Letter.Kind.DEADLINE: organiser.deadline,
    Letter.Kind.DATA_MONTH: owner.month,
    Letter.Kind.WEEK: organiser.week,
    Letter.Kind.NEW_PASSWORD: person.new_password,
    Letter.Kind.NO_ACCOUNT: person.no_account,
}


def compose(letter: Letter, now: dt.datetime) -> AnymailMessage:
    """The message as it goes out, in the letter's language; raises NotWanted."""
    sheet = LETTERS[Letter.Kind(letter.kind)](letter, now)
    if letter.page_id:
        sheet = replace(sheet, organisation=letter.page.organisation)
    subject, text, html = words(letter, sheet)
    message = AnymailMessage(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [letter.email])
    # A provider's report about it leads back to its row (`causes.bounces`). SMTP sends nothing of this.
    message.metadata = {"letter": str(letter.pk)}
    message.attach_alternative(html, "text/html")
    if sheet.organisation and sheet.organisation.contact_email:
        message.reply_to = [sheet.organisation.contact_email]
    message.extra_headers = {"Message-ID": _message_id(letter), "Auto-Submitted": "auto-generated"}
    if sheet.stop_url:  # RFC 8058: the mail program's own button, without a page in between
        message.extra_headers["List-Unsubscribe"] = f"<{sheet.stop_url}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def words(letter: Letter, sheet: Sheet) -> list[str]:
    """Subject, text and HTML."""
    with translation.override(letter.language):
        context = {
            **site_facts(),
            "title": said(letter.page, letter.language).text["title"] if letter.page_id else "",
            **sheet.words(),
        }
        return [
            render_to_string(f"letters/{letter.kind}.{part}", context)
            for part in ("subject.txt", "txt", "html")
        ]


def _message_id(letter: Letter) -> str:
    """The same for every copy of one letter, so that mail programs can see a copy as one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<letter-{letter.pk}.{keyed('message id', str(letter.pk))}@{domain}>"
