"""How a test takes signatures out, and reads what came."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation, Role, User
from petitions.models import Petition

pytestmark = pytest.mark.django_db(transaction=True)  # the export looks from a connection of its own

HEADER = (
    "signed_at,confirmed_at,status,name,email,postcode,country,region,language,channel,partner,generation,"
    "new_to_list,updates,consent_text_version,consent_given_at,lawful_basis,wording_version"
)
COUNTING = HEADER.replace(",name,email,postcode", "")  # whoever counts needs no names


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def person(*roles: tuple[Organisation, Role], email: str = "dario@example.org") -> User:
    """Without a password: hashing one takes longer than an export."""
    user = User.objects.create_user(email, is_staff=True)
    for organisation, role in roles:
        user.memberships.create(organisation=organisation, role=role)
    return user


def address(petition: Petition) -> str:
    return f"/admin/petitions/petition/{petition.pk}/export/"


def body(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


def rows(
    officer: Client, petition: Petition, purpose: str = "updates", **choice: str
) -> list[dict[str, str]]:
    answer = officer.post(address(petition), {"purpose": purpose, **choice})
    assert answer.status_code == 200, answer.context["form"].errors
    return list(csv.DictReader(io.StringIO(body(answer))))
