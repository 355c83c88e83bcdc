"""Wake-ups: they make things quick and nothing depends on them. The beat finds what they lose."""

import logging
import time

from celery import current_app
from kombu.exceptions import OperationalError

from accounts import redis

log = logging.getLogger(__name__)
_ONCE_PER_MS = 300
_woken_until: dict[str, float] = {}  # by this very process: a crowd of clicks asks Redis once, not each time


def wake(task: str) -> None:
    """Send `task` to a worker, at most once in 300 ms however many ask: never one message per signature."""
    moment = time.monotonic()
    if _woken_until.get(task, 0.0) > moment:
        return
    if redis.ask(lambda client: client.set(f"woken:{task}", 1, nx=True, px=_ONCE_PER_MS), otherwise=None):
        _woken_until[task] = moment + _ONCE_PER_MS / 1000
        try:
            current_app.send_task(task, expires=30, retry=False, ignore_result=True)
        except OperationalError:
            log.warning("could not wake %s; the beat will", task)
