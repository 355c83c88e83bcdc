"""What the worker does for petitions: it drains what is due, and may be run twice or never without harm."""

from celery import shared_task

from accounts import clock
from petitions import cards


@shared_task
def draw_cards() -> None:
    while cards.draw_due(clock.now()):
        pass
