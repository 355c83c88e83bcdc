"""Old lists on their way in: a worker turns addresses into hashes, somebody looks, and then they count.

What an organisation knew before tells only who is new to it. Nobody is written to because they stood on a
list: an address is not even kept. Who is new was fixed for everybody who confirmed before the list came.
"""

import datetime as dt
import hashlib
import itertools
import logging
from dataclasses import dataclass

from django.db import transaction

from accounts import auditing, suppression
from accounts.listing import listed_hash, salt_of
from accounts.models import Listed, ListImport, Organisation, User
from causes import mailbox
from causes.list_lines import BadList, addresses, check
from causes.waking import wake

log = logging.getLogger(__name__)
AT_ONCE = 2000  # lines, in one transaction
SHOWN = 200  # numbers of lines that have no address
_SAMPLE = 3
KEPT = dt.timedelta(days=7)  # a list that nobody said yes to
_State = ListImport.State


@dataclass(frozen=True)
class Told:
    """What somebody says of a list; `file` is its name and bytes."""

    organisation: Organisation
    source: str
    collected_on: dt.date
    file: tuple[str, bytes]


def upload(told: Told, by: User, now: dt.datetime) -> ListImport:
    """A list to be read by a worker; the same file again is the same list. Raises BadList."""
    name, content = told.file
    digest = hashlib.sha256(content).hexdigest()
    batch = ListImport(
        organisation=told.organisation, by=by, source=told.source, collected_on=told.collected_on,
        file_name=name[-120:], digest=digest, content=content, lines=check(content), created_at=now,
    )  # fmt: skip
    ListImport.objects.bulk_create([batch], ignore_conflicts=True)
    stored = ListImport.objects.defer("content").get(organisation=told.organisation, digest=digest)
    wake("causes.tasks.read_lists")
    return stored


def read_due() -> bool:
    """The next lines of one list that nobody else reads; False when there is none."""
    with transaction.atomic():
        due = ListImport.objects.select_for_update(skip_locked=True, of=("self",))
        batch = due.filter(state=_State.READING).order_by("pk").first()
        if batch is None:
            return False
        try:
            with transaction.atomic():
                _read(batch)
        except BadList as bad:
            log.warning("list %s cannot be read: %s", batch.pk, bad)
            batch.state, batch.content, batch.digest = _State.FAILED, None, ""
            batch.save()
    return True


def _read(batch: ListImport) -> None:
    """Skips what was read before: reading a line again costs less than a row for each."""
    lines = addresses(bytes(batch.content or b""))
    found = list(itertools.islice(lines, batch.lines_done, batch.lines_done + AT_ONCE))
    good: list[str] = []
    for number, typed in found:
        try:
            good.append(mailbox.clean(typed))
        except mailbox.BadAddress:
            batch.problems.append(number)
    batch.refused += len(found) - len(good)
    batch.problems = batch.problems[:SHOWN]
    batch.sample = [*batch.sample, *map(mailbox.mask, good[:_SAMPLE])][:_SAMPLE]
    _keep(batch, good)
    batch.lines_done += len(found)
    if len(found) < AT_ONCE:
        batch.state, batch.content, batch.lines = _State.CHECKING, None, batch.lines_done
    batch.save()


def _keep(batch: ListImport, good: list[str]) -> None:
    """The hashes of these addresses, each once; of nobody who was erased."""
    organisation, salt = batch.organisation_id, salt_of(batch.organisation_id)
    keys = {mailbox.key(address) for address in good}
    erased = suppression.suppressed_among(organisation, keys)
    before = batch.listed.count()
    rows = (
        Listed(organisation_id=organisation, batch=batch, mailbox=listed_hash(salt, key))
        for key in keys - erased
    )
    Listed.objects.bulk_create(rows, ignore_conflicts=True)
    new = batch.listed.count() - before
    batch.added += new
    batch.erased += len(erased)
    batch.repeats += len(good) - len(erased) - new


def start(batch: ListImport, by: User, now: dt.datetime) -> bool:
    """The yes: from now on these people are known. False when it was said before."""
    with transaction.atomic():
        done = ListImport.objects.filter(pk=batch.pk, state=_State.CHECKING).update(
            state=_State.DONE, done_at=now
        )
        if done:
            _note(batch, auditing.Action.IMPORT, by, now)
    return bool(done)


def discard(batch: ListImport) -> bool:
    """A list that was looked at and not wanted: gone."""
    waiting = (_State.READING, _State.CHECKING, _State.FAILED)
    return bool(ListImport.objects.filter(pk=batch.pk, state__in=waiting).delete()[0])


def undo(batch: ListImport, by: User, now: dt.datetime) -> bool:
    """Its people are unknown again, unless another list knows them. What was fixed meanwhile stays fixed."""
    with transaction.atomic():
        done = ListImport.objects.filter(pk=batch.pk, state=_State.DONE).update(
            state=_State.UNDONE, digest="", done_at=now
        )
        if done:
            Listed.objects.filter(batch=batch).delete()
            _note(batch, auditing.Action.IMPORT_UNDONE, by, now)
    return bool(done)


def forget_person(organisation_id: int, email_key: str) -> None:
    """Somebody erased stands on no list; the hash that keeps them out is another."""
    hashed = listed_hash(salt_of(organisation_id), email_key)
    Listed.objects.filter(organisation=organisation_id, mailbox=hashed).delete()


def is_listed(organisation_id: int, email_key: str) -> bool:
    """Whether a list in use knows this mailbox: `causes.confirming` asks the same in its one statement."""
    hashed = listed_hash(salt_of(organisation_id), email_key)
    known = Listed.objects.filter(organisation=organisation_id, mailbox=hashed, batch__state=_State.DONE)
    return known.exists()


def forget(now: dt.datetime) -> int:
    """Lists that nobody said yes to within a week."""
    waiting = (_State.READING, _State.CHECKING, _State.FAILED)
    old = ListImport.objects.filter(created_at__lt=now - KEPT, state__in=waiting)
    return old.delete()[0]


def _note(batch: ListImport, action: auditing.Action, by: User, now: dt.datetime) -> None:
    auditing.record(
        actor=by, action=action, organisation=batch.organisation, subject=batch.source, count=batch.added,
        at=now,
    )  # fmt: skip
