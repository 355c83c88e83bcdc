"""The post office: claim, send, settle.

A letter is claimed and the claim committed before SMTP is spoken, so two workers never send the same
one. After a crash nobody knows whether a letter in flight left: a confirmation is sent again when its
lease is over (a second copy does no harm, a lost one loses a signature), an update ends as unknown.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from causes import letter_queue, mailbox, post_office, undeliverable
from causes.models import Letter, Signed, Status
from causes.refusals import REFUSALS, About, Refusal, judge
from causes.signing import LETTERS_PER_DAY, LETTERS_PER_PAGE
from causes.waking import wake
from causes.writing import NotWanted, compose

log = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]
BATCH = 100
LEASE = letter_queue.LEASE
# Seconds after which a batch ends and hands back the rest: well before its leases, and before the worker's
# own limit would stop it in the middle of a letter.
PATIENCE = 60
# Waits before the next try after a temporary refusal; after the last one the letter has failed.
RETRY_AFTER = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]
# Errors in our own words are told in the reader's language at the desk (`causes.letter_numbers`).
NO_ADDRESS = gettext_noop("the organisation has no postal address")
NOT_WANTED = gettext_noop("no longer wanted")
TRIED_IN_VAIN = gettext_noop("given up")
LOOK_AGAIN = dt.timedelta(minutes=15)
# So many policy refusals, one after another, are meant for us and not for the letters.
MEANT_FOR_US = 10


def send_due(clock: Clock) -> int:
    """Send up to 100 due letters over one connection; returns how many were claimed.

    A letter that breaks the sending in a way nobody thought of waits for its lease; those after it
    are handed back and do not.
    """
    letter_queue.settle_lapsed(clock())
    claimed = letter_queue.claim(clock(), BATCH)
    if not claimed:
        return 0
    waiting = _with_a_way_back(claimed, clock())
    line = Round(get_connection(), clock)
    try:
        line.send(waiting)
    except post_office.Trouble as trouble:
        log.error("no letters leave: %s", trouble)
        post_office.note_trouble(str(trouble), clock())
    finally:
        letter_queue.hand_back(waiting)
        line.post.close()
    return len(claimed)


def write_again(signed: Signed, now: dt.datetime) -> None:
    """One more confirmation letter, unless its mailbox had its five for this page or ten today."""
    row = type(signed)._default_manager.filter(
        pk=signed.pk, status=Status.PENDING, letters__lt=LETTERS_PER_PAGE
    )
    with transaction.atomic():
        if row.update(letters=F("letters") + 1) and not enough_today(signed.email_key, now):
            put_in_post(Letter.Kind.CONFIRM, signed, now)
    wake("causes.tasks.send_letters")


def enough_today(email_key: str, now: dt.datetime) -> bool:
    """Whether this mailbox had its ten letters of the last 24 hours, over the whole site."""
    awaited = Letter.objects.filter(email_key=email_key, urgency=Letter.Urgency.AWAITED)
    today = awaited.filter(created_at__gt=now - dt.timedelta(days=1))
    return today.count() >= LETTERS_PER_DAY


def write_to(kind: Letter.Kind, email: str, language: str, now: dt.datetime) -> bool:
    """A letter about somebody's sign-in; False when their mailbox had its ten letters of the day."""
    key = mailbox.key(email)
    if enough_today(key, now):
        return False
    Letter.objects.create(
        kind=kind, email=email, email_key=key, language=language, due_at=now, created_at=now
    )
    wake("causes.tasks.send_letters")
    return True


def put_in_post(kind: Letter.Kind, signed: Signed, now: dt.datetime) -> None:
    """A letter that somebody waits for, due now, in the caller's transaction."""
    Letter.objects.create(
        kind=kind,
        page_id=signed.link.page_id,
        link_id=signed.link_id,
        email=signed.email,
        email_key=signed.email_key,
        language=signed.language,
        due_at=now,
        created_at=now,
    )


def _with_a_way_back(claimed: Sequence[Letter], now: dt.datetime) -> list[Letter]:
    """Without those that must not leave before their organisation says where it can be found."""
    homeless = [one for one in claimed if one.link_id and not one.page.organisation.postal_address.strip()]
    if homeless:
        letter_queue.put_off(homeless, now + LOOK_AGAIN, NO_ADDRESS)
    return [letter for letter in claimed if letter not in homeless]


@dataclass
class Round:
    """One batch over one line to the mail server. `refused` counts policy refusals in a row."""

    post: BaseEmailBackend
    clock: Clock
    refused: int = 0
    left: bool = False

    def send(self, waiting: list[Letter]) -> None:
        """Takes each letter out of `waiting` as it is settled; raises Trouble when none would get through."""
        until = time.monotonic() + PATIENCE
        in_vain = undeliverable.in_vain(waiting)
        while waiting and time.monotonic() < until:
            letter = waiting[0]
            if letter.urgency == Letter.Urgency.UPDATE and letter_queue.is_awaited(self.clock()):
                return
            self._open()
            waiting.pop(0)
            if letter.pk in in_vain:
                letter_queue.settle(letter, Letter.State.FAILED, self.clock(), undeliverable.ERROR)
            else:
                self._one(letter)

    def _open(self) -> None:
        """Does nothing while the line stands; the letter after a broken one gets a fresh line."""
        try:
            self.post.open()
        except REFUSALS as error:
            raise post_office.Trouble(f"no line to the mail server: {judge(error).error}") from error

    def _one(self, letter: Letter) -> None:
        if letter.attempts > len(RETRY_AFTER) + 1:  # each of its tries ended without an answer
            letter_queue.settle(letter, Letter.State.FAILED, self.clock(), TRIED_IN_VAIN)
            return
        try:
            message = compose(letter, self.clock())
        except NotWanted as gone:
            letter_queue.settle(letter, Letter.State.FAILED, self.clock(), str(gone) or NOT_WANTED)
            return
        if letter.urgency == Letter.Urgency.UPDATE and not letter_queue.begin(letter, self.clock()):
            return
        message.connection = self.post
        try:
            message.send()
        except REFUSALS as error:
            self._refused(letter, judge(error))
        else:
            self._sent(letter)

    def _sent(self, letter: Letter) -> None:
        letter_queue.settle(letter, Letter.State.SENT, self.clock())
        self.refused = 0
        if not self.left:
            self.left = True
            post_office.note_success()

    def _refused(self, letter: Letter, refusal: Refusal) -> None:
        now = self.clock()
        if refusal.in_doubt or refusal.about == About.OFFICE:
            self.post.close()
        if refusal.about == About.OFFICE:
            letter_queue.hand_back([letter])
            raise post_office.Trouble(refusal.error)
        if refusal.about == About.MAILBOX:
            undeliverable.mark(letter.email_key, refusal.error, now)
        _settle_refused(letter, refusal, now)
        self.refused = self.refused + 1 if refusal.policy else 0
        if self.refused >= MEANT_FOR_US:
            raise post_office.Trouble(f"{MEANT_FOR_US} letters in a row: {refusal.error}")


def _settle_refused(letter: Letter, refusal: Refusal, now: dt.datetime) -> None:
    if refusal.in_doubt and letter.urgency == Letter.Urgency.UPDATE:
        letter_queue.settle(letter, Letter.State.UNKNOWN, now, refusal.error)
    elif refusal.about != About.LATER or letter.attempts > len(RETRY_AFTER):
        log.warning("letter %s failed: %s", letter.pk, refusal.error)
        letter_queue.settle(letter, Letter.State.FAILED, now, refusal.error)
    else:
        letter.due_at = now + RETRY_AFTER[letter.attempts - 1]
        letter_queue.settle(letter, Letter.State.DUE, now, refusal.error)
