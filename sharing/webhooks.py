"""Telling an organisation's own systems: claimed and committed before the network, signed, told again.

Each event leaves with the same `webhook-id` however often it is sent (Standard Webhooks), so a worker that
dies in between costs a repeat and never an event. What was not heard after eight attempts is given up and
waits for somebody at the desk.

Addresses take turns: a few events of one, then whoever has waited longest since their last turn. So thousands
of events for one address, or one that answers slowly, keep nobody else waiting.
"""

import datetime as dt
import json
import secrets
import time
from base64 import b64encode
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from standardwebhooks import Webhook as Signer

from accounts import wall
from accounts.models import Webhook
from causes.models import Event
from sharing.announcing import body_of
from sharing.channels import http

TURN = 10  # events of one address, then it is somebody else's turn
AT_ONCE = 16  # addresses that are called side by side, each in a thread that only waits
ROUND = 120.0  # seconds in which turns are begun: a worker's task ends long before its limit
LOOK = 1.0  # seconds after which somebody new is looked for while others are being called
LEASE = dt.timedelta(minutes=10)  # after which an event that nobody settled is taken up again
LONGEST_TURN = dt.timedelta(minutes=1)  # after which an address may be called by somebody else
REST = dt.timedelta(seconds=5)  # of an address that did not answer at all
KEPT = dt.timedelta(days=30)
# Seconds to the next attempt, as Standard Webhooks proposes; after the last one it is given up.
PAUSES = (5, 300, 1800, 7200, 18_000, 36_000, 50_400)
PATIENCE = 20.0  # seconds for one turn; what is left of it comes in the next
_GONE = 410  # the other side says: never again
_NOT_ASKED = -1


@dataclass(frozen=True)
class Call:
    """One request, ready to leave."""

    event: Event
    url: str
    secret: str
    body: str


@dataclass(frozen=True)
class Answer:
    """What came back: `status` 0 when nothing did, then `words` say why."""

    event: Event
    status: int
    words: str

    @property
    def is_heard(self) -> bool:
        return 200 <= self.status < 300


def new_secret() -> str:
    """A key of 256 bits as Standard Webhooks writes it."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


def good_address(typed: str) -> str:
    """`typed` if it may be called for an organisation: https, a public name, no password; raises Walled."""
    parts = urlsplit(typed.strip())
    base = f"{parts.scheme}://{parts.netloc}"
    is_public = parts.scheme == "https" and wall.base_of(base) == base.lower()
    if base not in settings.TRUSTED_INSTANCES and not is_public:
        raise wall.Walled("not the public name of a server")
    return parts._replace(fragment="").geturl()


def send_due(clock: Callable[[], dt.datetime]) -> int:
    """Send what is due, turn by turn, for ROUND seconds; returns how many were tried. Run twice at once,
    each goes once."""
    until, tried = time.monotonic() + ROUND, 0
    turns: set[Future[list[Answer]]] = set()
    with ThreadPoolExecutor(AT_ONCE) as side_by_side:
        while True:
            while len(turns) < AT_ONCE and time.monotonic() < until and (calls := _take_turn(clock())):
                turns.add(side_by_side.submit(_call_all, calls, clock()))
            if not turns:
                return tried
            over, turns = wait(turns, LOOK, FIRST_COMPLETED)
            tried += sum(_end_turn(turn.result(), clock()) for turn in over)


def replay(events: Iterable[int], now: dt.datetime) -> int:
    """Send these once more, under their own ids; returns how many. What is on its way stays."""
    again = Event.objects.filter(pk__in=events, state__in=(Event.State.DEAD, Event.State.SENT))
    return again.update(state=Event.State.DUE, attempts=0, due_at=now, sent_at=None)


def forget(now: dt.datetime) -> int:
    """What was heard or given up a month ago; returns how many."""
    over = Event.objects.filter(at__lt=now - KEPT, state__in=(Event.State.SENT, Event.State.DEAD))
    return over.delete()[0]


@transaction.atomic
def _take_turn(now: dt.datetime) -> list[Call]:
    """The next few events of the address whose turn it is, claimed; none when nobody waits."""
    waits = Q(state=Event.State.DUE, due_at__lte=now)
    stuck = Q(state=Event.State.SENDING, due_at__lte=now, claimed_at__lte=now - LEASE)
    due = Event.objects.filter(waits | stuck)
    hook = _whose_turn(due, now)
    if hook is None:
        return []
    locked = due.select_for_update(skip_locked=True, of=("self",)).filter(webhook=hook)
    claimed = list(locked.select_related("page__as_petition").order_by("due_at", "pk")[:TURN])
    Event.objects.filter(pk__in=[event.pk for event in claimed]).update(
        state=Event.State.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    Webhook.objects.filter(pk=hook.pk).update(turn_at=now + LONGEST_TURN)  # this one ends first
    return [_call_of(event, hook) for event in claimed]


def _whose_turn(due: QuerySet[Event], now: dt.datetime) -> Webhook | None:
    """Who waits longest since their last turn, locked so that a signature's event need not wait for it."""
    free = Webhook.objects.filter(Q(turn_at=None) | Q(turn_at__lte=now), switched_off_at=None)
    waiting = free.filter(Exists(due.filter(webhook=OuterRef("pk"))))
    in_turn = waiting.order_by(F("turn_at").asc(nulls_first=True), "pk")
    return in_turn.select_for_update(skip_locked=True, no_key=True).first()


def _call_of(event: Event, hook: Webhook) -> Call:
    event.webhook = hook
    return Call(event, hook.url, hook.secret, json.dumps(body_of(event)))


def _end_turn(answers: list[Answer], now: dt.datetime) -> int:
    """Settle each, and who did not answer at all rests; returns how many were tried."""
    for answer in answers:
        _settle(answer, now)
    is_silent = any(answer.status == 0 for answer in answers)
    hook = answers[0].event.webhook_id
    Webhook.objects.filter(pk=hook).update(turn_at=now + REST if is_silent else now)
    return sum(answer.status != _NOT_ASKED for answer in answers)


def _call_all(calls: list[Call], now: dt.datetime) -> list[Answer]:
    """One address, one event after the other; one that does not answer is asked no further this time."""
    answers: list[Answer] = []
    until = time.monotonic() + PATIENCE
    with http.session(walled=True) as session:
        for call in calls:
            if time.monotonic() > until:
                answers.append(Answer(call.event, _NOT_ASKED, ""))
            elif answers and not answers[-1].status:
                answers.append(Answer(call.event, 0, answers[-1].words))
            else:
                answers.append(_call(session, call, now))
    return answers


def _call(session: requests.Session, call: Call, now: dt.datetime) -> Answer:
    message = f"msg_{call.event.message.hex}"
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Groundswell-Webhooks/1",
        "webhook-id": message,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Signer(call.secret).sign(message, now, call.body),
    }
    try:
        answer = session.post(call.url, data=call.body.encode(), headers=headers)
    except requests.RequestException as error:
        return Answer(call.event, 0, type(error).__name__)
    return Answer(call.event, answer.status_code, str(answer.status_code))


def _settle(answer: Answer, now: dt.datetime) -> None:
    event, attempts = answer.event, answer.event.attempts + 1  # as it was before the claim, and this one
    mine = Event.objects.filter(pk=event.pk, state=Event.State.SENDING)
    if answer.status == _NOT_ASKED:
        mine.update(state=Event.State.DUE, attempts=F("attempts") - 1)
    elif answer.is_heard:
        mine.update(state=Event.State.SENT, sent_at=now, answer=answer.words)
    elif answer.status == _GONE or attempts > len(PAUSES):
        mine.update(state=Event.State.DEAD, answer=answer.words)
    else:
        due = now + dt.timedelta(seconds=PAUSES[attempts - 1])
        mine.update(state=Event.State.DUE, due_at=due, answer=answer.words)
    if answer.status == _GONE:
        Webhook.objects.filter(pk=event.webhook_id, switched_off_at=None).update(switched_off_at=now)
