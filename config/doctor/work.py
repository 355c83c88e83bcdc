"""Whether anybody does the work: a worker for each queue, a beat, and nothing left lying."""

import datetime as dt
from collections.abc import Iterator

from celery import current_app

from accounts import redis
from causes.models import Tally
from causes.post_office import is_watched
from config import queues
from config.doctor.finding import Check, Finding, Level, judged
from sharing.clicks import STREAM
from sharing.models import Post
from sharing.pausing import pauses

_LATE = dt.timedelta(minutes=15)
_MANY = 20_000  # what waits: some seconds of a very good day
_ANSWER = 2.0  # seconds a worker has to say that it is there


def workers(now: dt.datetime) -> Iterator[Finding]:
    """Who answers, and which queues they take from."""
    answers = current_app.control.inspect(timeout=_ANSWER).active_queues() or {}
    served = {queue["name"] for taken in answers.values() for queue in taken}
    for name in queues.NAMES:
        do = f"start `celery --app config worker --queues {name}`"
        says = "a worker takes from it" if name in served else "no worker answers"
        yield judged(f"queue {name}", name in served, says, do)


def beat(now: dt.datetime) -> Iterator[Finding]:
    """Seen by what it does every few seconds."""
    seen = is_watched()
    says = "was at work within three minutes" if seen else "no sign of it for three minutes"
    yield judged("beat", seen, says, "start one `celery --app config beat`, and only one")


def counting(now: dt.datetime) -> Iterator[Finding]:
    """Names and clicks that are not added up yet."""
    names, clicks = Tally.objects.count(), redis.client().xlen(STREAM)
    do = "is a worker of the queue `counting` running?"
    yield judged("names to add up", names < _MANY, str(names), do)
    yield judged("clicks to book", clicks < _MANY, str(clicks), do)


def posts(now: dt.datetime) -> Iterator[Finding]:
    waiting = Post.objects.filter(state=Post.State.READY, not_before__lt=now)
    oldest = waiting.order_by("not_before").values_list("not_before", flat=True).first()
    late = now - oldest if oldest else dt.timedelta()
    says = f"{waiting.count()} are due"
    yield judged("posts", late < _LATE, says, "is a worker of the queue `posts` running?", Level.WARN)
    for pause in pauses(now):
        says = f"takes no posts now: {pause.get_why_display()} {pause.said}".strip()
        yield Finding(pause.network, Level.WARN, says, "see the desk, Posts")


CHECKS: tuple[Check, ...] = (workers, beat, counting, posts)
