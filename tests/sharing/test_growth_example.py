"""The worked example of our own specification: ten signatures, known answers."""

import datetime as dt

import pytest

from causes.counting import count_all
from causes.models import Page, Signed
from petitions.models import Petition
from sharing import growth
from tests.makers import NOW, Make

PUBLISHED = NOW - dt.timedelta(hours=10)

# id: parent, channel, hours after publishing, new to the list, yes to updates
EXAMPLE = {
    1: (None, "email", 0.5, False, True),
    2: (None, "email", 1.0, False, True),
    3: (None, "direct", 2.0, True, False),
    4: (1, "whatsapp", 2.5, True, True),
    5: (1, "x", 3.0, True, True),
    6: (1, "whatsapp", 4.0, True, False),
    7: (3, "whatsapp", 5.0, True, True),
    8: (4, "whatsapp", 6.0, True, True),
    9: (4, "copy", 7.0, False, False),
    10: (8, "x", 9.0, True, True),
}


@pytest.fixture
def petition(make: Make) -> Petition:
    """Written by the product's own verbs; two more names are pending."""
    petition = make.petition(published_at=PUBLISHED)
    earlier = make.petition(petition.cause, published_at=NOW - dt.timedelta(days=30))
    mailing = make.partner(petition, "Our letter")
    signed: dict[int, Signed] = {}
    for number, (parent, channel, hours, is_new, updates) in EXAMPLE.items():
        email = f"person{number}@example.net"
        name = f"P{number} Q"
        if not is_new:
            make.signature(earlier, email=email, name=name, now=NOW - dt.timedelta(days=20))
        came = signed[parent] if parent else mailing if channel == "email" else None
        now = PUBLISHED + dt.timedelta(hours=hours)
        signed[number] = make.signature(petition, came, channel, now, email=email, updates=updates, name=name)
    make.pending(petition, now=NOW)
    make.pending(petition, signed[1], "x", now=NOW)
    count_all(NOW)
    return petition


@pytest.fixture
def journal(petition: Petition) -> growth.Journal:
    return growth.read(Page.objects.filter(pk=petition.pk))


def test_generations_and_what_each_brought(journal: growth.Journal) -> None:
    found = growth.generations(journal)
    assert [size.signatures for size in found] == [3, 4, 2, 1]
    assert [round(size.brings, 3) if size.brings is not None else None for size in found] == [
        1.333,
        0.5,
        0.5,
        None,
    ]


def test_brought_by_friends_and_amplification(journal: growth.Journal) -> None:
    assert growth.through_friends(journal) == (7, 10)
    assert growth.amplification(journal) == pytest.approx(10 / 3)


def test_channels(journal: growth.Journal) -> None:
    found = {way.channel: way.signatures for way in growth.by_channel(journal)}
    assert found == {"whatsapp": 4, "email": 2, "x": 2, "copy": 1, "direct": 1}
    assert growth.by_channel(journal)[0].share == 0.4


def test_connectors(petition: Petition) -> None:
    """#1 and #4 and #8 said yes and are named; #3 said no and is one more person."""
    found = growth.top_connectors(Page.objects.filter(pk=petition.pk))
    assert [(each.name, each.direct, each.downstream) for each in found.named] == [
        ("P1 Q.", 3, 6),
        ("P4 Q.", 2, 3),
        ("P8 Q.", 1, 1),
    ]
    assert (found.others, found.others_direct, found.others_downstream) == (1, 1, 1)


def test_new_people(journal: growth.Journal) -> None:
    assert growth.headline_numbers(journal, NOW).new_people == 7


def test_hours_to_the_fifth_and_the_tenth(journal: growth.Journal) -> None:
    """They came 3.0 and 9.0 hours after publishing: the journal knows the hour that they came in."""
    assert growth.hours_to(journal, PUBLISHED, 5) == 4
    assert growth.hours_to(journal, PUBLISHED, 10) == 10


def test_matured_k_in_the_windows_the_journal_keeps(journal: growth.Journal) -> None:
    """Of the hours that are over six hours old (#1 to #5), six friends came within six hours."""
    found = growth.matured_k(journal, NOW, dt.timedelta(hours=6))
    assert (found.cohort, found.brought, found.k) == (5, 6, 1.2)


def test_the_letter_opened_the_way(petition: Petition) -> None:
    (row,) = growth.link_totals(Page.objects.filter(pk=petition.pk))
    assert (row.direct, row.downstream, row.new_people) == (2, 8, 5)
