"""A petition, and an address that hears everything about it."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from accounts.models import Heard, Organisation, Webhook
from petitions.models import Petition
from sharing import webhooks
from tests.makers import NOW, Make

ADDRESS = "https://crm.example.org/hooks"
Listen = Callable[..., Webhook]


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic")


@pytest.fixture
def listen() -> Listen:
    """An address of this organisation."""

    def made(organisation: Organisation, kinds: Iterable[str] = Heard.values, **fields: Any) -> Webhook:
        return Webhook.objects.create(
            **{
                "organisation": organisation,
                "url": ADDRESS,
                "kinds": list(kinds),
                "secret": webhooks.new_secret(),
                "created_at": NOW,
                **fields,
            }
        )

    return made
