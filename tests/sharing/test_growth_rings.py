"""The rings of an organisation's own links are what a slow walk up from every name says."""

from collections import Counter

import pytest

from causes.confirming import withdraw
from causes.counting import count_all
from causes.models import Link, LinkRing, Page
from sharing import growth
from sharing.growth import rippling
from sharing.growth.rings import rings
from tests.makers import NOW, Make
from tests.sharing.network import Slow, World, grow


@pytest.fixture
def world(make: Make) -> World:
    return grow(make, names=40)


def walked(page: Page) -> dict[tuple[int, int], int]:
    """(own link, generation) -> names, from parents alone."""
    slow = Slow(page)
    found: Counter[tuple[int, int]] = Counter()
    for row in slow.rows:
        line = slow.line(row)
        if line and line[-1].kind != Link.Kind.PERSON:
            found[line[-1].pk, slow.generation(row)] += 1
    return dict(found)


def booked(page: Page) -> dict[tuple[int, int], int]:
    rows = LinkRing.objects.filter(link__page=page.pk, signatures__gt=0)
    return {(ring.link_id, ring.generation): ring.signatures for ring in rows}


def test_rings_are_booked_with_the_names_and_taken_back_with_them(world: World) -> None:
    assert booked(world.first) == walked(world.first) != {}
    slow = Slow(world.first)
    own = next(row for row in slow.rows if slow.line(row) and slow.line(row)[-1].kind != "person")
    withdraw(own, NOW)
    count_all(NOW)
    assert booked(world.first) == walked(world.first)
    assert not LinkRing.objects.filter(link__kind=Link.Kind.PERSON).exists()


def test_arcs_of_links_add_up_to_the_rings_of_channels(world: World) -> None:
    pages = Page.objects.filter(pk=world.first.pk)
    journal = growth.read(pages)
    by_link = rippling.link_amounts(rings(pages, journal))
    by_channel = rippling.ring_amounts(journal.cells)
    sums = {number: sum(ring.values()) for number, ring in by_channel.items()}
    assert {number: sum(ring.values()) for number, ring in by_link.items()} == sums
    assert all(amount >= 0 for ring in by_link.values() for amount in ring.values())


def test_four_links_have_a_colour_and_the_others_share_one(make: Make) -> None:
    petition = make.petition()
    for place in range(6):
        partner = make.partner(petition, f"Partner {place}")
        for _ in range(6 - place):
            make.signature(petition, partner, "partner", now=NOW)
    count_all(NOW)
    pages = Page.objects.filter(pk=petition.pk)
    told = rings(pages, growth.read(pages))
    assert told.labels == ["Partner 0", "Partner 1", "Partner 2", "Partner 3"]
    assert told.others == {1: 3} and told.sizes[1][""] == 0
    assert rippling.link_labels(told)["whatsapp"] == "Partner 0"
