"""One door: people sign in at /accounts/login/, and /admin/ sends them there."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Role
from tests.makers import Make

LOGIN = "/accounts/login/"


@pytest.fixture
def organiser(make: Make) -> str:
    return make.user((make.organisation(), Role.ORGANISER), email="olga@example.org").email


def sign_in(browser: Client, email: str, password: str = "password-of-test", **more: str) -> object:
    return browser.post(LOGIN, {"login": email, "password": password, **more})


def test_the_desk_sends_to_the_one_sign_in_page_and_back(organiser: str, client: Client) -> None:
    wanted = "/admin/petitions/petition/add/"
    first = client.get(wanted, follow=True)
    assert [address for address, _ in first.redirect_chain] == [
        f"/admin/login/?next={wanted}",
        f"{LOGIN}?next=%2Fadmin%2Fpetitions%2Fpetition%2Fadd%2F",
    ]
    assert f'name="next" value="{wanted}"' in first.content.decode()
    assert sign_in(client, organiser, next=wanted).url == wanted  # type: ignore[attr-defined]


def test_the_first_administrator_needs_no_mail_server(
    client: Client, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "password-of-test")
    call_command("createsuperuser", "--noinput", email="ada@example.org", stdout=StringIO())
    assert sign_in(client, "ada@example.org").url == "/admin/"  # type: ignore[attr-defined]
    assert client.get("/admin/").status_code == 200


def test_without_a_wish_the_desk_opens(organiser: str, client: Client) -> None:
    assert sign_in(client, organiser.upper()).url == "/admin/"  # type: ignore[attr-defined]
    assert client.get("/admin/").status_code == 200


def test_a_wrong_password_is_said_and_nothing_more(organiser: str, client: Client) -> None:
    wrong = sign_in(client, organiser, "not-the-password")
    nobody = sign_in(client, "nobody@example.org", "not-the-password")
    for response in (wrong, nobody):
        page = response.content.decode()  # type: ignore[attr-defined]
        assert response.status_code == 200  # type: ignore[attr-defined]
        assert "<title>Error:" in page.replace("\n", "")
        assert "password you specified are not correct" in page
    assert client.get("/admin/").status_code == 302


def test_somebody_else_s_address_is_not_a_next_page(organiser: str, client: Client) -> None:
    response = sign_in(client, organiser, next="https://evil.example/admin/")
    assert response.url == "/admin/"  # type: ignore[attr-defined]


def test_a_supporter_with_a_sign_in_does_not_get_into_the_desk(make: Make, client: Client) -> None:
    supporter = make.user(email="supporter@example.org")
    sign_in(client, supporter.email)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "This door is not yours" in response.content.decode()


def test_signing_out_takes_a_press(organiser: str, client: Client) -> None:
    sign_in(client, organiser)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/admin/").status_code == 200
    assert client.post("/accounts/logout/").url == "/"  # type: ignore[attr-defined]
    assert client.get("/admin/").status_code == 302


def test_nobody_registers_themselves(client: Client, db: None) -> None:
    page = client.get("/accounts/signup/").content.decode()
    assert "Accounts come by invitation" in page
    assert "<input" not in page.split("<main")[1]
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": "a-password-of-mine"})
    assert sign_in(client, "new@example.org", "a-password-of-mine").status_code == 200  # type: ignore[attr-defined]


def test_pages_of_the_sign_in_keep_to_the_content_policy(client: Client, db: None) -> None:
    for address in (
        LOGIN,
        "/accounts/password/reset/",
        "/accounts/signup/",
        "/accounts/password/reset/done/",
    ):
        page = client.get(address).content.decode()
        assert " style=" not in page and "<style" not in page
        assert "<script>" not in page
