"""Who may take signatures out, and what they are asked first."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from petitions.models import ExportLog, Petition
from tests.makers import Make
from tests.petitions.exporting.cast import HEADER, address, body, person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)  # the export looks from a connection of its own


@pytest.mark.parametrize("role", [Role.OWNER, Role.ORGANISER, Role.VIEWER])
def test_other_roles_are_refused(make: Make, petition: Petition, role: Role) -> None:
    make.signature(petition)
    client = signed_in(person((petition.organisation, role)))
    assert client.get(address(petition)).status_code == 403
    assert client.post(address(petition), {"purpose": "delivery"}).status_code == 403
    assert not ExportLog.objects.exists()
    assert (
        address(petition)
        not in client.get(f"/admin/petitions/petition/{petition.pk}/change/").content.decode()
    )


def test_a_site_administrator_is_refused_until_they_take_the_role_visibly(
    make: Make, petition: Petition
) -> None:
    boss = User.objects.create_superuser("admin@example.org")
    assert signed_in(boss).post(address(petition), {"purpose": "delivery"}).status_code == 403
    boss.memberships.create(organisation=petition.organisation, role=Role.DATA_OFFICER)
    assert HEADER in body(signed_in(boss).post(address(petition), {"purpose": "delivery"}))


def test_another_organisation_s_data_officer_finds_nothing(make: Make, petition: Petition) -> None:
    client = signed_in(person((make.organisation(), Role.DATA_OFFICER)))
    assert client.post(address(petition), {"purpose": "delivery"}).status_code == 404


def test_an_officer_here_is_none_there(make: Make, petition: Petition) -> None:
    """A data officer of one organisation who only organises in another."""
    there = make.petition()
    somebody = person((petition.organisation, Role.DATA_OFFICER), (there.organisation, Role.ORGANISER))
    assert signed_in(somebody).post(address(there), {"purpose": "delivery"}).status_code == 403


# --- the page ---


def test_the_page_asks_and_shows_how_many(officer: Client, petition: Petition, make: Make) -> None:
    make.signature(petition, name="Dolores Peña", email="dolores@gmail.com", updates=False)
    make.signature(petition)
    make.pending(petition)
    page = officer.get(address(petition)).content.decode()
    assert "<strong>2</strong> confirmed signatures" in page
    assert "d•••@g•••" in page
    assert "Dolores" not in page and "dolores@" not in page
    assert not ExportLog.objects.exists()


def test_no_purpose_no_file(officer: Client, petition: Petition) -> None:
    for purpose in ("", "curiosity"):
        response: Any = officer.post(address(petition), {"purpose": purpose})
        assert response.status_code == 422
        assert "Please say what you will do with the file" in response.content.decode()
    assert not ExportLog.objects.exists()
