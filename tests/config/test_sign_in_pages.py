"""Pages of one's own sign-in: in both languages, by their path; and only those that this site has."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import Role
from tests.makers import Make

OPEN = (
    "login/",
    "password/reset/",
    "password/reset/done/",
    "signup/",
    "inactive/",
    "password/reset/key/1-x/",
)
CLOSED = ("email/", "confirm-email/", "confirm-email/x/", "login/code/confirm/")


@pytest.mark.parametrize("page", OPEN)
def test_each_page_speaks_the_language_of_its_path(client: Client, db: None, page: str) -> None:
    english = client.get(f"/accounts/{page}").content.decode()
    spanish = client.get(f"/es/accounts/{page}").content.decode()
    assert '<html lang="en">' in english and '<html lang="es">' in spanish
    assert english.split("<h1>")[1] != spanish.split("<h1>")[1]
    assert 'value="es" lang="es">Español' in english and 'value="en" lang="en">English' in spanish


def test_the_language_button_keeps_where_one_was_going(client: Client, db: None) -> None:
    answer = client.post("/accounts/login/?next=/admin/causes/cause/", {"lang": "es"})
    assert answer.status_code == 303
    assert answer["Location"] == "/es/accounts/login/?next=/admin/causes/cause/"
    page = client.get(answer["Location"]).content.decode()
    assert 'action="/es/accounts/login/"' in page and 'value="/admin/causes/cause/"' in page


@pytest.mark.parametrize("page", CLOSED)
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_other_pages_of_allauth_are_not_there(make: Make, page: str, prefix: str) -> None:
    """A list of one's own addresses would be a second truth beside the one that was invited."""
    client = Client()
    client.force_login(make.user((make.organisation(), Role.ORGANISER)))
    assert client.get(f"{prefix}/accounts/{page}").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_email")


def test_the_desk_leads_to_its_reader_s_language(make: Make) -> None:
    client = Client()
    client.force_login(make.user((make.organisation(), Role.ORGANISER), language="es"))
    desk = client.get("/admin/").content.decode()
    assert '"/es/accounts/2fa/"' in desk and '"/es/accounts/password/change/"' in desk
