"""The slow way to say who is on a list and who signed again: from names, one by one."""

from collections import Counter

from django.db.models import Q

from accounts.models import Organisation, Supporter
from causes import people_counting
from causes.counting import count_all
from causes.models import Status, Support, Undeliverable
from petitions.models import Signature
from sharing.growth.audience import returning
from sharing.growth.net_list import net_list, people_on_list
from tests.makers import NOW


def parts(organisation: Organisation) -> dict[str, int]:
    """All that is booked, without what is nought."""
    count_all(NOW)
    return {part: n for part, n in net_list(organisation).parts.items() if n}


def proven() -> None:
    """The journal is the people, and the people are marked as their names say."""
    count_all(NOW)
    for organisation in Organisation.objects.all():
        on = {one.pk for one in Supporter.objects.filter(organisation=organisation) if _by_hand(one)}
        marked = Supporter.objects.filter(organisation=organisation, list_state=people_counting.ON)
        assert {one.pk for one in marked} == on
        assert people_on_list(organisation) == len(on)
        signed = Counter(
            Signature.objects.filter(
                supporter__organisation=organisation, status=Status.CONFIRMED
            ).values_list("supporter", flat=True)
        )
        assert signed == {
            person: n
            for person, n in Supporter.objects.filter(organisation=organisation).values_list(
                "pk", "petitions"
            )
            if n
        }
        again = returning(organisation)
        assert (again.part, again.whole) == (sum(n > 1 for n in signed.values()), len(signed))


def _by_hand(person: Supporter) -> bool:
    yes = Q(supporter=person, status=Status.CONFIRMED, updates=True) & ~Q(email="")
    if Undeliverable.objects.filter(pk=person.email_key).exists():
        return False
    return Signature.objects.filter(yes).exists() or Support.objects.filter(yes).exists()
