"""An update by letter: to whom, the press that asks for it, and what became of it.

To those who put their name to its page (signatories of a petition, supporters of a cause), confirmed it,
said yes to updates and can be reached. **The number shown is the number sent**: it is counted as of a
moment, the press brings number and moment back, and if the same question now finds another number (somebody
left meanwhile) nothing is written and the new number is shown. People who confirm after that moment read
it on the page; otherwise a petition that grows every second could never be written to.

The letters are rows, written by one statement; the post office drains them and may be killed at any line.
"""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q

from accounts import suppression
from accounts.models import User
from causes import mailbox, updates
from causes.letters import NOT_WANTED
from causes.models import Letter, Page, Signed, Status, Update
from causes.signing import signed_model
from causes.updates import NotPossible
from causes.waking import wake

_PRUNED_SOON = dt.timedelta(days=28)


class OtherNumber(Exception):
    """Somebody left since the number was shown: `.people` is the number now, and nothing was written."""

    def __init__(self, people: int) -> None:
        super().__init__(people)
        self.people = people


@dataclass(frozen=True)
class Numbers:
    """What became of an update's letters; `left_after`: had it, and want no more updates since."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    unknown: int = 0
    taken_back: int = 0
    not_wanted: int = 0
    left_after: int = 0


def wanted(page: Page, as_of: dt.datetime) -> int:
    """How many a letter about `page` would go to, of those who had confirmed by `as_of`."""
    sql = f"SELECT count(*) FROM ({_wanted_sql(page)}) AS wanted"
    with connection.cursor() as cursor:
        cursor.execute(sql, _whom(page, as_of))
        people: int = cursor.fetchone()[0]
    return people


def send_test(update: Update, user: User, now: dt.datetime) -> int:
    """One letter in each language that has words, to `user` alone; returns how many. It uses up none of the
    letters that `user` may ask for as a signatory."""
    languages = [update.language, *(text.language for text in update.texts.order_by("language"))]
    with transaction.atomic():
        for language in languages:
            Letter.objects.create(
                kind=Letter.Kind.UPDATE_TEST, urgency=Letter.Urgency.ORGANISER, page_id=update.page_id,
                update=update, email=user.email, email_key=mailbox.key(user.email), language=language,
                due_at=now, created_at=now,
            )  # fmt: skip
        Update.objects.filter(pk=update.pk).update(tested_at=now)
    wake("causes.tasks.send_letters")
    return len(languages)


def send(update: Update, people: int, as_of: dt.datetime, now: dt.datetime) -> None:
    """Write a letter to each of the `people` counted as of `as_of`, and put the update on its page.

    All or nothing. Raises NotPossible (sent already, page not public, nobody to write to) or OtherNumber.
    """
    with transaction.atomic():
        row = updates.locked(update)
        if not _may_be_sent(row) or not people:
            raise NotPossible
        written = _write_letters(row, min(as_of, now), now)
        if written != people:
            raise OtherNumber(written)
        if row.state == Update.State.DRAFT:
            updates.show(row, now)
        Update.objects.filter(pk=row.pk).update(state=Update.State.SENDING, asked_at=now, people=people)
    update.refresh_from_db()
    wake("causes.tasks.send_letters")


def _may_be_sent(update: Update) -> bool:
    corrected = Update.objects.filter(supersedes=update, shown_at__isnull=False).exists()
    return (
        update.state in (Update.State.DRAFT, Update.State.SHOWN) and update.page.is_public() and not corrected
    )


def stop(update: Update, now: dt.datetime) -> int:
    """Take back what has not left; returns how many letters that were. Raises NotPossible."""
    if update.state != Update.State.SENDING:
        raise NotPossible
    return updates.take_back(update, now)


def finish(now: dt.datetime) -> None:
    """Updates of which no letter waits any more have been sent."""
    waiting = Letter.objects.filter(
        kind=Letter.Kind.UPDATE, state__in=(Letter.State.DUE, Letter.State.SENDING)
    )
    for update in Update.objects.filter(state=Update.State.SENDING):
        if not waiting.filter(update=update).exists():
            Update.objects.filter(pk=update.pk, state=Update.State.SENDING).update(
                state=Update.State.SENT, ended_at=now
            )


def numbers(update: Update) -> Numbers:
    """Counted from the rows; those kept from before, once the rows are pruned."""
    if update.kept is not None:
        return Numbers(**update.kept)
    rows = Letter.objects.filter(update=update.pk, kind=Letter.Kind.UPDATE)
    state, failed = Letter.State, Q(state=Letter.State.FAILED)
    special = (updates.TAKEN_BACK, NOT_WANTED)
    found = rows.aggregate(
        sent=Count("pk", Q(state=state.SENT)),
        waiting=Count("pk", Q(state__in=(state.DUE, state.SENDING))),
        failed=Count("pk", failed & ~Q(error__in=special)),
        unknown=Count("pk", Q(state=state.UNKNOWN)),
        taken_back=Count("pk", failed & Q(error=updates.TAKEN_BACK)),
        not_wanted=Count("pk", failed & Q(error=NOT_WANTED)),
    )
    return Numbers(**found, left_after=_left_after(update))


def keep_numbers(now: dt.datetime) -> None:
    """Before the letters' rows are pruned, after 30 days, their numbers go to the update itself."""
    for update in Update.objects.filter(asked_at__lt=now - _PRUNED_SOON, kept__isnull=True):
        Update.objects.filter(pk=update.pk).update(kept=asdict(numbers(update)))


def _left_after(update: Update) -> int:
    """They had said yes when the letter was written to them, and it reached them: now they say no."""
    had = Letter.objects.filter(update=update.pk, kind=Letter.Kind.UPDATE, state=Letter.State.SENT)
    model = signed_model(update.page)
    return model._default_manager.filter(link__in=had.values("link"), updates=False).count()


def _write_letters(update: Update, as_of: dt.datetime, now: dt.datetime) -> int:
    values = {
        **_whom(update.page, as_of),
        "update": update.pk,
        "kind": Letter.Kind.UPDATE,
        "urgency": Letter.Urgency.UPDATE,
        "languages": [code for code, _ in settings.LANGUAGES],
        "fallback": update.language,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE.format(wanted=_wanted_sql(update.page)), values)
        return cursor.rowcount


def _whom(page: Page, as_of: dt.datetime) -> dict[str, Any]:
    return {"page": page.pk, "as_of": as_of, "left_alone": sorted(_left_alone(page))}


def _left_alone(page: Page) -> set[str]:
    """Mailboxes of this page's people that were erased in the organisation and did not come back."""
    said_yes = signed_model(page)._default_manager.filter(
        link__page=page.pk, status=Status.CONFIRMED, updates=True
    )
    keys = said_yes.values_list("email_key", flat=True)
    return suppression.suppressed_among(page.organisation_id, keys.iterator())


def _wanted_sql(page: Page) -> str:
    model: type[Signed] = signed_model(page)
    return _WANTED.format(table=model._meta.db_table)


_WANTED = """
SELECT row.page_id, row.link_id, row.email, row.email_key, row.language
FROM {table} row
WHERE row.page_id = %(page)s AND row.status = 'confirmed' AND row.updates AND row.email <> ''
  AND row.confirmed_at <= %(as_of)s AND NOT row.email_key = ANY(%(left_alone)s)
  AND NOT EXISTS (SELECT 1 FROM causes_undeliverable gone WHERE gone.email_key = row.email_key)
"""

_WRITE = """
INSERT INTO causes_letter
    (kind, urgency, page_id, link_id, update_id, email, email_key, language, state, attempts, due_at, error,
     created_at)
SELECT %(kind)s, %(urgency)s, wanted.page_id, wanted.link_id, %(update)s, wanted.email, wanted.email_key,
       CASE WHEN wanted.language = ANY(%(languages)s) THEN wanted.language ELSE %(fallback)s END,
       'due', 0, %(now)s, '', %(now)s
FROM ({wanted}) AS wanted
"""
