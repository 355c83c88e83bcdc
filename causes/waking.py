"""Wake-ups: they make things quick and nothing depends on them. The beat finds what they lose."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

from accounts import redis

log = logging.getLogger(__name__)
_ONCE_PER_MS = 300


def wake(task: str) -> None:
    """Send `task` to a worker, at most once in 300 ms however many ask: never one message per signature."""
    if redis.ask(lambda client: client.set(f"woken:{task}", 1, nx=True, px=_ONCE_PER_MS), otherwise=None):
        try:
            current_app.send_task(task, expires=30, retry=False, ignore_result=True)
        except OperationalError:
            log.warning("could not wake %s; the beat will", task)
