"""What the worker does for petitions: it drains what is due, and may be run twice or never without harm."""

from celery import shared_task

from accounts import clock
from petitions import cards, deadlines, goals


@shared_task
def draw_cards() -> None:
    while cards.draw_due(clock.now()):
        pass


@shared_task
def keep_deadlines() -> None:
    """Open and close what is due; a deadline is kept by every page at once, the sweep only writes it down."""
    deadlines.sweep(clock.now())


@shared_task
def raise_goals() -> None:
    goals.raise_due(clock.now())
