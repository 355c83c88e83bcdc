"""Connecting an account: the whole way through X's pages, and every way it may end early."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import override_settings

from sharing.channels import http, x
from sharing.channels.base import Account, ChannelError, Tokens, Unauthorized
from tests.standins.x import XStandin

BACK = "http://127.0.0.1:8000/connections/x/back/"


def ask(app: x.App, verifier: str) -> str:
    return x.authorise_url(app, redirect_uri=BACK, state="a state & more", verifier=verifier)


def pressed(standin: XStandin, app: x.App, verifier: str, **how: str | bool) -> dict[str, str]:
    """What X tells when it sends the visitor back."""
    address = standin.press(ask(app, verifier), **how)  # type: ignore[arg-type]
    assert address.startswith(f"{BACK}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def connect(standin: XStandin, app: x.App, now: datetime) -> Tokens:
    verifier = x.new_verifier()
    told = pressed(standin, app, verifier, username="maria_lopez_demo")
    return x.exchange(app, code=told["code"], verifier=verifier, redirect_uri=BACK, now=now)


def test_it_works(standin: XStandin, app: x.App, now: datetime) -> None:
    tokens = connect(standin, app, now)

    assert x.can_post(tokens)
    assert tokens.scopes == set(x.SCOPES)
    assert tokens.expires_at == now + timedelta(hours=2)
    assert x.me(app, token=tokens.access) == Account(
        id="1400000000000000003", username="maria_lopez_demo", name="María López"
    )


def test_the_state_comes_back(standin: XStandin, app: x.App) -> None:
    assert pressed(standin, app, x.new_verifier())["state"] == "a state & more"


def test_cancel(standin: XStandin, app: x.App) -> None:
    told = pressed(standin, app, x.new_verifier(), cancel=True)

    assert told == {"state": "a state & more", "error": "access_denied"}


def test_somebody_elses_verifier_is_refused(standin: XStandin, app: x.App, now: datetime) -> None:
    told = pressed(standin, app, x.new_verifier())

    with pytest.raises(ChannelError, match="code_verifier") as refused:
        x.exchange(app, code=told["code"], verifier=x.new_verifier(), redirect_uri=BACK, now=now)
    assert refused.value.permanent


def test_a_code_works_once_and_only_for_its_address(standin: XStandin, app: x.App, now: datetime) -> None:
    verifier = x.new_verifier()
    code = pressed(standin, app, verifier)["code"]
    x.exchange(app, code=code, verifier=verifier, redirect_uri=BACK, now=now)
    with pytest.raises(ChannelError, match="authorization code"):
        x.exchange(app, code=code, verifier=verifier, redirect_uri=BACK, now=now)

    code = pressed(standin, app, verifier)["code"]
    with pytest.raises(ChannelError, match="authorization code"):
        x.exchange(app, code=code, verifier=verifier, redirect_uri=f"{BACK}?more", now=now)


def test_fewer_scopes_cannot_post(now: datetime) -> None:
    enough = Tokens("a", "r", frozenset(x.SCOPES), now)

    assert x.can_post(enough)
    assert not x.can_post(replace(enough, scopes=frozenset({"tweet.read", "users.read"})))
    assert not x.can_post(replace(enough, refresh=None))


def test_a_wrong_client_secret_is_the_sites_fault(standin: XStandin, app: x.App, now: datetime) -> None:
    tokens = connect(standin, app, now)
    assert tokens.refresh

    with pytest.raises(ChannelError, match="401 Missing valid authorization header") as refused:
        x.refresh(replace(app, client_secret="old"), refresh_token=tokens.refresh, now=now)
    assert not refused.value.permanent
    assert x.refresh(app, refresh_token=tokens.refresh, now=now).access != tokens.access


def test_a_refresh_token_works_once(standin: XStandin, app: x.App, now: datetime) -> None:
    first = connect(standin, app, now)
    assert first.refresh
    second = x.refresh(app, refresh_token=first.refresh, now=now)
    assert x.can_post(second)
    assert second.refresh != first.refresh

    with pytest.raises(ChannelError) as refused:
        x.refresh(app, refresh_token=first.refresh, now=now)

    assert refused.value.permanent
    # Using it twice has ended the whole consent.
    assert isinstance(x.publish(app, text="hello", token=second.access, now=now), Unauthorized)


@pytest.mark.parametrize(
    ("kind", "when", "permanent"),
    [
        ("reset", "after", True),
        ("hang", "after", True),
        ("201 garbage", "before", False),
        ("400", "before", True),
        ("429", "before", False),
        ("503", "before", False),
    ],
)
def test_a_refresh_that_fails(
    standin: XStandin,
    app: x.App,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    when: str,
    permanent: bool,
) -> None:
    if kind == "hang":
        monkeypatch.setattr(http, "CONNECT_AND_READ_SECONDS", (5, 0.3))
    spent = standin.tokens()["refresh_token"]
    standin.faults.add(kind=kind, at="token", when=when)

    with pytest.raises(ChannelError) as failed:
        x.refresh(app, refresh_token=spent, now=now)

    assert failed.value.permanent is permanent
    assert spent not in str(failed.value)


def test_a_refresh_that_never_arrived_may_be_tried_again(app: x.App, now: datetime) -> None:
    nowhere = replace(app, api_base="http://x.invalid")

    with pytest.raises(ChannelError) as failed:
        x.refresh(nowhere, refresh_token="r", now=now)

    assert not failed.value.permanent


def test_revoke_ends_everything(standin: XStandin, app: x.App, now: datetime) -> None:
    tokens = connect(standin, app, now)
    assert tokens.refresh

    x.revoke(app, token=tokens.refresh)

    with pytest.raises(ChannelError) as refused:
        x.me(app, token=tokens.access)
    assert refused.value.permanent
    with pytest.raises(ChannelError):
        x.refresh(app, refresh_token=tokens.refresh, now=now)


@pytest.mark.parametrize("kind", ["503", "429", "402", "201 garbage", "reset"])
def test_a_profile_that_does_not_come_now(standin: XStandin, app: x.App, token: str, kind: str) -> None:
    standin.faults.add(kind=kind, at="me")

    with pytest.raises(ChannelError) as failed:
        x.me(app, token=token)

    assert not failed.value.permanent


def test_the_address_to_ask_at_is_encoded_once(app: x.App) -> None:
    query = urlsplit(ask(app, x.new_verifier())).query

    assert "+" not in query
    assert "scope=tweet.read%20tweet.write%20users.read%20offline.access" in query


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("S256", "plain", "code_challenge_method"),
        ("client_id=demo", "client_id=other", "client_id"),
        ("&state=", "&status=", "state"),
        ("tweet.write", "everything", "scope"),
    ],
)
def test_a_wrong_question_is_refused(app: x.App, old: str, new: str, wrong: str) -> None:
    address = ask(app, x.new_verifier())

    answer = requests.get(address.replace(old, new), timeout=10)

    assert answer.status_code == 400
    assert wrong in answer.text


def test_settings_switch_x_on() -> None:
    with override_settings(X_CLIENT_ID=""):
        assert x.App.from_settings() is None

    with override_settings(X_CLIENT_ID="ours", X_API_BASE="https://api.x.example"):
        app = x.App.from_settings()
    assert app
    assert (app.client_id, app.api_base) == ("ours", "https://api.x.example")
