"""The post office: claim, send, settle.

A letter is claimed and the claim committed before SMTP is spoken, so two workers never send the same
one. After a crash nobody knows whether a claimed letter left: a confirmation is sent again when its
lease is over (a second copy does no harm, a lost one loses a signature).
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Callable, Sequence

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F

from causes.models import Letter, Signed, Status
from causes.signing import LETTERS_PER_DAY, LETTERS_PER_PAGE
from causes.waking import wake
from causes.writing import NotWanted, compose

log = logging.getLogger(__name__)
BATCH = 100
LEASE = dt.timedelta(minutes=10)
# Waits before the next try after a temporary refusal; after the last one the letter has failed.
RETRY_AFTER = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]


def send_due(clock: Callable[[], dt.datetime]) -> int:
    """Send up to 100 due letters over one connection; returns how many were claimed.

    A letter that breaks the sending in a way nobody thought of waits for its lease; those after it
    are handed back and do not.
    """
    waiting = list(_claim(clock()))
    if not waiting:
        return 0
    claimed, post = len(waiting), get_connection()
    try:
        while waiting:
            _send(waiting.pop(0), post, clock)
    finally:
        _hand_back(waiting)
        post.close()
    return claimed


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
    today = Letter.objects.filter(email_key=email_key, created_at__gt=now - dt.timedelta(days=1))
    return today.count() >= LETTERS_PER_DAY


def put_in_post(kind: Letter.Kind, signed: Signed, now: dt.datetime) -> None:
    """A letter due now, in the caller's transaction."""
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


def _claim(now: dt.datetime) -> Sequence[Letter]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "lease": now + LEASE, "batch": BATCH})
        ids = [row[0] for row in cursor.fetchall()]
    return list(Letter.objects.filter(pk__in=ids).select_related("page__organisation", "link").order_by("pk"))


def _hand_back(letters: Sequence[Letter]) -> None:
    if letters:
        Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(
            state=Letter.State.DUE, lease_until=None, attempts=F("attempts") - 1
        )


def _send(letter: Letter, post: BaseEmailBackend, clock: Callable[[], dt.datetime]) -> None:
    if letter.attempts > len(RETRY_AFTER) + 1:  # each of its tries ended without an answer
        _settle(letter, Letter.State.FAILED, clock(), "given up")
        return
    try:
        message = compose(letter, clock())
        message.connection = post
        message.send()
    except NotWanted:
        _settle(letter, Letter.State.FAILED, clock(), "no longer wanted")
    except smtplib.SMTPRecipientsRefused as refusal:
        reply, _ = next(iter(refusal.recipients.values()))
        _refused(letter, clock(), permanent=reply >= 500, error=f"refused with {reply}")
    except smtplib.SMTPResponseException as refusal:
        post.close()
        _refused(letter, clock(), permanent=False, error=f"server said {refusal.smtp_code}")
    except (smtplib.SMTPException, OSError) as trouble:
        post.close()  # the next letter opens a fresh connection
        _refused(letter, clock(), permanent=False, error=type(trouble).__name__)
    else:
        _settle(letter, Letter.State.SENT, clock())


def _refused(letter: Letter, now: dt.datetime, *, permanent: bool, error: str) -> None:
    if permanent or letter.attempts > len(RETRY_AFTER):
        log.warning("letter %s failed: %s", letter.pk, error)
        _settle(letter, Letter.State.FAILED, now, error)
    else:
        letter.due_at = now + RETRY_AFTER[letter.attempts - 1]
        _settle(letter, Letter.State.DUE, now, error)


def _settle(letter: Letter, state: Letter.State, now: dt.datetime, error: str = "") -> None:
    Letter.objects.filter(pk=letter.pk).update(
        state=state,
        lease_until=None,
        due_at=letter.due_at,
        sent_at=now if state == Letter.State.SENT else None,
        error=error,
        **_forgotten(letter, state),
    )


def _forgotten(letter: Letter, state: Letter.State) -> dict[str, str]:
    """The receipt of an erasure was the last to know the address."""
    over = state in (Letter.State.SENT, Letter.State.FAILED)
    return {"email": "", "email_key": ""} if over and letter.kind == Letter.Kind.RECEIPT_GONE else {}


_CLAIM = """
UPDATE causes_letter SET state = 'sending', lease_until = %(lease)s, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM causes_letter
    WHERE due_at <= %(now)s AND (state = 'due' OR (state = 'sending' AND lease_until < %(now)s))
    ORDER BY due_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
