"""An organisation with a petition, its owner, and a program of theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import api_tokens
from accounts.models import Organisation, Role, Scope
from petitions.models import Petition
from tests.makers import NOW, Make

Ask = Callable[..., Any]


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic", title="Keep the clinic open")


@pytest.fixture
def key(make: Make) -> Callable[..., str]:
    """A key of this organisation with these scopes, as its program knows it."""

    def made(organisation: Organisation, *scopes: Scope) -> str:
        owner = make.user((organisation, Role.OWNER))
        return api_tokens.make(organisation, "Newsletter", scopes or Scope.values, owner, NOW)[1]

    return made


@pytest.fixture
def program(petition: Petition, key: Callable[..., str]) -> Client:
    """Comes in with a key that may do everything in its own organisation."""
    return Client(headers={"authorization": f"Bearer {key(petition.organisation)}"})
