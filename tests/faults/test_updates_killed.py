"""kill -9 of a real worker, twice, in the middle of an update to 5,000: no mailbox has it twice, and whatever
did not arrive was in flight at a kill and is listed as unknown."""

import datetime as dt
import logging
import signal
from collections import Counter
from pathlib import Path

import pytest
from celery import current_app

from accounts import clock
from causes import mailing
from causes.letters import LEASE
from causes.models import Letter, Update
from tests import processes
from tests.causes.news import crowd, draft
from tests.makers import Make
from tests.processes import wait_until
from tests.standins.smtp import Mailbox

PEOPLE = 5000
KILLED_AT = (PEOPLE // 5, PEOPLE // 2)
IN_FLIGHT = 2  # a worker has two processes, and each speaks about one letter at a time
PATIENCE = 240  # seconds, for a crowded machine
State = Letter.State


def in_state(*states: str) -> int:
    return Letter.objects.filter(kind=Letter.Kind.UPDATE, state__in=states).count()


@pytest.mark.django_db(transaction=True)
def test_kill_9_twice_in_the_middle_of_5000_letters(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger="mail.log")  # ten lines for each of 5,000 conversations
    make, later = Make(), tmp_path / "clock"
    petition = make.petition()
    crowd(make.signature(petition, now=clock.now()), PEOPLE - 1)
    update = draft(petition, title="The council listened")
    mailing.send(update, PEOPLE, clock.now(), clock.now())
    with Mailbox(tmp_path / "mail") as mailbox:
        env = processes.environment(EMAIL_URL=mailbox.email_url, CLOCK_FILE=str(later), DEVELOPMENT="0")
        for kills, reached in enumerate(KILLED_AT, 1):
            with processes.worker(env) as worker:
                current_app.send_task("causes.tasks.send_letters", ignore_result=True)
                wait_until(lambda: in_state(State.SENT) >= reached, f"{reached} letters", PATIENCE)  # noqa: B023
                processes.end(worker, signal.SIGKILL)
            assert in_state(State.DUE, State.SENDING), "the worker was killed too late to show anything"
            later.write_text(str(kills * (LEASE + dt.timedelta(minutes=1)).total_seconds()))
        with processes.worker(env):
            current_app.send_task("causes.tasks.send_letters", ignore_result=True)
            wait_until(lambda: Update.objects.get().state == Update.State.SENT, "the end", PATIENCE)
        arrived = Counter(letter.to[0] for letter in mailbox.letters.all())
    assert set(arrived.values()) == {1}, "nobody has it twice"
    numbers = mailing.numbers(Update.objects.get())
    assert numbers.sent + numbers.unknown == PEOPLE, "and every letter is accounted for"
    assert numbers.unknown <= IN_FLIGHT * len(KILLED_AT)
    unknown = Letter.objects.filter(state=State.UNKNOWN).values_list("email", flat=True)
    missing = PEOPLE - len(arrived)
    assert missing <= numbers.unknown
    assert not [email for email in everybody() if email not in arrived and email not in set(unknown)]


def everybody() -> list[str]:
    return list(Letter.objects.filter(kind=Letter.Kind.UPDATE).values_list("email", flat=True))
