"""Striking or releasing many names of a petition by what they share: look first, say yes to a number, undo.

The rule's row is the queue: each batch moves its cursor in the transaction that changes the names, so that
a worker that is killed loses nothing and does nothing twice.
"""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts import auditing
from accounts.auditing import Action
from accounts.models import User
from causes import changes, striking
from causes.confirming import release
from causes.models import Removal, Status
from causes.striking import STANDING, Struck
from causes.waking import wake
from petitions.models import Petition, Rule, RuleRow, Signature
from petitions.picking import Pick

BATCH = 500
LETTERS_AT_ONCE = 100
BATCHES = 10  # of one rule before the next one has its turn
SAMPLES = 5
_Act, _State = Rule.Act, Rule.State


class MatchesEverything(Exception):
    """Nothing was asked: a rule names at least one thing that its names share."""


class WrongNumber(Exception):
    """The number that was typed is not how many names it would be now."""


class MoreThanHalf(Exception):
    """It would be more than half of the petition, and nobody said that this is meant."""


def look(petition: Petition, act: Rule.Act, pick: Pick, note: str, by: User, now: dt.datetime) -> Rule:
    """A rule that changes nothing yet, with how many names it would be. Raises MatchesEverything."""
    if act == _Act.RELEASE:
        pick = Pick(**{**vars(pick), "status": Status.HELD})
    if not pick:
        raise MatchesEverything
    rule = Rule(
        petition=petition, by=by, act=act, note=note, state=_State.CHECKING, asked_at=now, **vars(pick)
    )
    _count(rule)
    rule.save()
    return rule


def matching(rule: Rule) -> "QuerySet[Signature]":
    """The names it is about, as they stand now."""
    standing = (Status.HELD,) if rule.act == _Act.RELEASE else STANDING
    found = _names(rule).filter(status__in=standing, pk__lte=rule.upto)
    return found.filter(rule.pick().where())


def samples(rule: Rule) -> list[Signature]:
    """A few of them: the first and the last."""
    found = matching(rule)
    ends = [*found.order_by("pk")[: SAMPLES - 2], *found.order_by("-pk")[:2]]
    return list({row.pk: row for row in ends}.values())


def start(rule: Rule, typed: int | None, slug: str, by: User, now: dt.datetime) -> bool:
    """The yes to a rule, for as many names as somebody typed; False when it was said before.

    Raises WrongNumber (the rule then holds the right one) and MoreThanHalf, unless `slug` names the petition.
    """
    seen = rule.expected
    _count(rule)
    if not seen or typed != seen or seen != rule.expected:
        Rule.objects.filter(pk=rule.pk, state=_State.CHECKING).update(expected=rule.expected, of=rule.of)
        raise WrongNumber
    if more_than_half(rule) and slug.strip() != rule.petition.slug:
        raise MoreThanHalf
    with transaction.atomic():
        waiting = Rule.objects.filter(pk=rule.pk, state=_State.CHECKING)
        if not waiting.update(state=_State.RUNNING):
            return False
        action = Action.INVALIDATE if rule.act == _Act.STRIKE else Action.RELEASE
        _note(rule, action, rule.expected, by, now)
    wake("petitions.tasks.apply_rules")
    return True


def more_than_half(rule: Rule) -> bool:
    return rule.act == _Act.STRIKE and 2 * rule.expected > rule.of


def discard(rule: Rule) -> bool:
    """A rule that was looked at and not wanted."""
    return bool(Rule.objects.filter(pk=rule.pk, state=_State.CHECKING).delete()[0])


@transaction.atomic
def cancel(rule: Rule, now: dt.datetime) -> bool:
    """Stops it where it is; what was struck until now is told, and can be taken back."""
    running = Rule.objects.select_for_update().filter(pk=rule.pk, state=_State.RUNNING).first()
    if running is None:
        return False
    _finish(running, _State.CANCELLED, now)
    return True


@transaction.atomic
def undo(rule: Rule, by: User, now: dt.datetime) -> bool:
    """Takes it back as one; False when that is not possible: letters that were sent are sent."""
    ended = Rule.objects.filter(pk=rule.pk, act=_Act.STRIKE, state__in=(_State.DONE, _State.CANCELLED))
    begun = bool(ended.update(state=_State.UNDOING, cursor=0))
    if begun:
        _note(rule, Action.RESTORE, rule.changed, by, now)
    wake("petitions.tasks.apply_rules")
    return begun


def work_due(clock: Callable[[], dt.datetime]) -> int:
    """A few batches of each rule that is at work; how many batches. Two workers share the rules."""
    at_work = Rule.objects.filter(state__in=(_State.RUNNING, _State.UNDOING)).order_by("pk")
    done = 0
    for pk in list(at_work.values_list("pk", flat=True)):
        for _turn in range(BATCHES):
            if not _step(pk, clock()):
                break
            done += 1
    return done


@transaction.atomic
def _step(pk: int, now: dt.datetime) -> bool:
    """One batch; False when this rule has nothing to do, or another worker is at it."""
    rules = Rule.objects.select_for_update(skip_locked=True, of=("self",)).select_related("petition", "by")
    rule = rules.filter(pk=pk, state__in=(_State.RUNNING, _State.UNDOING)).first()
    if rule is None:
        return False
    if rule.state == _State.UNDOING:
        _take_back_batch(rule, now)
    else:
        _do_batch(rule, now)
    return True


def _do_batch(rule: Rule, now: dt.datetime) -> None:
    left = matching(rule).filter(pk__gt=rule.cursor).order_by("pk")
    at_once = LETTERS_AT_ONCE if rule.act == _Act.RELEASE else BATCH
    ids = list(left.values_list("pk", flat=True)[:at_once])
    if not ids:
        _finish(rule, _State.DONE, now)
        return
    done = _release(ids, now) if rule.act == _Act.RELEASE else striking.strike(Signature, ids, now)
    RuleRow.objects.bulk_create(
        RuleRow(rule=rule, signature_id=each.pk, was=each.was, at=each.at) for each in done
    )
    rule.cursor = ids[-1]
    rule.changed += len(done)
    rule.counted += sum(each.counted for each in done)
    rule.save(update_fields=["cursor", "changed", "counted"])


def _release(ids: list[int], now: dt.datetime) -> list[Struck]:
    rows = Signature.objects.filter(pk__in=ids).order_by("pk")
    return [Struck(row.pk, Status.HELD, now) for row in rows if release(row, now)]


def _take_back_batch(rule: Rule, now: dt.datetime) -> None:
    left = rule.rows.filter(signature__gt=rule.cursor).order_by("signature")[:BATCH]
    rows = [Struck(row.signature_id, row.was, row.at) for row in left]
    if not rows:
        _finish(rule, _State.UNDONE, now)
        return
    back = striking.put_back(Signature, rows, now)
    rule.cursor = rows[-1].pk
    rule.restored += len(back)
    rule.counted_again += sum(each.counted for each in back)
    rule.save(update_fields=["cursor", "restored", "counted_again"])


def _finish(rule: Rule, state: Rule.State, now: dt.datetime) -> None:
    """The end, and one line for everybody about the names that had counted."""
    rule.state, rule.done_at = state, now
    rule.save(update_fields=["state", "done_at"])
    undone = state == _State.UNDONE
    number = rule.counted_again if undone else rule.counted
    if rule.act == _Act.STRIKE and number:
        what = Removal.What.RESTORED if undone else Removal.What.STRUCK
        reason = "" if undone else rule.note
        changes.write(rule.petition, what, now, before="", after=number, by=rule.by, reason=reason)


def _names(rule: Rule) -> "QuerySet[Signature]":
    return Signature.objects.filter(petition=rule.petition_id)


def _count(rule: Rule) -> None:
    """How many names it would be, of how many that stand there."""
    rule.upto = rule.upto or _names(rule).aggregate(last=Max("pk"))["last"] or 0
    rule.expected = matching(rule).count()
    rule.of = _names(rule).filter(status__in=STANDING).count()


def _note(rule: Rule, action: Action, count: int, by: User, now: dt.datetime) -> None:
    auditing.record(
        actor=by,
        action=action,
        organisation=rule.petition.organisation,
        subject=rule.petition.title,
        count=count,
        reason=rule.note,
        at=now,
    )
