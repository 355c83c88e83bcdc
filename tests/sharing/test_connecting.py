"""A supporter connects their own X account: through the letter's link, once, and with nothing more opened."""

import logging
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from causes.models import Signed
from petitions.models import Petition
from sharing.models import Connection
from sharing.tasks import give_back
from tests import database
from tests.makers import Make
from tests.sharing.x_walk import (
    OPEN,
    POST,
    START,
    asked_for,
    come_back,
    connect,
    letter_of,
    open_door,
    walk,
    words_of,
)
from tests.standins.x import XStandin


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open")


@pytest.fixture
def maria(make: Make, petition: Petition) -> Signed:
    return make.signature(petition, email="maria@example.net")


def test_it_works(x: XStandin, phone: Client, maria: Signed) -> None:
    page = connect(phone, x, maria)
    assert page.status_code == 200
    row = Connection.objects.get()
    assert (row.handle, row.remote_id, row.status) == (
        "maria_lopez_demo",
        XStandin.account("maria_lopez_demo").id,
        "active",
    )
    assert set(row.scopes.split()) >= {"tweet.write", "offline.access"}
    assert (row.person, row.organisation) == (User.objects.get(email="maria@example.net"), None)


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize("path", [OPEN, START, POST, "/connect/x/leave/", "/connect/x/not-now/"])
def test_nothing_is_there_while_x_is_off(phone: Client, maria: Signed, path: str, prefix: str) -> None:
    for answer in (phone.get(prefix + path), phone.post(prefix + path, {"letter": letter_of(maria)})):
        assert answer.status_code in (404, 405)
    assert phone.post(prefix + path).status_code in (404, 405)
    assert phone.get("/connect/x/back/?state=a&code=b").status_code == 404
    assert not User.objects.exists()


def test_x_is_asked_for_what_posting_needs(x: XStandin, phone: Client, maria: Signed) -> None:
    open_door(phone, maria)
    asked = asked_for(phone.post(START)["Location"])
    assert asked["scope"].split() == ["tweet.read", "tweet.write", "users.read", "offline.access"]
    assert asked["redirect_uri"] == f"{django_settings.SITE_URL}/connect/x/back/"
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")


def test_the_walk_keeps_its_language(x: XStandin, phone: Client, maria: Signed) -> None:
    assert open_door(phone, maria, "/es")["Location"] == "/es/connect/x/"
    assert walk(phone, x, prefix="/es")["Location"] == "/es/connect/x/post/"
    assert 'lang="es"' in phone.get("/es/connect/x/post/").content.decode()


def test_declined_is_thanked_and_shown_the_free_way(x: XStandin, phone: Client, maria: Signed) -> None:
    open_door(phone, maria)
    answer = walk(phone, x, cancel=True)
    assert answer["Location"] == "/connect/x/not-now/?because=denied"
    page = phone.get(answer["Location"])
    assert "Your name counts all the same" in words_of(page)
    assert "https://x.com/intent/tweet?text=" in page.content.decode()
    assert f"%2Fs%2F{maria.link.code}%2Fx%2F" in page.content.decode()
    assert not Connection.objects.exists()


def test_too_little_permission_is_not_kept(x: XStandin, phone: Client, maria: Signed) -> None:
    open_door(phone, maria)
    asked = phone.post(START)["Location"].replace("%20tweet.write", "").replace("%20offline.access", "")
    assert "tweet.write" not in asked
    answer = come_back(phone, x, asked, "maria_lopez_demo")
    assert answer["Location"] == "/connect/x/not-now/?because=scopes"
    assert "did not give us permission to post" in words_of(phone.get(answer["Location"]))
    assert not Connection.objects.exists()
    assert len(x.state._revoked) == 1


@pytest.mark.parametrize(("at", "kind"), [("token", "500"), ("token", "reset"), ("me", "503"), ("me", "429")])
def test_a_bad_day_of_x_is_told(x: XStandin, phone: Client, maria: Signed, at: str, kind: str) -> None:
    open_door(phone, maria)
    x.faults.add(kind=kind, at=at)
    answer = walk(phone, x)
    assert answer["Location"] == "/connect/x/not-now/?because=failed"
    assert "did not answer as it should" in words_of(phone.get(answer["Location"]))
    assert not Connection.objects.exists()
    assert walk(phone, x)["Location"] == POST


def test_the_answer_to_another_question_is_refused(x: XStandin, phone: Client, maria: Signed) -> None:
    open_door(phone, maria)
    stranger = Client()
    asked = phone.post(START)["Location"]
    back = x.press(asked, "maria_lopez_demo").split("/connect/x/back/")[1]
    mine = asked_for("x" + back)
    answers = [
        phone.get(f"/connect/x/back/?state=made-up&code={mine['code']}"),
        phone.get(f"/connect/x/back/?code={mine['code']}"),
        phone.get(f"/connect/x/back/?state=\x00é&code={mine['code']}"),
        stranger.get(f"/connect/x/back/{back}"),
    ]
    assert [answer.status_code for answer in answers] == [400] * 4
    assert not Connection.objects.exists()
    assert phone.get(f"/connect/x/back/{back}")["Location"] == POST


def test_an_answer_works_once(x: XStandin, phone: Client, maria: Signed) -> None:
    open_door(phone, maria)
    back = x.press(phone.post(START)["Location"], "maria_lopez_demo").split("/connect/x/back/")[1]
    assert phone.get(f"/connect/x/back/{back}").status_code == 303
    before = database.contents()
    assert phone.get(f"/connect/x/back/{back}").status_code == 400
    assert database.contents()["sharing_connection"] == before["sharing_connection"]


def test_an_answer_works_for_ten_minutes(
    x: XStandin, phone: Client, maria: Signed, later: Callable[..., None]
) -> None:
    open_door(phone, maria)
    in_time, too_late = phone.post(START)["Location"], phone.post(START)["Location"]
    later(seconds=590)
    assert come_back(phone, x, in_time, "maria_lopez_demo").status_code == 303
    later(seconds=610)
    assert come_back(phone, x, too_late, "sam_okafor_demo").status_code == 400
    assert Connection.objects.get().handle == "maria_lopez_demo"


def test_two_tabs_both_come_back(x: XStandin, phone: Client, maria: Signed) -> None:
    open_door(phone, maria)
    first, second = phone.post(START)["Location"], phone.post(START)["Location"]
    assert come_back(phone, x, first, "maria_lopez_demo").status_code == 303
    assert come_back(phone, x, second, "maria_lopez_demo").status_code == 303
    assert Connection.objects.count() == 1


def test_connecting_again_renews_the_row(x: XStandin, phone: Client, maria: Signed) -> None:
    connect(phone, x, maria)
    Connection.objects.update(status="reconnect")
    old = Connection.objects.get()
    connect(phone, x, maria)
    new = Connection.objects.get()
    assert (new.pk, new.status) == (old.pk, "active")
    assert new.access_token != old.access_token
    assert new.refresh_token != old.refresh_token


def test_tokens_are_nowhere_in_plain_text(
    x: XStandin, phone: Client, maria: Signed, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        connect(phone, x, maria)
    row = Connection.objects.get()
    secrets = [row.access_token, row.refresh_token]
    assert all(len(secret) > 20 for secret in secrets)
    sessions = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    places = {"database": database.everything(), "sessions": sessions, "logs": caplog.text}
    for name, place in places.items():
        assert not [secret for secret in secrets if secret in place], name
    assert row.access_token not in repr(vars(Connection.objects.defer("access_token").get()))


def test_leaving_takes_everything_back(
    x: XStandin, phone: Client, maria: Signed, later: Callable[..., None]
) -> None:
    connect(phone, x, maria)
    access = Connection.objects.get().access_token
    assert phone.get("/connect/x/leave/").status_code == 405
    left = phone.post("/connect/x/leave/")
    assert "Nothing is posted as you any more" in words_of(phone.get(left["Location"]))
    assert Connection.objects.get().status == "revoked"
    x.faults.add(kind="503", at="revoke")
    give_back()
    assert "X could not be told yet" in words_of(phone.get(START))
    later(minutes=2)
    give_back()
    row = Connection.objects.get()
    assert (row.access_token, row.refresh_token, row.not_told) == ("", "", False)
    assert x.state.holder(access, 0) is None
    assert phone.get(POST)["Location"] == START


def test_forms_of_the_walk_need_their_own_page(x: XStandin, maria: Signed) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert open_door(strict, maria).status_code == 303
    for path in (START, POST, "/connect/x/leave/"):
        assert strict.post(path).status_code == 403


def test_pages_are_kept_by_nobody(x: XStandin, phone: Client, maria: Signed) -> None:
    page = connect(phone, x, maria)
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "strict-origin"
