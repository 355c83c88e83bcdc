"""Who brought whom: a forest that only grows upward in age, whatever people do with links."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.db import IntegrityError, connections, transaction

from causes.confirming import confirm, withdraw
from causes.counting import count_all
from causes.models import ConnectorTotal, Link, LinkTotal, Page, Signed
from causes.signing import Arrival, sign
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.recount import Recount, journals


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def fresh(signed: Signed) -> Signature:
    return Signature.objects.select_related("link__parent", "link__root").get(pk=signed.pk)


def test_a_circle_cannot_be_signed(make: Make, petition: Petition) -> None:
    first = make.pending(petition)
    second = make.pending(petition, first)
    make.again(first, by=second.link)
    assert fresh(first).link.parent is None
    assert fresh(second).link.parent == first.link
    Recount().line(fresh(first).link)


def test_a_circle_over_three_cannot_be_signed(make: Make, petition: Petition) -> None:
    first = make.pending(petition)
    second = make.pending(petition, first)
    third = make.pending(petition, second)
    alias = Link.objects.get(code=make.again(third, by=first.link))
    make.again(first, by=alias)
    assert fresh(first).link.parent is None


def test_nobody_is_their_own_parent(make: Make, petition: Petition) -> None:
    first = make.pending(petition)
    alias = Link.objects.get(code=make.again(first, by=first.link))
    make.again(first, by=alias)
    assert fresh(first).link.parent is None


def test_the_database_itself_refuses_a_younger_parent(make: Make, petition: Petition) -> None:
    older, younger = make.pending(petition), make.pending(petition)
    with pytest.raises(IntegrityError, match="parent_is_older"), transaction.atomic():
        Link.objects.filter(pk=older.link_id).update(parent=younger.link)


def test_a_line_of_friends(make: Make, petition: Petition) -> None:
    partner = make.partner(petition)
    line: list[Signed] = [make.signature(petition, partner, "partner")]
    for _ in range(4):
        line.append(make.signature(petition, line[-1], "whatsapp"))
    links = [fresh(signed).link for signed in line]
    assert [link.generation for link in links] == [1, 2, 3, 4, 5]
    assert {link.root for link in links} == {partner}
    assert all(younger.parent == older for older, younger in pairwise(links))


def test_a_parent_counts_as_one_whatever_became_of_it(make: Make, petition: Petition) -> None:
    pending, withdrawn = make.pending(petition), make.signature(petition)
    withdraw(withdrawn, NOW)
    held = sign(petition, make.typed(petition), Arrival(), NOW, held=True)
    for parent in (pending.link, withdrawn.link, Link.objects.get(code=held)):
        child = make.signature(petition, parent)
        assert (fresh(child).link.parent, fresh(child).link.generation) == (parent, 2)


def test_who_brought_somebody_keeps_their_own_parent(make: Make, petition: Petition) -> None:
    partner = make.partner(petition)
    first = make.pending(petition)
    make.pending(petition, first)
    make.again(first, by=partner, channel="partner")
    assert (fresh(first).link.parent, fresh(first).channel) == (None, "direct")


def test_a_later_code_of_somebody_younger_gives_no_credit(make: Make, petition: Petition) -> None:
    first, younger = make.pending(petition), make.signature(petition)
    make.again(first, by=younger.link)
    assert (fresh(first).link.parent, fresh(first).channel) == (None, "direct")


def test_a_link_of_another_page_is_no_parent(make: Make, petition: Petition) -> None:
    elsewhere = make.signature(make.petition(petition.cause))
    cause_link = make.partner(Page.objects.get(pk=petition.cause_id))
    for link in (elsewhere.link, cause_link):
        child = make.pending(petition, link)
        assert (fresh(child).link.parent, fresh(child).link.generation) == (None, 1)


def test_a_counted_name_keeps_its_parent_after_it_was_taken_off(make: Make, petition: Petition) -> None:
    """Else the one who brought it keeps a name that is gone, and another is charged for it."""
    brought_by, other = make.signature(petition), make.signature(petition)
    child = make.signature(petition, brought_by)
    withdraw(child, NOW)
    for _ in range(2):
        make.again(child, by=other.link)
    count_all(NOW)
    assert fresh(child).link.parent == brought_by.link
    assert not ConnectorTotal.objects.exclude(direct=0, downstream=0).exists()
    assert not LinkTotal.objects.exclude(direct=0, downstream=0).exists()
    assert confirm(petition, child.link.code, child.name, child.updates, NOW)
    count_all(NOW)
    assert journals() == Recount().figures()


def test_a_supporter_stays_new_to_the_list_when_they_come_back(make: Make, petition: Petition) -> None:
    person = make.signature(petition)
    withdraw(person, NOW)
    make.again(person, by=person.link)
    back = confirm(petition, person.link.code, person.name, True, NOW + dt.timedelta(hours=3))
    assert back and back.signed.new_to_list is True
    count_all(NOW)
    assert journals() == Recount().figures()


@pytest.mark.django_db(transaction=True)
def test_a_first_friend_and_a_later_code_in_the_same_moment() -> None:
    """One comes by my link while I sign again by another: whoever is second sees the first."""
    make = Make()
    petition = make.petition()
    partner = make.partner(petition)
    both = threading.Barrier(2)

    def at_once(act: Callable[[], object]) -> None:
        try:
            both.wait()
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for _ in range(40):
            mine = make.pending(petition)
            acts = [lambda: make.again(mine, by=partner), lambda: make.pending(petition, mine)]  # noqa: B023
            list(pool.map(at_once, acts))
    recount = Recount()
    for pk, row in recount.rows.items():
        link = recount.links[pk]
        assert link.generation == recount.generation(link), row
        assert link.root_id == (recount.line(link)[-1].pk if link.parent_id else None)
