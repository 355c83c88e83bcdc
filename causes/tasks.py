"""What the worker does for causes: each task drains rows, and may be run twice or never without harm."""

import logging
import time

from celery import shared_task

from accounts import clock
from causes import (
    counting,
    letters,
    lists,
    mailing,
    picture_sizes,
    post_office,
    privacy_month,
    recounting,
    reminding,
    removals,
    retention,
    tracing,
)
from causes.waking import wake

log = logging.getLogger(__name__)


@shared_task
def count() -> None:
    counting.count_all(clock.now())


@shared_task
def send_letters() -> None:
    """Ends by itself before the worker's limit would end it in the middle of a letter; the beat goes on."""
    until = time.monotonic() + letters.PATIENCE
    post_office.note_delay(clock.now())
    while letters.send_due(clock.now) and time.monotonic() < until:
        post_office.note_delay(clock.now())
    mailing.finish(clock.now())


@shared_task
def remind() -> None:
    reminding.remind_due(clock.now())


@shared_task
def tell_bursts() -> None:
    tracing.tell_bursts(clock.now())


@shared_task
def prune() -> None:
    mailing.keep_numbers(clock.now())
    retention.prune(clock.now())


@shared_task
def tell_removals() -> None:
    """One public line per page for each day that is over."""
    removals.tell(clock.now())


@shared_task
def tell_owners() -> None:
    """What was done with people's data, once the month is over."""
    privacy_month.tell_due(clock.now())


@shared_task
def read_lists() -> None:
    """Two thousand lines a time: a long list does not keep the others waiting."""
    lists.forget(clock.now())
    if lists.read_due():
        wake("causes.tasks.read_lists")


@shared_task
def size_pictures() -> None:
    """A few pages a time; a drawing of one size takes up to a second."""
    if picture_sizes.make_due():
        wake("causes.tasks.size_pictures")


@shared_task
def recount() -> None:
    """Say loudly when a count is not what its rows say; a person decides what to do about it."""
    for found in (*recounting.differences(), *recounting.list_differences()):
        log.error("%s", found)
