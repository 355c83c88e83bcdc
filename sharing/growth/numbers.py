"""The numbers at the head of a growth page, each with what it was a week ago."""

import datetime as dt
from dataclasses import dataclass

from accounts.clock import hour_of
from sharing.growth.journal import Journal
from sharing.growth.spread import MaturedK, matured_k, through_friends

# Below this many, a share or a rate says more about chance than about people.
ENOUGH = 30
WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Numbers:
    """Confirmed signatures and people new to the list, all and of the last 7 days; the part that friends
    brought (friends, all) and matured K, now and 7 days ago; signatures of the last 24 hours and of the
    24 before."""

    signatures: int
    signatures_week: int
    new_people: int
    new_people_week: int
    friends: tuple[int, int]
    friends_before: tuple[int, int]
    k: MaturedK
    k_before: MaturedK
    last_day: int
    day_before: int


def headline_numbers(journal: Journal, now: dt.datetime) -> Numbers:
    """A week is 168 journal hours, the running one included; so is a day 24."""
    week, day = since(now, WEEK), since(now, DAY)
    two_days = day - DAY
    recent = [hour for hour in journal.hours if hour.hour >= week]
    return Numbers(
        signatures=journal.total,
        signatures_week=sum(hour.signatures for hour in recent),
        new_people=sum(hour.new_people for hour in journal.hours),
        new_people_week=sum(hour.new_people for hour in recent),
        friends=through_friends(journal),
        friends_before=through_friends(journal, before=week),
        k=matured_k(journal, now),
        k_before=matured_k(journal, now - WEEK),
        last_day=sum(hour.signatures for hour in journal.hours if hour.hour >= day),
        day_before=sum(hour.signatures for hour in journal.hours if two_days <= hour.hour < day),
    )


def since(now: dt.datetime, length: dt.timedelta) -> dt.datetime:
    """The first of the journal hours that make up `length`, counted back from the running hour."""
    return hour_of(now) - length + dt.timedelta(hours=1)
