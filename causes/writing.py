"""A letter as it goes out: its words, its headers, and the signed addresses in it."""

import datetime as dt
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from accounts.site import site_facts
from accounts.visitor import keyed
from causes import tokens
from causes.models import Letter, Signed, Status
from causes.signing import signed_model
from causes.speaking import said

_ABOUT = {
    Letter.Kind.CONFIRM: (Status.PENDING,),
    Letter.Kind.ALREADY: (Status.CONFIRMED,),
    Letter.Kind.MY_PAGE: (Status.PENDING, Status.CONFIRMED, Status.WITHDRAWN, Status.INVALID),
    Letter.Kind.RECEIPT_OFF: (Status.WITHDRAWN,),
}


class NotWanted(Exception):
    """What the letter was about is gone: the address corrected, the name withdrawn, struck or erased."""


def compose(letter: Letter, now: dt.datetime) -> EmailMultiAlternatives:
    """The message as it goes out, in the letter's language; raises NotWanted."""
    signed = _signed(letter)
    addresses = _addresses(letter, now)
    message = _message(letter, _words(letter, signed, addresses))
    message.extra_headers = {"Message-ID": _message_id(letter), "Auto-Submitted": "auto-generated"}
    if "stop_url" in addresses:  # RFC 8058: the mail program's own button, without a page in between
        message.extra_headers["List-Unsubscribe"] = f"<{addresses['stop_url']}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def _signed(letter: Letter) -> Signed | None:
    """The name the letter is about; None for the receipt of an erasure, after which there is none."""
    kind = Letter.Kind(letter.kind)
    if kind == Letter.Kind.RECEIPT_GONE:
        return None
    rows = signed_model(letter.page)._default_manager
    signed = rows.filter(link=letter.link, email_key=letter.email_key).first()
    if signed is None or signed.status not in _ABOUT[kind]:
        raise NotWanted
    return signed


def _words(letter: Letter, signed: Signed | None, addresses: dict[str, str]) -> list[str]:
    """Subject, text and HTML."""
    page = letter.page
    with translation.override(letter.language):
        context: dict[str, Any] = {
            **site_facts(),
            **addresses,
            "title": said(page, letter.language).text["title"],
            "organisation": page.organisation,
            "name": signed.name if signed else "",
        }
        return [
            render_to_string(f"letters/{letter.kind}.{part}", context)
            for part in ("subject.txt", "txt", "html")
        ]


def _message(letter: Letter, words: list[str]) -> EmailMultiAlternatives:
    subject, text, html = words
    message = EmailMultiAlternatives(
        " ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [letter.email]
    )
    message.attach_alternative(html, "text/html")
    if letter.page.organisation.contact_email:
        message.reply_to = [letter.page.organisation.contact_email]
    return message


def _addresses(letter: Letter, now: dt.datetime) -> dict[str, str]:
    """`url` of the button; `me_url` and `stop_url` as long as somebody's name is behind the letter."""
    page_url = f"{settings.SITE_URL}{letter.page.public_path(letter.language)}"
    if letter.kind == Letter.Kind.RECEIPT_GONE:
        return {"url": page_url}
    mine = {"me_url": _behind_token(letter, "me", now), "stop_url": _behind_token(letter, "unsubscribe", now)}
    if letter.kind == Letter.Kind.CONFIRM:
        return {"url": _behind_token(letter, "confirm", now), **mine}
    return {"url": mine["me_url"] if letter.kind == Letter.Kind.MY_PAGE else page_url, **mine}


def _behind_token(letter: Letter, purpose: str, now: dt.datetime) -> str:
    """A page that only this letter's mailbox can open; the purpose is also its place on the site."""
    prefix = "" if letter.language == settings.LANGUAGE_CODE else f"/{letter.language}"
    token = tokens.make(purpose, letter.link.code, letter.email_key, now)
    return f"{settings.SITE_URL}{prefix}/{purpose}/{token}/"


def _message_id(letter: Letter) -> str:
    """The same for every copy of one letter, so that mail programs can see a copy as one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<letter-{letter.pk}.{keyed('message id', str(letter.pk))}@{domain}>"
