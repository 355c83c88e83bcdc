"""Who came, as an organisation's list sees it (growth journal), and who signs again (the sum of its people).

What the growth journal says was fixed when they confirmed.
"""

from dataclasses import dataclass

from accounts.models import Organisation
from causes.models import PeopleTotal
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


def returning(organisation: Organisation) -> Rate:
    """People who signed two petitions or more, of those who signed one: who is known today, so that a name
    that was erased before it was handed over, or forgotten as promised, is in neither. One query."""
    sums = PeopleTotal.objects.filter(organisation=organisation).values_list("again", "signers").first()
    return Rate(*(sums or (0, 0)))
