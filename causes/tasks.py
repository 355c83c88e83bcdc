"""What the worker does for causes: each task drains rows, and may be run twice or never without harm."""

import logging

from celery import shared_task

from accounts import clock
from causes import counting, letters, recounting, retention

log = logging.getLogger(__name__)


@shared_task
def count() -> None:
    counting.count_all(clock.now())


@shared_task
def send_letters() -> None:
    while letters.send_due(clock.now):
        pass


@shared_task
def prune() -> None:
    retention.prune(clock.now())


@shared_task
def recount() -> None:
    """Say loudly when a count is not what its rows say; a person decides what to do about it."""
    for found in recounting.differences():
        log.error("%s", found)
