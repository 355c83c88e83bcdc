"""The nightly proof: it says nothing when all is well, and finds what is not."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from causes import counting, recounting
from causes.models import GrowthHour, Page, RegionDay, WayDay
from tests.makers import NOW, Make


@pytest.mark.django_db(transaction=True)
def test_it_works_also_while_tallies_wait() -> None:
    make = Make()
    petition = make.petition()
    make.signature(petition)
    counting.count_all(NOW)
    make.signature(petition)
    make.pending(petition)
    assert recounting.differences() == []
    call_command("recount")


@pytest.mark.django_db(transaction=True)
def test_a_wrong_count_is_found_and_mended() -> None:
    make = Make()
    petition = make.petition()
    make.signature(petition)
    counting.count_all(NOW)
    Page.objects.filter(pk=petition.pk).update(count=7)
    assert recounting.differences() == [
        recounting.Difference(petition.pk, rows=1, counted=7, journal=1, ways=1, regions=1)
    ]
    with pytest.raises(CommandError, match="1 pages differ"):
        call_command("recount")
    call_command("recount", "--mend")
    petition.refresh_from_db()
    assert petition.count == 1
    assert recounting.differences() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("model", "said"), [(GrowthHour, "journal"), (WayDay, "ways"), (RegionDay, "regions")]
)
def test_a_wrong_journal_is_found(model: type[Any], said: str) -> None:
    make = Make()
    petition = make.petition()
    make.signature(petition)
    counting.count_all(NOW)
    model.objects.update(signatures=3)
    assert [getattr(row, said) for row in recounting.differences()] == [3]
