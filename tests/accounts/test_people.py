"""Owners add people to their own organisation, and never get hold of anybody else's account."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts import clock
from accounts.models import Membership, Organisation, Role, User
from causes.letters import send_due
from tests.makers import Make

PASSWORD = "three words of mine"
ADD = "/admin/accounts/membership/add/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def mine(make: Make) -> Organisation:
    return make.organisation(name="Our own")


@pytest.fixture
def owner(make: Make, mine: Organisation) -> Client:
    return signed_in(make.user((mine, Role.OWNER), email="owner@example.org"))


def add(client: Client, organisation: Organisation, email: str, role: str = "organiser") -> Any:
    return client.post(ADD, {"organisation": organisation.pk, "email": email, "name": "Ana", "role": role})


def link_in(page: str) -> str:
    found = re.search(r'value="http://testserver(/accounts/password/reset/key/[^"]+)"', page)
    return found[1] if found else ""


def set_password(path: str) -> Any:
    visitor = Client()
    form = visitor.get(path, follow=True)
    action = form.context.get("action_url") if form.context else None
    if not action:
        return form
    return visitor.post(action, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)


def test_a_new_person_gets_a_link_and_signs_in_with_it(owner: Client, mine: Organisation) -> None:
    page = add(owner, mine, "Ana@Example.org").content.decode()
    path = link_in(page)
    assert "Your password is set" in set_password(path).content.decode()
    ana = Client()
    response = ana.post("/accounts/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert response.url == "/admin/"  # type: ignore[attr-defined]
    assert ana.get("/admin/petitions/petition/").status_code == 200
    assert "does not work any more" in set_password(path).content.decode()


def test_nobody_gets_a_link_to_an_account_that_was_there(
    owner: Client, mine: Organisation, make: Make
) -> None:
    """It may be a person of another organisation, or a supporter with a network account connected."""
    there = make.user((make.organisation(), Role.OWNER), email="there@example.org")
    supporter = make.user(email="supporter@example.org")
    for person in (there, supporter):
        response = add(owner, mine, person.email)
        assert response.status_code == 302
        assert Membership.objects.filter(user=person, organisation=mine).exists()


def test_a_link_dies_when_another_organisation_adds_the_same_person(
    owner: Client, mine: Organisation, make: Make
) -> None:
    """Else whoever kept it could set the password and walk into the other organisation."""
    path = link_in(add(owner, mine, "ana@example.org").content.decode())
    other = make.organisation()
    add(signed_in(make.user((other, Role.OWNER))), other, "ana@example.org")
    assert "does not work any more" in set_password(path).content.decode()
    assert not User.objects.get(email="ana@example.org").has_usable_password()


def test_a_forgotten_password_comes_by_letter(owner: Client, mine: Organisation) -> None:
    add(owner, mine, "ana@example.org")
    Client().post("/accounts/password/reset/", {"email": "ana@example.org"})
    send_due(clock.now)
    path = re.search(r"https?://[^/\s]+(/\S+/password/\S+)", str(mail.outbox[0].body))
    assert path
    assert "Your password is set" in set_password(path[1]).content.decode()


def test_the_same_role_twice_is_said(owner: Client, mine: Organisation) -> None:
    add(owner, mine, "ana@example.org")
    page = add(owner, mine, "ANA@example.org").content.decode()
    assert "already has this role" in page
    assert add(owner, mine, "ana@example.org", "data_officer").status_code == 302


def test_an_organisation_keeps_an_owner(owner: Client, mine: Organisation) -> None:
    last = Membership.objects.get(organisation=mine)
    change, delete = (f"/admin/accounts/membership/{last.pk}/{what}/" for what in ("change", "delete"))
    assert "keeps at least one owner" in owner.post(change, {"role": "viewer"}).content.decode()
    assert owner.post(delete, {"post": "yes"}).status_code == 403
    add(owner, mine, "ana@example.org", "owner")
    assert owner.post(delete, {"post": "yes"}).status_code == 302
    assert Membership.objects.filter(organisation=mine, role=Role.OWNER).count() == 1


def test_a_foreign_organisation_cannot_be_chosen(owner: Client, make: Make) -> None:
    foreign = make.organisation(name="Foreign")
    page = add(owner, foreign, "spy@example.org").content.decode()
    assert "Select a valid choice" in page
    assert not User.objects.filter(email="spy@example.org").exists()


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.DATA_OFFICER, Role.VIEWER])
def test_only_owners_govern(make: Make, mine: Organisation, role: Role) -> None:
    client = signed_in(make.user((mine, role)))
    assert add(client, mine, "ana@example.org").status_code == 403
    assert client.get("/admin/accounts/membership/").status_code == 403
    change = f"/admin/accounts/organisation/{mine.pk}/change/"
    assert client.get(change).status_code == 200  # to be read
    assert client.post(change, {"name": "Taken over"}).status_code == 403
    mine.refresh_from_db()
    assert mine.name == "Our own"


def test_an_owner_edits_the_organisation_but_makes_none(owner: Client, mine: Organisation) -> None:
    response = owner.post(
        f"/admin/accounts/organisation/{mine.pk}/change/",
        {"name": "New name", "language": "es", "slug": "taken-over", "website": "example.org"},
    )
    assert response.status_code == 302
    mine.refresh_from_db()
    assert (mine.name, mine.language, mine.website) == ("New name", "es", "https://example.org")
    assert mine.slug != "taken-over"
    assert owner.get("/admin/accounts/organisation/add/").status_code == 403


def test_people_edit_themselves_and_nobody_else(make: Make, mine: Organisation) -> None:
    me = make.user((mine, Role.OWNER), email="me@example.org")
    colleague = make.user((mine, Role.ORGANISER), email="colleague@example.org", name="Carla")
    client = signed_in(me)
    wish = {"name": "Olga", "language": "es", "email": "other@example.org", "is_superuser": "on"}
    client.post(f"/admin/accounts/user/{me.pk}/change/", wish)
    assert client.post(f"/admin/accounts/user/{colleague.pk}/change/", wish).status_code == 403
    me.refresh_from_db()
    colleague.refresh_from_db()
    assert (me.name, me.language, me.email, me.is_superuser) == ("Olga", "es", "me@example.org", False)
    assert (colleague.name, colleague.email) == ("Carla", "colleague@example.org")


def test_a_site_administrator_makes_organisations_people_and_new_links(make: Make, db: None) -> None:
    admin = signed_in(User.objects.create_superuser("admin@example.org"))
    data = {"name": "Fresh", "slug": "fresh", "language": "en"}
    assert admin.post("/admin/accounts/organisation/add/", data).status_code == 302
    page = admin.post(
        "/admin/accounts/user/add/", {"email": "New@example.org", "language": "en", "is_active": "on"}
    )
    person = User.objects.get(email="new@example.org")
    assert link_in(page.content.decode())
    assert "password-link" in admin.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    again = admin.post(f"/admin/accounts/user/{person.pk}/password-link/")
    assert "Your password is set" in set_password(link_in(again.content.decode())).content.decode()
    owner = signed_in(make.user((make.organisation(), Role.OWNER)))
    assert owner.post(f"/admin/accounts/user/{person.pk}/password-link/").status_code == 404


def test_an_address_somebody_no_longer_has_does_not_sign_in(make: Make) -> None:
    """allauth keeps its own list of addresses; it must not outlive the one on the person."""

    def status(address: str) -> int:
        wish = {"login": address, "password": "password-of-test"}
        return Client().post("/accounts/login/", wish).status_code

    person = make.user(email="old@example.org", name="Ana")
    assert status("old@example.org") == 302
    admin = signed_in(User.objects.create_superuser("admin@example.org"))
    admin.post(
        f"/admin/accounts/user/{person.pk}/change/",
        {"email": "new@example.org", "language": "en", "is_active": "on"},
    )
    assert status("old@example.org") == 200
    assert status("new@example.org") == 302
