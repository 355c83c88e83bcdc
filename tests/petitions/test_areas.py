"""Where a decision maker's voters live: what organisers write, whom it counts, and when anew."""

import datetime as dt

import pytest

from causes.confirming import withdraw
from causes.counting import count_all
from causes.models import Page, State, Status
from petitions import areas
from petitions.desk_forms import PetitionForm
from petitions.models import AreaCount, Petition
from sharing.erasure import erase
from tests.makers import NOW, Make

LATER = NOW + areas.EVERY


def counted(petition: Petition) -> tuple[int, int, int]:
    told = AreaCount.objects.get(petition=petition.pk)
    return told.inside, told.known, told.names


def listed(make: Make, area: str) -> Petition:
    petition = make.petition(area=area, asks_country=True)
    for postcode, country in (("85701", ""), ("85 701", "US"), ("90011", ""), ("M5V 2T6", "CA"), ("", "")):
        make.signature(petition, postcode=postcode, country=country)
    make.signature(petition, postcode="85000", country="MX")
    make.pending(petition, postcode="85701")
    count_all(NOW)
    return petition


@pytest.mark.parametrize(
    ("text", "places", "beginnings"),
    [
        ("US-AZ, california", ("US-AZ", "US-CA"), ()),
        ("857\n85701,, 857;", (), ("US:857", "US:85701")),
        ("MX 83, m5v, CA M5W", (), ("MX:83", "CA:M5V", "CA:M5W")),
        ("", (), ()),
    ],
)
def test_what_organisers_write(text: str, places: tuple[str, ...], beginnings: tuple[str, ...]) -> None:
    assert areas.area_of(text) == areas.Area(places, beginnings)


@pytest.mark.parametrize("word", ["Tucson", "857%", "857012", "8_7", "US-QQ"])
def test_what_is_no_place_is_said_to_be_none(make: Make, word: str) -> None:
    with pytest.raises(areas.NoArea):
        areas.area_of(f"85701, {word}")
    form = PetitionForm(data={"area": f"85701, {word}"}, instance=make.petition())
    assert word in str(form.errors["area"])


@pytest.mark.parametrize(
    ("area", "inside"),
    [("857", 1), ("US-AZ", 1), ("85", 1), ("MX 85", 1), ("857, M5V, California", 3), ("10", 0)],
)
def test_who_lives_there_is_counted_and_nobody_else(make: Make, area: str, inside: int) -> None:
    """85000 is in Sonora: another country's number is not Arizona's."""
    petition = listed(make, area)
    assert areas.count_due(NOW) == 1
    assert counted(petition) == (inside, 4, 6)


def test_a_changed_list_holds_for_everybody_at_once(make: Make) -> None:
    petition = listed(make, "857")
    areas.count_due(NOW)
    Petition.objects.filter(pk=petition.pk).update(area="Ontario, Sonora")
    assert areas.count_due(NOW) == 1 and counted(petition) == (2, 4, 6)
    Petition.objects.filter(pk=petition.pk).update(area="")
    assert areas.count_due(NOW) == 0 and not AreaCount.objects.exists()


def test_it_is_counted_anew_when_names_moved_and_not_more_often(make: Make) -> None:
    petition = listed(make, "857")
    assert areas.count_due(NOW) == 1
    withdraw(make.signature(petition, now=NOW, postcode="85701"), NOW)
    make.signature(petition, postcode="85702")
    count_all(NOW + dt.timedelta(seconds=1))
    assert areas.count_due(NOW + dt.timedelta(minutes=1)) == 0
    assert areas.count_due(LATER) == 1 and counted(petition) == (2, 5, 7)
    assert areas.count_due(LATER + areas.EVERY) == 0


@pytest.mark.parametrize(("state", "inside"), [(State.OPEN, 0), (State.DELIVERED, 1)])
def test_an_erasure_takes_a_name_out_until_it_was_handed_over(make: Make, state: str, inside: int) -> None:
    petition = listed(make, "857")
    areas.count_due(NOW)
    Page.objects.filter(pk=petition.pk).update(state=state)
    erase(petition.signatures.get(postcode="85701", status=Status.CONFIRMED).supporter, NOW)
    count_all(NOW + dt.timedelta(seconds=1))
    areas.count_due(LATER)
    assert counted(petition)[0] == inside
