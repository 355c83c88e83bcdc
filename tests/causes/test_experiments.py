"""Experiments in the counting step: who saw which text, whom they brought in time, and nothing else."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from causes import counting
from causes.confirming import restore, withdraw
from causes.models import Experiment, Link, Signed, Variant, VariantConnector
from causes.models.experiment import SLOTS
from petitions.models import Petition
from tests.makers import NOW, Make

HOUR = dt.timedelta(hours=1)


def experiment(
    page: Petition, channel: str = "", ends: tuple[int, ...] = (5000, SLOTS), **more: object
) -> Experiment:
    """Two texts, half and half, from now on."""
    made = Experiment.objects.create(page=page, channel=channel, language="en", started_at=NOW, **more)
    for number, (first, end) in enumerate(zip((0, *ends), ends, strict=False), 1):
        Variant.objects.create(
            experiment=made, number=number, words=f"Text {number}", first_slot=first, end_slot=end
        )
    return made


def counted(made: Experiment) -> dict[int, tuple[int, int, int]]:
    """(shown, brought, squares) by number."""
    counting.count_all(NOW)
    return {v.number: (v.shown, v.brought, v.squares) for v in made.variants.all()}


def number_of(made: Experiment, signed: Signed) -> int:
    slot = made.slot(signed.link.code)
    return next(v.number for v in made.variants.all() if v.first_slot <= slot < v.end_slot)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def test_the_database_reckons_slots_as_we_do(make: Make, petition: Petition) -> None:
    made = experiment(petition, ends=(2500, 5000, 7500, SLOTS))
    people = [make.signature(petition) for _ in range(60)]
    expected = dict.fromkeys(range(1, 5), 0)
    for person in people:
        expected[number_of(made, person)] += 1
    assert {number: shown for number, (shown, _, _) in counted(made).items()} == expected
    assert min(expected.values()) > 3, "every text is shown to somebody"


def test_each_child_counts_for_the_text_its_parent_saw(make: Make, petition: Petition) -> None:
    made = experiment(petition)
    people = [make.signature(petition) for _ in range(12)]
    brought = {person.pk: 0 for person in people}
    for place, person in enumerate(people):
        for number in range(place % 4):
            make.signature(petition, person, "whatsapp", NOW + (number + 1) * HOUR)
            brought[person.pk] += 1
            counting.count_all(NOW)  # one by one and together must give the same squares
    sums = counted(made)
    for number in (1, 2):
        mine = [brought[person.pk] for person in people if number_of(made, person) == number]
        assert sums[number][1:] == (sum(mine), sum(each * each for each in mine))


def test_only_within_72_hours_and_by_the_channel_of_the_text(make: Make, petition: Petition) -> None:
    for_chat, for_all = experiment(petition, "whatsapp", ends=(SLOTS,)), experiment(petition, ends=(SLOTS,))
    person = make.signature(petition)
    make.signature(petition, person, "whatsapp", NOW + 72 * HOUR)
    make.signature(petition, person, "x", NOW + HOUR)
    make.signature(petition, person, "whatsapp", NOW + 73 * HOUR)
    assert counted(for_chat)[1] == (4, 1, 1)
    assert counted(for_all)[1] == (4, 2, 4)


def test_who_came_before_or_after_it_saw_none(make: Make, petition: Petition) -> None:
    before = make.signature(petition, now=NOW - HOUR)
    made = experiment(petition, ends=(SLOTS,))
    during = make.signature(petition, before, "x", NOW)
    made.ended_at = NOW + HOUR
    made.save()
    after = make.signature(petition, during, "x", NOW + HOUR)
    make.signature(petition, after, "x", NOW + 2 * HOUR)
    assert counted(made)[1] == (1, 1, 1), "what `during` brings counts after the end too"


def test_another_language_and_another_page_are_not_in_it(make: Make, petition: Petition) -> None:
    made = experiment(petition, ends=(SLOTS,))
    make.signature(petition, language="es")
    make.signature(make.petition())
    assert counted(made)[1] == (0, 0, 0)


def test_a_partner_brings_for_no_text(make: Make, petition: Petition) -> None:
    made = experiment(petition, ends=(SLOTS,))
    make.signature(petition, make.partner(petition), "partner")
    assert counted(made)[1] == (1, 0, 0)


def test_what_is_taken_back_is_taken_out(make: Make, petition: Petition) -> None:
    made = experiment(petition, ends=(SLOTS,))
    person = make.signature(petition)
    children = [make.signature(petition, person, "x", NOW + HOUR) for _ in range(3)]
    assert counted(made)[1] == (4, 3, 9)
    withdraw(children[0], NOW)
    assert counted(made)[1] == (3, 2, 4)
    restore(children[0], NOW)  # withdrawn by its owner: staff cannot bring it back
    assert counted(made)[1] == (3, 2, 4)


def test_it_survives_that_parents_are_forgotten(make: Make, petition: Petition) -> None:
    made = experiment(petition, ends=(SLOTS,))
    person = make.signature(petition)
    make.signature(petition, person, "x", NOW + HOUR)
    before = counted(made)
    Link.objects.filter(page=petition).update(parent=None)
    make.signature(petition)
    assert counted(made) == {1: (before[1][0] + 1, *before[1][1:])}
    assert VariantConnector.objects.get().link == person.link


def test_one_at_a_time(petition: Petition, make: Make) -> None:
    made = experiment(petition, "x")
    with pytest.raises(IntegrityError), transaction.atomic():
        experiment(petition, "x")
    made.ended_at = NOW
    made.save()
    experiment(petition, "x")
