"""`send_test_letter`: what an administrator sees before the first real letter."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from causes import post_office
from tests.makers import NOW, Make
from tests.standins.smtp import Mailbox


@pytest.fixture
def mailbox(tmp_path: Path, settings: Any) -> Iterator[Mailbox]:
    with Mailbox(tmp_path) as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.smtp_port
        yield mailbox


def test_it_arrives(db: None, mailbox: Mailbox) -> None:
    said = StringIO()
    call_command("send_test_letter", "olga@example.org", "--language", "es", stdout=said)
    [letter] = mailbox.letters.all()
    assert letter.to == ["olga@example.org"]
    assert "Una carta de prueba" in letter.subject
    assert "took the letter to olga@example.org" in said.getvalue()


def test_a_pause_is_said(make: Make, mailbox: Mailbox) -> None:
    post_office.pause(make.user(), "why", NOW)
    said = StringIO()
    call_command("send_test_letter", "olga@example.org", stdout=said)
    assert "all others wait" in said.getvalue()


@pytest.mark.parametrize(
    ("fault", "said"), [("permfail", "no such mailbox"), ("no_sender", "EMAIL_URL"), ("tempfail", "again in")]
)
def test_what_went_wrong_is_said(db: None, mailbox: Mailbox, fault: str, said: str) -> None:
    mailbox.faults.add(kind=fault)
    with pytest.raises(CommandError, match=said):
        call_command("send_test_letter", "olga@example.org")


def test_no_server_at_all(db: None, mailbox: Mailbox, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    with pytest.raises(CommandError, match=r"127\.0\.0\.1:1: ConnectionRefusedError"):
        call_command("send_test_letter", "olga@example.org")


def test_what_is_no_address(db: None) -> None:
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("send_test_letter", "olga")
