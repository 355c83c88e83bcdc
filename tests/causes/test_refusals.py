"""What a mail server's "no" is about: RFC 5321's reply, RFC 3463's second number, a provider's status."""

import smtplib
from types import SimpleNamespace

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRequestsAPIError

from causes.refusals import About, judge

MAILBOX, LETTER, LATER, OFFICE = About


def said(code: int, text: str, to: str = "RCPT") -> Exception:
    if to == "MAIL":
        return smtplib.SMTPSenderRefused(code, text.encode(), "letters@localhost")
    if to == "DATA":
        return smtplib.SMTPDataError(code, text.encode())
    return smtplib.SMTPRecipientsRefused({"a@example.net": (code, text.encode())})


@pytest.mark.parametrize(
    ("code", "text", "to", "about"),
    [
        (550, "5.1.1 User unknown", "RCPT", MAILBOX),
        (550, "5.1.10 Null MX", "RCPT", MAILBOX),
        (550, "5.2.1 Mailbox disabled", "RCPT", MAILBOX),
        (550, "5.1.1 only said after the text", "DATA", MAILBOX),
        (550, "mailbox unavailable", "RCPT", LETTER),
        (552, "5.2.2 Over quota", "RCPT", LETTER),
        (554, "5.6.0 Content", "DATA", LETTER),
        (552, "5.3.4 Too big", "MAIL", LETTER),
        (550, "5.7.1 Blocked", "RCPT", LATER),
        (550, "5.7.26 DMARC", "DATA", LATER),
        (450, "4.2.1 Busy", "RCPT", LATER),
        (451, "Greylisted", "RCPT", LATER),
        (452, "4.3.1 Disk full", "DATA", LATER),
        (421, "4.7.0 Slow down", "RCPT", OFFICE),
        (421, "closing", "DATA", OFFICE),
        (530, "5.7.0 Authentication required", "RCPT", OFFICE),
        (550, "5.1.8 Bad sender domain", "RCPT", OFFICE),
        (550, "5.7.1 Sender not allowed", "MAIL", OFFICE),
        (451, "4.7.1 Try later", "MAIL", OFFICE),
        (535, "5.7.8 Bad password", "MAIL", OFFICE),
    ],
)
def test_a_reply(code: int, text: str, to: str, about: About) -> None:
    refusal = judge(said(code, text, to))
    assert refusal.about == about
    assert str(code) in refusal.error
    assert not refusal.in_doubt, "the server has spoken"


@pytest.mark.parametrize(
    "error", [smtplib.SMTPServerDisconnected("gone"), TimeoutError(), ConnectionResetError()]
)
def test_a_line_that_broke_leaves_it_open(error: Exception) -> None:
    refusal = judge(error)
    assert (refusal.about, refusal.in_doubt) == (LATER, True)


@pytest.mark.parametrize(
    ("status", "about"), [(401, OFFICE), (429, OFFICE), (422, LETTER), (500, LATER), (503, LATER)]
)
def test_a_providers_status(status: int, about: About) -> None:
    response = SimpleNamespace(status_code=status, text="", headers={}, reason="")
    assert judge(AnymailRequestsAPIError(response=response)).about == about


def test_a_provider_that_is_away() -> None:
    refusal = judge(AnymailAPIError("no route"))
    assert (refusal.about, refusal.in_doubt) == (LATER, True)


def test_what_a_server_wrote_is_not_kept() -> None:
    """It repeats addresses, and letters outlive the people who asked to be forgotten."""
    assert "ana" not in judge(said(550, "5.1.1 <ana@example.net> unknown")).error
