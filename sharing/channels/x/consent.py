"""Connecting an account at X: OAuth 2.0 authorisation code with PKCE, for a confidential client.

State and verifier belong to the visitor's session, so the views keep them; here is only the
protocol. Each call raises ChannelError, and nothing else, when X does not answer as it should.
"""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import requests

from sharing.channels import http
from sharing.channels.base import Account, ChannelError, Tokens
from sharing.channels.x.app import App

# tweet.read and users.read belong together: the profile needs both. offline.access brings the refresh token.
SCOPES = ("tweet.read", "tweet.write", "users.read", "offline.access")
_ACCESS_SECONDS = 7200


def new_verifier() -> str:
    """A fresh PKCE verifier: 64 characters that only this visit knows."""
    return secrets.token_urlsafe(48)


def authorise_url(app: App, *, redirect_uri: str, state: str, verifier: str) -> str:
    """Where to send the visitor to be asked. X comes back to `redirect_uri` with `code` and `state`."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(SCOPES),
        "state": state,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii"),
        "code_challenge_method": "S256",
    }
    return f"{app.authorize_url}?{urlencode(query, quote_via=quote)}"


def can_post(tokens: Tokens) -> bool:
    """Whether what was granted is enough to post, and to go on posting after two hours."""
    return tokens.refresh is not None and {"tweet.write", "users.read"} <= tokens.scopes


def exchange(app: App, *, code: str, verifier: str, redirect_uri: str, now: datetime) -> Tokens:
    """Tokens for the code X came back with; a code lives 30 seconds and works once."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    return _tokens(_post(app, "/2/oauth2/token", form), now)


def refresh(app: App, *, refresh_token: str, now: datetime) -> Tokens:
    """New tokens for a refresh token, which is used up by it: call under the connection's lock.

    A lost answer is permanent as well: the token is spent and nobody has the new one.
    """
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token, "client_id": app.client_id}
    return _tokens(_post(app, "/2/oauth2/token", form), now)


def revoke(app: App, *, token: str) -> None:
    """Give a token back at X (access or refresh), so that nobody can use it any more."""
    _post(app, "/2/oauth2/revoke", {"token": token})


def me(app: App, *, token: str) -> Account:
    """The account that a fresh access token posts as (X bills this read)."""
    with app.session() as session:
        try:
            answer = session.get(f"{app.api_base}/2/users/me", headers={"Authorization": f"Bearer {token}"})
        except requests.RequestException as error:
            raise ChannelError(f"X did not tell the profile: {type(error).__name__}") from error
    if answer.status_code != 200:
        permanent = answer.status_code in (401, 403)
        raise ChannelError(f"X did not tell the profile: {answer.status_code}", permanent=permanent)
    data = http.json_object(answer).get("data")
    if not isinstance(data, dict) or not data.get("id") or not data.get("username"):
        raise ChannelError("X told a profile without id or username")
    return Account(id=str(data["id"]), username=str(data["username"]), name=str(data.get("name", "")))


def _post(app: App, path: str, form: dict[str, str]) -> dict[str, Any]:
    """One call to the token endpoint's family, with Basic authentication; its JSON answer."""
    with app.session() as session:
        try:
            answer = session.post(app.api_base + path, data=form, auth=(app.client_id, app.client_secret))
        except requests.RequestException as error:
            spent = not http.never_reached(error)
            raise ChannelError(f"{path}: {type(error).__name__}", permanent=spent) from error
    body = http.json_object(answer)
    if answer.status_code == 200:
        return body
    said = str(body.get("error_description") or body.get("error") or "")[:200]
    # 400 is about the code or token. 401 is about this site's own client id and secret, and the
    # rest is about X's day: neither is the fault of the connection.
    raise ChannelError(f"{path}: {answer.status_code} {said}".strip(), permanent=answer.status_code == 400)


def _tokens(answer: dict[str, Any], now: datetime) -> Tokens:
    """Read a token answer; whatever cannot be read is lost, since the code or token is used up."""
    access, refresh_token = answer.get("access_token"), answer.get("refresh_token")
    # RFC 6749 lets the scope away when it is the one asked for.
    scopes = str(answer.get("scope") or " ".join(SCOPES)).split()
    try:
        lifetime = timedelta(seconds=int(answer.get("expires_in", _ACCESS_SECONDS)))
    except (TypeError, ValueError, OverflowError) as error:
        raise ChannelError("X's token answer has no readable expires_in", permanent=True) from error
    if not isinstance(access, str) or not access:
        raise ChannelError("X's token answer has no access token", permanent=True)
    return Tokens(
        access=access,
        refresh=str(refresh_token) if refresh_token else None,
        scopes=frozenset(scopes),
        expires_at=now + lifetime,
    )
