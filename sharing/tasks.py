"""What the worker does for sharing. Clicks drain here; posts leave here."""

from celery import shared_task

from accounts import clock
from causes.waking import wake
from sharing import (
    clicks,
    disconnecting,
    forgetting,
    full_exports,
    own_links,
    posting,
    preparing,
    reconciling,
    webhooks,
)


@shared_task
def drain_clicks() -> None:
    while clicks.drain(clock.now()):
        pass


@shared_task
def make_page_links() -> None:
    own_links.make_page_links(clock.now())


@shared_task
def forget() -> None:
    forgetting.forget(clock.now())


# Acknowledged before it runs and never retried by Celery: the rows say what is left to do, and a
# message that comes twice finds nothing.
@shared_task(acks_late=False)
def send_posts() -> None:
    posting.send_due(clock.now)
    reconciling.look_for_due(clock.now)


# Ends by itself long before the worker's limit; the beat goes on.
@shared_task(acks_late=False)
def send_events() -> None:
    webhooks.send_due(clock.now)


# Millions of rows take longer than anything else a worker does. A killed one is followed by another.
@shared_task(soft_time_limit=3300, time_limit=3400)
def write_full_exports() -> None:
    """One file a time; what nobody took in time goes first."""
    full_exports.forget(clock.now())
    if full_exports.write_due(clock.now):
        wake("sharing.tasks.write_full_exports")


@shared_task
def prepare_posts() -> None:
    preparing.prepare(clock.now())


@shared_task(acks_late=False)
def give_back() -> None:
    disconnecting.give_back(clock.now())
