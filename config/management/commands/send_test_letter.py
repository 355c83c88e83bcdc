"""`send_test_letter <address>`: one letter over the line that all letters take, and what came of it."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext

from causes import mailbox, post_office
from causes.refusals import REFUSALS, About, judge

_HINTS = {
    About.MAILBOX: "The mail server knows no such mailbox.",
    About.LETTER: "The mail server refused this letter; the sender's name or domain may be the reason.",
    About.LATER: "Try again in a few minutes.",
    About.OFFICE: "The server takes nothing from us: look at EMAIL_URL, its password, DEFAULT_FROM_EMAIL.",
}


class Command(BaseCommand):
    """Sends at once and by itself: no row, no queue, no pause. See docs/letters.md."""

    help = "Send one test letter and say what the mail server answered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")
        codes = [code for code, _ in settings.LANGUAGES]
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=codes)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            address = mailbox.clean(options["address"])
        except mailbox.BadAddress:
            raise CommandError(f"{options['address']!r} is no e-mail address.") from None
        where = settings.MAIL_PROVIDER or f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        try:
            with get_connection() as line:
                _letter(address, options["language"], line).send()
        except REFUSALS as error:
            refusal = judge(error)
            raise CommandError(f"{where}: {refusal.error}. {_HINTS[refusal.about]}") from error
        self.stdout.write(f"{where} took the letter to {address}, from {settings.DEFAULT_FROM_EMAIL}.")
        if post_office.office().paused_at:
            self.stdout.write("The post office is paused: this letter left, all others wait.")


def _letter(address: str, language: str, line: Any) -> EmailMessage:
    with translation.override(language):
        subject = gettext("A test letter from %(site)s") % {"site": settings.SITE_NAME}
        body = gettext("If you read this, letters from %(url)s arrive. Look whether it lay under spam.")
    return EmailMessage(
        subject,
        body % {"url": settings.SITE_URL},
        settings.DEFAULT_FROM_EMAIL,
        [address],
        connection=line,
        headers={"Auto-Submitted": "auto-generated"},
    )
