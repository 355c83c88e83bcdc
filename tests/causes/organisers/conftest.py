"""Who is told: Ana, who runs the petition, and whoever runs the site."""

import pytest

from accounts.models import Organisation, Role, User
from petitions.models import Petition
from tests.makers import Make


@pytest.fixture
def organisation(make: Make) -> Organisation:
    return make.organisation()


@pytest.fixture
def ana(make: Make, organisation: Organisation) -> User:
    """Runs the petition."""
    return make.user((organisation, Role.ORGANISER), email="ana@example.org", name="Ana Peña")


@pytest.fixture
def site(make: Make) -> User:
    return make.user(email="site@example.org", is_superuser=True)


@pytest.fixture
def petition(make: Make, organisation: Organisation) -> Petition:
    return make.petition(make.cause(organisation), title="Keep the clinic open")
