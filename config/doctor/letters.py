"""Whether letters leave, and whether those who get them will believe that they are ours."""

import datetime as dt
from collections.abc import Iterator
from email.utils import parseaddr

import dns.exception
import dns.resolver
from django.conf import settings
from django.core.mail import get_connection

from causes import post_office
from causes.models import Letter
from config.doctor.finding import Check, Finding, Level, judged

_LATE = dt.timedelta(minutes=10)
_DNS_WAIT = 4.0  # seconds


def mail_server(now: dt.datetime) -> Iterator[Finding]:
    """Opens a line and hangs up: nothing is sent (`manage.py send_test_letter` sends)."""
    if settings.MAIL_PROVIDER:
        says = f"{settings.MAIL_PROVIDER}'s interface"
        yield Finding("mail server", Level.UNKNOWN, says, "`manage.py send_test_letter <address>` tries it")
        return
    line = get_connection(timeout=5)
    line.open()
    line.close()
    yield Finding("mail server", Level.OK, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers")


def sender(now: dt.datetime) -> Iterator[Finding]:
    """The records by which other mail servers tell our letters from forged ones."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    if "." not in domain:
        level = Level.WARN if settings.DEVELOPMENT else Level.FAIL
        yield Finding(
            "sender", level, f"{settings.DEFAULT_FROM_EMAIL!r}", "DEFAULT_FROM_EMAIL: a real domain"
        )
        return
    do = "without it letters land under spam: docs/letters.md"
    yield _record("SPF", domain, "v=spf1", do)
    yield _record("DMARC", f"_dmarc.{domain}", "v=DMARC1", do)
    says = "its name is known to your mail server alone"
    yield Finding("DKIM", Level.UNKNOWN, says, "send a test letter and look for dkim=pass in its source")


def post(now: dt.datetime) -> Iterator[Finding]:
    """The post office, and the oldest letter that somebody waits for."""
    office = post_office.office()
    if office.paused_at:
        yield Finding("post office", Level.FAIL, f"paused: {office.why}", "let it go on at the desk")
    if office.trouble:
        yield Finding("post office", Level.FAIL, f"trouble: {office.trouble}", "look at EMAIL_URL")
    due = Letter.objects.filter(state=Letter.State.DUE, urgency=Letter.Urgency.AWAITED)
    oldest = due.order_by("due_at").values_list("due_at", flat=True).first()
    late = now - oldest if oldest else dt.timedelta()
    says = f"{due.count()} wait, the oldest for {max(late, dt.timedelta()).total_seconds() / 60:.0f} min"
    yield judged("letters", late < _LATE, says, "is a worker of the queue `letters` running?")


def _record(name: str, where: str, begins: str, do: str) -> Finding:
    try:
        answer = dns.resolver.resolve(where, "TXT", lifetime=_DNS_WAIT)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return Finding(name, Level.WARN, f"{where} has none", do)
    except dns.exception.DNSException as error:
        return Finding(name, Level.UNKNOWN, f"{where} could not be asked ({type(error).__name__})")
    texts = [b"".join(row.strings).decode("ascii", "replace") for row in answer]
    return judged(name, any(text.startswith(begins) for text in texts), f"of {where}", do, Level.WARN)


CHECKS: tuple[Check, ...] = (mail_server, sender, post)
