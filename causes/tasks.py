"""What the worker does for causes: each task drains rows, and may be run twice or never without harm."""

from celery import shared_task

from accounts import clock
from causes import counting, letters, retention


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
