"""The door for supporters: who is let in by a letter, how far, and for how long."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from causes.confirming import withdraw
from causes.models import Signed
from petitions.models import Petition
from tests import database
from tests.makers import NOW, Make
from tests.sharing.x_walk import (
    OPEN,
    START,
    connect,
    letter_of,
    open_door,
    words_of,
)
from tests.standins.x import XStandin


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open")


@pytest.fixture
def maria(make: Make, petition: Petition) -> Signed:
    return make.signature(petition, email="maria@example.net")


def test_the_button_stands_on_the_confirmed_page_only_with_x(
    x: XStandin, phone: Client, maria: Signed, settings: Any
) -> None:
    path = f"/confirm/{letter_of(maria)}/"
    page = phone.get(path).content.decode()
    assert f'action="{OPEN}"' in page
    assert letter_of(maria)[:9] in page
    settings.X_CLIENT_ID = ""
    assert OPEN not in phone.get(path).content.decode()


def test_opening_needs_a_press(x: XStandin, phone: Client, maria: Signed) -> None:
    """A mail scanner that follows links opens nothing."""
    before = database.contents()
    assert phone.get(OPEN, {"letter": letter_of(maria)}).status_code == 405
    assert phone.get(f"/confirm/{letter_of(maria)}/").status_code == 200
    assert phone.get(START).status_code == 403
    assert not phone.cookies.get("sessionid")
    assert database.contents() == before


def test_a_page_of_another_site_opens_nothing(x: XStandin, phone: Client, maria: Signed) -> None:
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = phone.post(OPEN, {"letter": letter_of(maria)}, headers=headers)
        assert answer.status_code == 403
    assert not User.objects.exists()


@pytest.mark.parametrize("fault", ["cut", "altered", "old", "withdrawn", "pending", "somebody else's"])
def test_only_a_counted_name_comes_in(
    x: XStandin, phone: Client, make: Make, petition: Petition, maria: Signed, fault: str
) -> None:
    letter = letter_of(maria)
    if fault == "withdrawn":
        withdraw(maria, NOW)
    letters = {
        "cut": letter[:-3],
        "altered": letter[:-1] + ("A" if letter[-1] != "A" else "B"),
        "old": letter_of(maria, days=15),
        "withdrawn": letter,
        "pending": letter_of(make.pending(petition)),
        "somebody else's": letter.replace(maria.link.code, make.signature(petition).link.code),
    }
    answer = phone.post(OPEN, {"letter": letters[fault]})
    assert answer.status_code == 403
    assert "This page is closed" in words_of(answer)
    assert not User.objects.exists()
    assert phone.get(START).status_code == 403


@pytest.mark.parametrize("bad", ["", "\x00", "a.b.c", "é" * 50, "." * 500])
def test_a_hostile_letter_is_refused(x: XStandin, phone: Client, db: None, bad: str) -> None:
    assert phone.post(OPEN, {"letter": bad}).status_code == 403


def test_a_supporter_never_becomes_staff(x: XStandin, phone: Client, maria: Signed) -> None:
    connect(phone, x, maria)
    user = User.objects.get(email="maria@example.net")
    assert not (user.is_staff or user.is_superuser or user.has_usable_password())
    assert phone.get("/admin/").status_code == 302
    # Not even when somebody makes them staff later: what is open is the walk, not a sign-in.
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    assert phone.get("/admin/").status_code == 302
    assert "_auth_user_id" not in phone.session


@pytest.mark.parametrize("kind", ["staff", "superuser", "member", "password", "inactive"])
def test_who_signs_in_here_is_not_met_by_letter(
    x: XStandin, phone: Client, make: Make, maria: Signed, kind: str
) -> None:
    user = User.objects.create_user("Maria@Example.net", is_staff=kind == "staff")
    if kind == "superuser":
        User.objects.update(is_superuser=True)
    if kind == "inactive":
        User.objects.update(is_active=False)
    if kind == "password":
        user.set_password("a password of her own")
        user.save()
    if kind == "member":
        user.memberships.create(organisation=maria.supporter.organisation, role=Role.VIEWER)
    answer = open_door(phone, maria)
    assert answer.status_code == 403
    assert "This address signs in here" in words_of(answer)
    assert "https://x.com/intent/tweet" in answer.content.decode()
    assert "supporter" not in phone.session
    assert phone.get(START).status_code == 403


def test_the_door_closes_after_two_hours(
    x: XStandin, phone: Client, maria: Signed, later: Callable[..., None]
) -> None:
    open_door(phone, maria)
    later(minutes=119)
    assert phone.get(START).status_code == 200
    assert phone.cookies["sessionid"]["max-age"] == 7200
    later(minutes=121)
    assert phone.get(START).status_code == 403


def test_whoever_is_signed_in_stays_so(x: XStandin, make: Make, maria: Signed) -> None:
    """An organiser who signed with another address of theirs."""
    desk = Client()
    user = make.user((make.organisation(), Role.ORGANISER))
    desk.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert open_door(desk, maria).status_code == 303
    assert desk.get("/admin/").status_code == 200
    assert desk.session.get_expiry_age() > 7200
