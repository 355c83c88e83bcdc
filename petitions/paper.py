"""Paper signatures: the same count, the same people once, by the same act of signing.

Paper is its own proof, so a line is signed and confirmed in one transaction, without a letter. Who wrote no
e-mail gets a key made of name and postcode. The lines of an import are the queue.
"""

import datetime as dt
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q
from django.db.models.functions import Lower

from accounts.models import User
from accounts.visitor import keyed
from causes import mailbox
from causes.models import ConsentText
from causes.waking import wake
from petitions import paper_lines, paper_rows
from petitions.models import PaperBatch, PaperRow, Petition
from petitions.paper_lines import BLANK

KEPT = dt.timedelta(days=7)  # what was typed and never counted
_Outcome, _State = PaperRow.Outcome, PaperBatch.State
_UNCOUNTED = (_State.READING, _State.CHECKING)


class TooLate(Exception):
    """The petition was handed over, or is not public: nothing goes in or out any more."""


def key_of(petition: Petition, name: str, email: str, postcode: str) -> str:
    """Whose name it is: the mailbox, or a hash of name and postcode that nobody can guess back."""
    if email:
        return mailbox.key(email)
    bare = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(c for c in bare if not unicodedata.combining(c)).split()
    where = "".join(postcode.split())
    person = f"{petition.organisation_id}|{' '.join(letters)}|{where}"
    return f"paper:{keyed('paper', person)}"


def typed(
    petition: Petition,
    consent: ConsentText,
    lines: Iterable[tuple[int, dict[str, Any]]],
    by: User,
    now: dt.datetime,
) -> PaperBatch:
    """Counts the few lines that somebody typed, at once. Raises TooLate."""
    _check(petition)
    batch = _batch(petition, consent, by, now, source=PaperBatch.Source.TYPED, state=_State.RUNNING)
    with transaction.atomic():
        batch.save()
        PaperRow.objects.bulk_create(row_of(petition, batch, line, cleaned) for line, cleaned in lines)
    paper_lines.work(batch, lambda: now)
    return batch


def uploaded(
    petition: Petition, consent: ConsentText, file: tuple[str, bytes], by: User, now: dt.datetime
) -> PaperBatch:
    """An import that a worker reads, to look at before it counts; the same `file` (name, bytes) again is the
    same import. Raises TooLate, and BadFile when it is no list of names."""
    _check(petition)
    name, content = file
    digest = hashlib.sha256(content).hexdigest()
    batch = _batch(
        petition, consent, by, now, source=PaperBatch.Source.FILE, state=_State.READING,
        file_name=name[-120:], digest=digest, content=content, lines=paper_rows.check(content),
    )  # fmt: skip
    PaperBatch.objects.bulk_create([batch], ignore_conflicts=True)
    wake("petitions.tasks.take_paper")
    return PaperBatch.objects.defer("content").get(petition=petition, digest=digest)


def start(batch: PaperBatch) -> bool:
    """The yes to an import; False when it was said before. Raises TooLate."""
    _check(batch.petition)
    begun = PaperBatch.objects.filter(pk=batch.pk, state=_State.CHECKING).update(state=_State.RUNNING)
    wake("petitions.tasks.take_paper")
    return bool(begun)


def discard(batch: PaperBatch) -> bool:
    """An import that was looked at and not wanted: gone, with everything that was typed."""
    return bool(PaperBatch.objects.filter(pk=batch.pk, state__in=_UNCOUNTED).delete()[0])


def undo(batch: PaperBatch, clock: Callable[[], dt.datetime]) -> bool:
    """Takes back what this import counted; False when that is not possible. Raises TooLate."""
    _check(batch.petition)
    begun = PaperBatch.objects.filter(pk=batch.pk, state=_State.DONE).update(state=_State.UNDOING, digest="")
    if begun and batch.source == PaperBatch.Source.TYPED:
        batch.refresh_from_db()
        paper_lines.work(batch, clock)
    wake("petitions.tasks.take_paper")
    return bool(begun)


def take_due(clock: Callable[[], dt.datetime]) -> int:
    """Up to 500 lines of each import that is at work; how many that were. Two workers share them."""
    at_work = PaperBatch.objects.filter(state__in=(_State.RUNNING, _State.UNDOING)).order_by("pk")
    return sum(paper_lines.work(batch, clock) for batch in at_work.select_related("petition__organisation"))


def counts(batch: PaperBatch) -> Counter[str]:
    """Lines by outcome; of an import that waits for its yes, "" are new and "repeat" is foretold."""
    found: Counter[str] = Counter(
        dict(batch.rows.values_list("outcome").annotate(n=Count("pk")).order_by("outcome"))
    )
    if batch.state == _State.CHECKING:
        repeats = _foretold(batch)
        found[_Outcome.REPEAT] += repeats
        found[_Outcome.WAITING] -= repeats
    return +found


def forget_person(organisation_id: int, addresses: set[str], key: str) -> None:
    """What was typed with one of these addresses (lower case), or another way of writing their mailbox's
    `key`, and did not count: erased with its person."""
    theirs = PaperRow.objects.filter(batch__petition__organisation=organisation_id).exclude(email="")
    found = theirs.annotate(address=Lower("email")).filter(Q(address__in=addresses) | Q(key=key))
    found.update(**paper_lines.BLANK, outcome=_Outcome.REFUSED, problem=paper_lines.ERASED)


def forget(now: dt.datetime) -> None:
    """Files nobody said yes to, and refused lines that nobody corrected, after a week."""
    old = PaperBatch.objects.filter(created_at__lt=now - KEPT)
    old.filter(state__in=_UNCOUNTED).delete()
    PaperRow.objects.filter(batch__in=old, outcome=_Outcome.REFUSED).exclude(name="", email="").update(
        **BLANK
    )


def _check(petition: Petition) -> None:
    if not paper_lines.takes_paper(Petition.objects.get(pk=petition.pk)):
        raise TooLate


def _batch(petition: Petition, consent: ConsentText, by: User, now: dt.datetime, **more: Any) -> PaperBatch:
    return PaperBatch(
        petition=petition, consent=consent, language=consent.language, by=by, created_at=now, **more
    )


def row_of(petition: Petition, batch: PaperBatch, line: int, cleaned: dict[str, Any]) -> PaperRow:
    """A line that can be counted, not stored yet."""
    fields = {name: cleaned[name] for name in ("name", "email", "postcode", "updates", "show_name")}
    key = key_of(petition, fields["name"], fields["email"], fields["postcode"])
    return PaperRow(batch=batch, line=line, key=key, **fields)


def _foretold(batch: PaperBatch) -> int:
    """Lines whose person has signed, or stands twice in the file."""
    with connection.cursor() as cursor:
        cursor.execute(_FORETOLD, {"batch": batch.pk, "petition": batch.petition_id})
        return int(cursor.fetchone()[0])


_FORETOLD = """
SELECT count(*) FROM (
    SELECT row_number() OVER (PARTITION BY key ORDER BY line) AS place,
           EXISTS (SELECT FROM petitions_signature signed
                   WHERE signed.page_id = %(petition)s AND signed.email_key = line.key
                     AND signed.status <> 'pending') AS is_there
    FROM petitions_paperrow line WHERE batch_id = %(batch)s AND outcome = ''
) AS lines WHERE is_there OR place > 1
"""
