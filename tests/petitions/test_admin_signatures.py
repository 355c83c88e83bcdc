"""Signatures to be looked up: masked, not to be changed, and quick."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, Role, User
from petitions.models import Petition
from tests.makers import Make

LIST = "/admin/petitions/signature/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def organisation(petition: Petition) -> Organisation:
    return petition.organisation


@pytest.fixture
def organiser(make: Make, organisation: Organisation) -> Client:
    return signed_in(make.user((organisation, Role.ORGANISER)))


def test_addresses_are_masked_everywhere(organiser: Client, petition: Petition, make: Make) -> None:
    signature = make.signature(petition, name="Dolores Peña", email="dolores@gmail.com")
    for address in (LIST, f"{LIST}{signature.pk}/change/"):
        page = organiser.get(address).content.decode()
        assert "Dolores Peña" in page
        assert "d•••@g•••" in page
        assert "dolores@" not in page


@pytest.mark.parametrize(
    "lookup", ["email__startswith", "email", "email_key__contains", "supporter__email__gt"]
)
def test_the_mask_cannot_be_lifted_letter_by_letter(
    organiser: Client, petition: Petition, make: Make, lookup: str
) -> None:
    make.signature(petition, email="dolores@gmail.com")
    assert organiser.get(LIST, {lookup: "dolores@gmail.com"}).status_code in (302, 400)


def test_nothing_can_be_changed(organiser: Client, petition: Petition, make: Make) -> None:
    signature = make.signature(petition)
    assert organiser.get(f"{LIST}add/").status_code == 403
    assert organiser.post(f"{LIST}{signature.pk}/change/", {"name": "Else"}).status_code == 403
    assert organiser.post(f"{LIST}{signature.pk}/delete/", {"post": "yes"}).status_code == 403
    boss = signed_in(User.objects.create_superuser("admin@example.org"))
    assert boss.post(f"{LIST}{signature.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_viewer_reads_no_names(make: Make, organisation: Organisation, petition: Petition) -> None:
    make.signature(petition)
    viewer = signed_in(make.user((organisation, Role.VIEWER)))
    assert viewer.get(LIST).status_code == 403
    assert LIST not in viewer.get("/admin/").content.decode()


def names(client: Client, **query: Any) -> set[str]:
    return {row.name for row in client.get(LIST, query).context["cl"].result_list}


def test_filters_and_search(organiser: Client, petition: Petition, make: Make) -> None:
    other = make.petition(petition.cause)
    first = make.signature(petition, name="Ana", channel="direct")
    make.signature(petition, parent=first, name="Berta", channel="whatsapp")
    make.pending(other, name="Carla")
    assert names(organiser) == {"Ana", "Berta", "Carla"}
    assert names(organiser, channel__exact="whatsapp") == {"Berta"}
    assert names(organiser, status__exact="pending") == {"Carla"}
    assert names(organiser, petition=petition.pk) == {"Ana", "Berta"}
    assert names(organiser, q="car") == {"Carla"}


def test_the_list_counts_no_further_than_people_page(
    organiser: Client, petition: Petition, make: Make
) -> None:
    """Counting a million rows takes longer than showing fifty."""
    make.signature(petition)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        organiser.get(LIST)
    counting = [
        query["sql"]
        for query in queries
        if "COUNT(" in query["sql"] and "petitions_signature" in query["sql"]
    ]
    assert counting
    assert all("LIMIT 2001" in sql for sql in counting)
