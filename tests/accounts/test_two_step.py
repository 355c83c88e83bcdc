"""Whoever may take names out or decide for the site signs in by two steps, by the pages themselves."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.test import Client

from accounts import encryption, two_step
from accounts.models import Audit, Organisation, Role, User
from tests.makers import Make

FIRST = "/accounts/2fa/"


@pytest.fixture
def mine(make: Make, settings: Any) -> Organisation:
    settings.TWO_STEP_FOR = ["export", "answer", "moderate"]
    return make.organisation(name="Our own")


def signed_in(user: User) -> Client:
    desk = Client()
    desk.post("/accounts/login/", {"login": user.email, "password": "password-of-test"})
    assert desk.session["_auth_user_id"] == str(user.pk)
    return desk


def code_of(secret: str) -> str:
    return f"{hotp_value(secret, int(time.time()) // 30):06d}"


def set_up(desk: Client) -> str:
    """Through the page with the code to photograph; the secret that stands beside it."""
    where = f"{FIRST}totp/activate/"
    assert desk.get(where)["Location"].startswith("/accounts/reauthenticate/")  # an open laptop is not enough
    desk.post("/accounts/reauthenticate/", {"password": "password-of-test", "next": where})
    form = desk.get(where).context["form"]
    answer = desk.post(where, {"code": code_of(form.secret)})
    assert answer.status_code == 302, answer.content.decode()
    return str(form.secret)


@pytest.mark.parametrize(
    ("role", "closed"),
    [(Role.OWNER, True), (Role.DATA_OFFICER, True), (Role.ORGANISER, False), (Role.VIEWER, False)],
)
def test_the_desk_is_closed_until_there_is_a_second_step(
    make: Make, mine: Organisation, role: Role, closed: bool
) -> None:
    desk = signed_in(make.user((mine, role)))
    for path in ("/admin/", "/admin/petitions/petition/"):
        answer = desk.get(path)
        assert (answer.status_code == 303 and answer["Location"] == FIRST) is closed
    if closed:
        assert "set up a second step" in desk.get(FIRST).content.decode()
        set_up(desk)
        assert desk.get("/admin/").status_code == 200


@pytest.mark.parametrize("right", ["is_superuser", "is_moderator"])
def test_who_decides_for_the_site_needs_one(make: Make, settings: Any, right: str) -> None:
    settings.TWO_STEP_FOR = ["moderate"]
    user = make.user()
    User.objects.update(**{right: True, "is_staff": True})
    assert signed_in(user).get("/admin/")["Location"] == FIRST


def test_it_can_be_switched_off(make: Make, mine: Organisation, settings: Any) -> None:
    settings.TWO_STEP_FOR = []
    assert signed_in(make.user((mine, Role.DATA_OFFICER))).get("/admin/").status_code == 200


def test_afterwards_the_password_alone_opens_nothing(make: Make, mine: Organisation) -> None:
    officer = make.user((mine, Role.DATA_OFFICER))
    secret = set_up(signed_in(officer))
    thief = Client()
    answer = thief.post("/accounts/login/", {"login": officer.email, "password": "password-of-test"})
    assert answer["Location"].startswith(f"{FIRST}authenticate/")
    assert thief.get("/admin/").status_code == 302 and "_auth_user_id" not in thief.session
    assert "_auth_user_id" not in _try(thief, "000000").session
    Authenticator.objects.filter(user=officer).update(last_used_at=None)
    code = hotp_value(secret, int(time.time()) // 30 + 1)  # the one just used is refused a second time
    assert _try(thief, f"{code:06d}").get("/admin/").status_code == 200


def _try(client: Client, code: str) -> Client:
    client.post(f"{FIRST}authenticate/", {"code": code})
    return client


def test_secrets_lie_encrypted_and_get_a_new_key(make: Make, mine: Organisation, settings: Any) -> None:
    officer = make.user((mine, Role.DATA_OFFICER))
    secret = set_up(signed_in(officer))
    kept = Authenticator.objects.get(user=officer, type="totp")
    assert secret not in str(kept.data)
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS]
    encryption._fernet.cache_clear()
    assert two_step.rekey(write=False)[0] >= 1
    call_command("rotate_keys")
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    encryption._fernet.cache_clear()
    kept.refresh_from_db()
    assert two_step.EncryptedSteps().decrypt(kept.data["secret"]) == secret
    assert two_step.rekey(write=False) == (0, 0)
    encryption._fernet.cache_clear()


def test_an_administrator_forgets_a_lost_step_and_it_is_written_down(make: Make, mine: Organisation) -> None:
    officer = make.user((mine, Role.DATA_OFFICER))
    set_up(signed_in(officer))
    boss = make.user(is_superuser=True, language="es")
    boss.is_staff = True
    boss.save()
    desk = signed_in(boss)
    assert "Autenticación de doble factor" in desk.get(f"/es{FIRST}").content.decode()
    set_up(desk)
    desk.post(f"/admin/accounts/user/{officer.pk}/reset-two-step/")
    assert not two_step.has_set_up(officer) and two_step.has_set_up(boss)
    line = Audit.objects.get(action="two_step_reset")
    assert (line.actor, line.person) == (boss, officer)


@pytest.mark.parametrize(
    "where", ["", "totp/activate/", "totp/deactivate/", "webauthn/", "webauthn/add/", "recovery-codes/"]
)
def test_its_pages_open(make: Make, mine: Organisation, where: str) -> None:
    """With one of everything: no style of its own, no script within the page that a browser would run."""
    desk = signed_in(make.user((mine, Role.DATA_OFFICER)))
    if where == "totp/activate/":
        desk.post("/accounts/reauthenticate/", {"password": "password-of-test"})
    else:
        set_up(desk)
    shown = desk.get(f"{FIRST}{where}").content.decode()
    assert "account.css" in shown and "<style" not in shown and "Traceback" not in shown
    assert all("src=" in tag or "application/json" in tag for tag in _scripts(shown))


def _scripts(page: str) -> list[str]:
    return [part.split(">")[0] for part in page.split("<script")[1:]]


def test_recovery_codes_alone_are_no_second_step(make: Make, mine: Organisation) -> None:
    officer = make.user((mine, Role.DATA_OFFICER))
    Authenticator.objects.create(user=officer, type="recovery_codes", data={})
    assert two_step.must_set_up(officer)
