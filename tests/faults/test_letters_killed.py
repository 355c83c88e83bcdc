"""kill -9 of a real worker in the middle of its letters: none is lost, doubles are only those in flight."""

import datetime as dt
import signal
from pathlib import Path

import pytest
from celery import current_app

from accounts import clock
from causes.letters import BATCH, LEASE
from causes.models import Letter
from tests import processes
from tests.makers import Make
from tests.processes import wait_until
from tests.standins.smtp import Mailbox

LETTERS = 200
IN_FLIGHT = 2  # a worker has two processes, and each speaks about one letter at a time


def due() -> int:
    return Letter.objects.exclude(state=Letter.State.SENT).count()


@pytest.mark.django_db(transaction=True)
def test_kill_9_in_the_middle_of_200_letters(tmp_path: Path) -> None:
    make = Make()
    petition = make.petition()
    for number in range(LETTERS):
        make.pending(petition, email=f"n{number}@example.net", now=clock.now() - dt.timedelta(minutes=1))
    later = tmp_path / "clock"
    with Mailbox(tmp_path / "mail") as mailbox:
        env = processes.environment(EMAIL_URL=mailbox.email_url, CLOCK_FILE=str(later))
        with processes.worker(env) as worker:
            current_app.send_task("causes.tasks.send_letters", ignore_result=True)
            wait_until(lambda: len(mailbox.letters.all()) >= LETTERS // 4, "a quarter of the letters", 60)
            processes.end(worker, signal.SIGKILL)
        arrived = len(mailbox.letters.all())
        assert arrived < LETTERS, "the worker was killed too late to show anything"
        assert due() >= LETTERS - arrived
        later.write_text(str((LEASE + dt.timedelta(minutes=1)).total_seconds()))
        with processes.worker(env):
            current_app.send_task("causes.tasks.send_letters", ignore_result=True)
            wait_until(lambda: not due(), "all the letters", 60)
        letters = mailbox.letters.all()
    assert len({letter.to[0] for letter in letters}) == LETTERS, "none is lost"
    assert len({letter.message_id for letter in letters}) == LETTERS, "a copy can be recognised"
    assert len(letters) - LETTERS <= IN_FLIGHT
    assert BATCH < LETTERS, "the kill met more than one batch's worth"
