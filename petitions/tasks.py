"""What the worker does for petitions: it drains what is due, and may be run twice or never without harm."""

from celery import shared_task

from accounts import clock
from causes import weekly
from causes.waking import wake
from petitions import (
    areas,
    cards,
    deadlines,
    goals,
    kits,
    next_one,
    paper_reading,
    reports,
    rules,
    telling_organisers,
)
from petitions.exporting import files
from petitions.paper import forget, take_due


@shared_task
def take_paper() -> None:
    """Whoever is interrupted here goes on at the next tick: a piece of a file is a transaction of its own,
    and so is each line that counts."""
    if paper_reading.read_due() or take_due(clock.now):
        wake("petitions.tasks.take_paper")


@shared_task
def apply_rules() -> None:
    """A few batches of each rule; whoever is interrupted loses the batch it was at, and nothing else."""
    if rules.work_due(clock.now):
        wake("petitions.tasks.apply_rules")


@shared_task
def count_areas() -> None:
    """How many live where the decision maker's voters do."""
    areas.count_due(clock.now())


@shared_task
def forget_typed() -> None:
    """What was typed and never counted, and what was printed for a day that is over."""
    forget(clock.now())
    kits.forget(clock.now())


@shared_task
def print_kits() -> None:
    """One file a time: the next part of a long list wakes this again."""
    if kits.print_due(clock.now):
        wake("petitions.tasks.print_kits")


@shared_task
def write_exports() -> None:
    """One file a time; what nobody took in time goes first."""
    files.forget(clock.now())
    if files.write_due(clock.now):
        wake("petitions.tasks.write_exports")


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


@shared_task
def tell_organisers() -> None:
    telling_organisers.tell_due(clock.now())
    weekly.tell_due(clock.now())


@shared_task
def work_out_next_ones() -> None:
    next_one.work_out(clock.now())


@shared_task
def forget_reporters() -> None:
    """The addresses of people whose report was settled a while ago."""
    reports.forget_addresses(clock.now())
