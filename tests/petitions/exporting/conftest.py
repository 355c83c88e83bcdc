"""The cast of the export: a petition whose rows other connections can see, and its data officer."""

import pytest
from django.test import Client

from accounts.models import Role
from petitions.models import Petition
from tests.makers import Make
from tests.petitions.exporting.cast import person, signed_in


@pytest.fixture
def make(transactional_db: None) -> Make:
    return Make()


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic")


@pytest.fixture
def officer(make: Make, petition: Petition) -> Client:
    return signed_in(person((petition.organisation, Role.DATA_OFFICER)))
