"""What the worker does for sharing. Clicks drain here; posts leave here."""

from celery import shared_task

from accounts import clock
from sharing import clicks, forgetting


@shared_task
def drain_clicks() -> None:
    while clicks.drain(clock.now()):
        pass


@shared_task
def forget() -> None:
    forgetting.forget(clock.now())
