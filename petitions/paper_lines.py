"""The lines of a paper import, one by one: into the count, and back out of it.

Each is a transaction of its own, so a worker that dies in between leaves nothing half done.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from accounts import suppression
from accounts.models import Supporter
from causes.confirming import ask_again, confirm, withdraw
from causes.models import Channel, ConsentText, Link, Signed, State, Status
from causes.signing import Arrival, Typed, sign
from causes.waking import wake
from petitions.models import PaperBatch, PaperRow, Petition, Signature

AT_ONCE = 500  # of one import, then another has its turn
BLANK: dict[str, Any] = {"name": "", "email": "", "postcode": "", "key": ""}
ERASED = "erased"  # a problem that the screen says in its reader's language
LATE = "too late"  # the same
# Sheets come home late; after the handover it is history, and once its names are forgotten nobody would
# forget another.
_TAKES_PAPER = (State.OPEN, State.PAUSED, State.CLOSED)
_ASKED = ("state", "names_forgotten_at")
_Outcome, _State = PaperRow.Outcome, PaperBatch.State


def takes_paper(petition: Petition) -> bool:
    return petition.state in _TAKES_PAPER and petition.names_forgotten_at is None


def work(batch: PaperBatch, clock: Callable[[], dt.datetime]) -> int:
    """The next lines of one import, each in a transaction of its own, and its end when none is left."""
    one = _take_one if batch.state == _State.RUNNING else _take_back_one
    done = 0
    while done < AT_ONCE and one(batch, clock()):
        done += 1
    _finish(batch, clock())
    wake("causes.tasks.count")
    return done


def _finish(batch: PaperBatch, now: dt.datetime) -> None:
    begun, left, end = (
        (_State.RUNNING, _Outcome.WAITING, _State.DONE)
        if batch.state == _State.RUNNING
        else (_State.UNDOING, _Outcome.NEW, _State.UNDONE)
    )
    waiting = PaperRow.objects.filter(batch=OuterRef("pk"), outcome=left)
    mine = PaperBatch.objects.filter(~Exists(waiting), pk=batch.pk, state=begun)
    if mine.update(state=end, done_at=now):
        batch.state, batch.done_at = end, now


def _next(batch: PaperBatch, outcome: str) -> PaperRow | None:
    """The first line that no other worker has in hand."""
    rows = PaperRow.objects.select_for_update(skip_locked=True).filter(batch=batch, outcome=outcome)
    return rows.order_by("line").first()


@transaction.atomic
def _take_one(batch: PaperBatch, now: dt.datetime) -> bool:
    row = _next(batch, _Outcome.WAITING)
    if row is None:
        return False
    row.outcome = _outcome(batch, row, now)
    for field, value in BLANK.items():
        setattr(row, field, value)
    row.save()
    return True


def _outcome(batch: PaperBatch, row: PaperRow, now: dt.datetime) -> PaperRow.Outcome:
    """Signs and confirms. Who withdrew, is held or was struck stays so: paper overrules nobody. What was
    handed over while a long file is being counted counts no more names."""
    petition = batch.petition
    if not takes_paper(Petition.objects.only(*_ASKED).get(pk=petition.pk)):
        row.problem = LATE
        return _Outcome.REFUSED
    if suppression.is_suppressed(petition.organisation_id, row.key):
        row.problem = ERASED
        return _Outcome.REFUSED
    mine = Signature.objects.filter(petition=petition, email_key=row.key)
    status = mine.values_list("status", flat=True).first()
    if status and status != Status.PENDING:
        return _Outcome.REPEAT
    said = Typed(
        row.name, row.email, row.postcode, row.updates, batch.language, batch.consent_id, row.show_name
    )
    sign(petition, said, Arrival("", Channel.OFFLINE), now, paper_key=row.key)
    signature = mine.select_related("link").get()
    done = confirm(petition, signature.link.code, row.name, row.updates, now, by_letter=False)
    if not (done and done.now_counted):
        return _Outcome.REPEAT
    row.signature, row.had_signed = signature, status is not None
    return _Outcome.NEW


@transaction.atomic
def _take_back_one(batch: PaperBatch, now: dt.datetime) -> bool:
    row = _next(batch, _Outcome.NEW)
    if row is None:
        return False
    if row.signature_id is not None:
        _take_back(row.signature_id, now, had_signed=row.had_signed)
    row.outcome, row.signature = _Outcome.UNDONE, None
    row.save(update_fields=["outcome", "signature"])
    return True


def _take_back(pk: int, now: dt.datetime, *, had_signed: bool) -> None:
    """As if the sheet had never come. Who signed on the site as well, before it or since, keeps that: it
    waits for their own button again. Only the site counts letters, so `letters` tells.

    The supporter is locked before the row: the order of `causes.signing`.
    """
    found = Signature.objects.filter(pk=pk).values_list("supporter", flat=True).first()
    person = Supporter.objects.select_for_update().filter(pk=found).first() if found else None
    signature = Signature.objects.filter(pk=pk).first()
    if signature is None:
        return
    if signature.letters:
        ask_again(signature, _agreed_on_site(signature, had_signed=had_signed), now)
        return
    withdraw(signature, now)
    signature.delete()
    if person and not any(_signed_by(model, person).exists() for model in Signed.__subclasses__()):
        person.delete()


def _agreed_on_site(signature: Signature, *, had_signed: bool) -> ConsentText | None:
    """The words that stood under the button when they signed there last: paper's stand on the row.

    Each visit left a link of its own; the sheet's was made in the moment that its line was counted.
    """
    visits = Link.objects.filter(alias_of=signature.link_id)
    if signature.confirmed_at:
        visits = visits.exclude(created_at=signature.confirmed_at)
    if had_signed:
        visits |= Link.objects.filter(pk=signature.link_id)
    last = visits.order_by("-created_at").first()
    if last is None:
        return None
    shown = ConsentText.objects.filter(
        organisation=signature.petition.organisation_id,
        purpose=signature.petition.kind,
        language=last.language,
        valid_from__lte=last.created_at,
    )
    return shown.order_by("-valid_from", "-version").first()


def _signed_by(model: type[Signed], person: Supporter) -> "models.QuerySet[Any]":
    return model._default_manager.filter(supporter=person)
