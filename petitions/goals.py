"""The next number to reach: when one is passed the ladder sets the next, and every change is public."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from accounts.models import User
from causes import changes, ladder
from causes.models import Page, State
from petitions.models import Petition


def raise_due(now: dt.datetime) -> int:
    """Every open petition that passed its goal gets the next rung; returns how many did.

    The organisers' own number stands until it is reached, whatever the ladder says.
    """
    passed = Petition.objects.filter(state=State.OPEN, count__gte=F("goal")).values_list("pk", flat=True)
    return sum(_raise(pk, now) for pk in passed)


@transaction.atomic
def _raise(pk: int, now: dt.datetime) -> bool:
    page = Page.objects.select_for_update(no_key=True).get(pk=pk)
    if page.state != State.OPEN or page.count < page.goal:  # another worker was first
        return False
    step = ladder.step(page.count, page.goal)
    Page.objects.filter(pk=pk).update(goal=step.following, goal_passed=step.passed)
    changes.write(page, changes.GOAL, now, before=page.goal, after=step.following)
    return True


@transaction.atomic
def chosen(petition: Petition, before: int, now: dt.datetime, by: User, reason: str = "") -> None:
    """The organisers set another goal, already stored in `petition.goal`: a line, once it is public.

    What happens at the goal is theirs to say again, so the page starts anew from no rung passed.
    """
    Page.objects.filter(pk=petition.pk).update(goal_passed=0)
    petition.goal_passed = 0
    if petition.published_at:
        changes.write(
            petition, changes.GOAL, now, before=before, after=petition.goal, by=by, reason=reason.strip()
        )
