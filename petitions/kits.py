"""Making handover kits: a row is asked for, a worker prints it, a data officer takes it, and then it goes.

A list of any length is printed in parts of 10,000 names: each is one PDF, made in one transaction, and asks
for the next. So a worker's memory does not grow with a petition, and a dead worker loses one part's work.
"""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from causes.models import ConsentText, Given, Page, State, Status
from causes.waking import wake
from petitions.exporting import files
from petitions.exporting.streaming import note
from petitions.handover.facts import facts
from petitions.handover.kit import Named, Part, print_part
from petitions.models import ExportLog, HandoverFile, HandoverKit, Petition, Signature

log = logging.getLogger(__name__)
AT_ONCE = 10_000  # names in one PDF
KEPT = dt.timedelta(hours=48)
_State = HandoverFile.State
# What can be handed over: a public petition that was not answered before it was asked.
GIVES = (State.OPEN, State.PAUSED, State.CLOSED, State.DELIVERED, State.NO_ANSWER)


class Outdated(Exception):
    """Somebody on this file took their name off after it was made, or it is gone already."""


def ask(petition: Petition, by: User, cover: str, language: str, paper: str, now: dt.datetime) -> HandoverKit:
    """A kit with what the petition promises today; earlier ones that nobody took yet give way to it."""
    with transaction.atomic():
        HandoverFile.objects.filter(kit__petition=petition, state=_State.DUE).delete()
        kit = HandoverKit.objects.create(
            petition=petition, by=by, cover=cover, language=language, paper=paper, given=petition.gives(),
            asked_at=now,
        )  # fmt: skip
        HandoverFile.objects.create(kit=kit, number=1)
    wake("petitions.tasks.print_kits")
    return kit


def print_due(clock: Callable[[], dt.datetime]) -> bool:
    """Prints one file that is due, and asks for the next part where its names do not end; False: none is.

    One that cannot be printed has failed, and the desk says so."""
    with transaction.atomic():
        due = HandoverFile.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=_State.DUE)
        file = due.select_related("kit__petition__organisation").order_by("pk").first()
        if file is None:
            return False
        try:
            with transaction.atomic():
                _print(file, clock())
        except Exception:  # whatever one list breaks, those of others do not wait behind it
            log.exception("handover file %s cannot be printed", file.pk)
            HandoverFile.objects.filter(pk=file.pk).update(state=_State.FAILED)
    return True


def _print(file: HandoverFile, now: dt.datetime) -> None:
    petition = file.kit.petition
    rows = _rows(file)
    more, rows = len(rows) > AT_ONCE, rows[:AT_ONCE]
    names = [Named(name, postcode) for _pk, name, postcode in rows]
    told = facts(petition, now) if file.number == 1 else None
    first = 1 + AT_ONCE * (file.number - 1)
    file.content = print_part(Part(petition, file, told, names, first), now)
    file.size, file.names, file.made_at, file.state = len(file.content), len(names), now, _State.READY
    file.until = rows[-1][0] if rows else file.after
    file.save()
    if more:
        HandoverFile.objects.create(kit=file.kit, number=file.number + 1, after=file.until)
        wake("petitions.tasks.print_kits")


def _rows(file: HandoverFile) -> list[tuple[int, str, str]]:
    """(id, name, postcode) of those behind the last part, one more than fit: of each no more than the words
    they signed under said, and no more than the petition gives today."""
    allowed = _allowed(file.kit)
    found = _listed(file.kit).filter(pk__gt=file.after).order_by("pk")
    rows = found.values_list("pk", "name", "postcode", "consent")[: AT_ONCE + 1]
    return [
        (pk, name, postcode if allowed[consent] == Given.POSTCODES else "")
        for pk, name, postcode, consent in rows
    ]


def _listed(kit: HandoverKit) -> QuerySet[Signature]:
    """Those whose name may be given."""
    named = [pk for pk, given in _allowed(kit).items() if given != Given.COUNT]
    rows = Signature.objects.filter(petition=kit.petition_id, status=Status.CONFIRMED, consent__in=named)
    return rows.exclude(name="")


def _allowed(kit: HandoverKit) -> dict[int, Given]:
    """What each version of the words lets this kit give."""
    return {text.pk: Given.least(text.gives, kit.given) for text in _texts(kit.petition)}


def _texts(petition: Petition) -> QuerySet[ConsentText]:
    return ConsentText.objects.filter(organisation=petition.organisation_id).only("pk", "gives")


def take(file: HandoverFile, by: User, address: str | None, now: dt.datetime) -> bytes:
    """The bytes for a data officer, with its line in the export log committed before; raises Outdated.

    A file on which somebody stands who took their name off since is not given: it has to be made anew. So is
    one that gives more than the petition promises today.
    """
    petition = file.kit.petition
    if file.state != _State.READY or file.made_at is None or now - file.made_at > KEPT:
        raise Outdated
    if not _still_holds(file):
        drop([petition.pk])
        raise Outdated
    with transaction.atomic(durable=True):
        entry = ExportLog.objects.create(
            petition=petition, person=by, purpose=ExportLog.Purpose.DELIVERY,
            note=f"PDF {file}", columns=_columns(file.kit), rows_expected=file.names, rows_sent=file.names,
            address=address, started_at=now, finished_at=now,
        )  # fmt: skip
        note(entry)
    return bytes(file.content or b"")


def _still_holds(file: HandoverFile) -> bool:
    """Whether everybody on it still stands. Also counted, since who was erased while it was being printed
    leaves no row that could say so."""
    kit = file.kit
    if Given.least(kit.given, kit.petition.gives()) != kit.given:
        return False
    if Signature.objects.filter(petition=kit.petition, ended_at__gt=file.made_at).exists():
        return False
    standing = _listed(kit).filter(pk__gt=file.after, pk__lte=file.until, confirmed_at__lte=file.made_at)
    return standing.count() >= file.names


def _columns(kit: HandoverKit) -> str:
    return {Given.COUNT: "", Given.NAMES: "name", Given.POSTCODES: "name,postcode"}[Given(kit.given)]


def drop(petitions: list[int]) -> None:
    """Forget all files of these petitions, printed or written: one on them is erased, or took off a word."""
    printed = HandoverFile.objects.filter(kit__petition__in=petitions, state=_State.READY)
    printed.update(state=_State.GONE, content=None)
    files.drop(petitions)


def forget(now: dt.datetime) -> int:
    """What was printed two days ago goes: names lie in one place, not in files."""
    old = HandoverFile.objects.filter(state=_State.READY, made_at__lt=now - KEPT)
    return old.update(state=_State.GONE, content=None)


def may_hand_over(petition: Page) -> bool:
    return petition.state in GIVES
