"""Who came, as an organisation's list sees it (growth journal). Each answer was fixed when they confirmed."""

from dataclasses import dataclass

from sharing.growth.journal import Journal
from sharing.growth.rates import Rate


@dataclass(frozen=True)
class Audience:
    """`new_to_list`: had no name with the organisation before; `opted_in`: said yes to updates, of all who
    answered (everybody does); `new_subscribers` are both."""

    new_to_list: Rate
    opted_in: Rate
    new_subscribers: int


def audience(journal: Journal) -> Audience:
    everybody = journal.total
    return Audience(
        new_to_list=Rate(sum(hour.new_people for hour in journal.hours), everybody),
        opted_in=Rate(sum(hour.opted_in for hour in journal.hours), everybody),
        new_subscribers=sum(hour.new_subscribers for hour in journal.hours),
    )
