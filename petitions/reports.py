"""Reports about petitions: taken from anybody, settled by the people who run the site, then forgotten."""

import datetime as dt
from typing import NamedTuple

from django.db import transaction

from causes.models import Page
from petitions.models import Petition, Report

ANSWER_WITHIN_DAYS = 3
# An address was given for one answer; a while longer, should the answer lead to a question.
FORGET_ADDRESS = dt.timedelta(days=30)


class Told(NamedTuple):
    """What the form says: clean values."""

    kind: Report.Kind
    words: str
    email: str


def take(petition: Petition, told: Told, language: str, now: dt.datetime, *, suspect: bool) -> Report:
    """Store a report. A suspect one is stored like any other and kept apart at the desk."""
    return Report.objects.create(
        petition=petition,
        kind=told.kind,
        words=told.words,
        email=told.email,
        language=language,
        suspect=suspect,
        at=now,
    )


@transaction.atomic
def settle(report: Report, state: Report.State, now: dt.datetime) -> None:
    """Answered or dismissed; or open again, when somebody was too quick."""
    report.state = state
    report.settled_at = None if state == Report.State.OPEN else now
    report.save(update_fields=["state", "settled_at"])


def forget_addresses(now: dt.datetime) -> int:
    """Empty the addresses of reports settled 30 days ago; returns how many."""
    settled = Report.objects.filter(settled_at__lt=now - FORGET_ADDRESS).exclude(email="")
    return settled.update(email="")


def forget_person(organisation_id: int, addresses: set[str]) -> None:
    """Empty these addresses on reports about this organisation's pages, because their owner is erased."""
    pages = Page.objects.filter(organisation=organisation_id, kind=Page.Kind.PETITION)
    for address in addresses:
        Report.objects.filter(petition__in=pages.values("pk"), email__iexact=address).update(email="")
