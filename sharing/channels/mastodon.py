"""Mastodon: many servers, one API. This site registers itself at each server it meets.

A post carries an Idempotency-Key, so a server that took it within the hour answers a second one with the
first. The server's address is what a person typed: every call goes through the wall.
"""

import hashlib
import random
import re
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import requests
from django.conf import settings

from sharing.channels import http
from sharing.channels.base import (
    Account,
    ChannelError,
    Failed,
    NotThere,
    Outcome,
    Reason,
    Retry,
    Sent,
    Sighting,
    Tokens,
    Unauthorized,
    Unclear,
    Unknown,
)
from sharing.channels.graphemes import grapheme_length
from sharing.channels.network import Access, Door, Network, Outgoing, Way

_SCOPES = "read:accounts read:statuses write:statuses"
_NEEDED = {"write:statuses"}
_FOR_EVER = timedelta(days=36_500)  # a token lives until somebody takes it back
_WINDOW = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=25)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_ADDRESS_WEIGHT = "x" * 23
_REMOTE = re.compile(r"(@\w+)@[\w.-]+\w")  # of a mention only the name counts


class Mastodon(Network):
    """Any server that speaks Mastodon's API."""

    name = "mastodon"
    label = "Mastodon"
    way = Way.SERVER
    resends = 3
    room = 500

    def length(self, text: str) -> int:
        text = _ADDRESS.sub(_ADDRESS_WEIGHT, text)
        return grapheme_length(_REMOTE.sub(r"\1", text))

    def profile_address(self, door: Door, handle: str) -> str:
        return f"{door.home}/@{quote(handle.split('@')[0], safe='')}"

    def post_address(self, door: Door, handle: str, post_id: str) -> str:
        return f"{self.profile_address(door, handle)}/{quote(post_id, safe='')}"

    # --- connecting ---
    def register(self, home: str, redirect_uri: str) -> Door:
        form = {
            "client_name": settings.SITE_NAME,
            "redirect_uris": redirect_uri,
            "scopes": _SCOPES,
            "website": settings.SITE_URL,
        }
        body = _call("POST", f"{home}/api/v1/apps", data=form)
        client_id, secret = body.get("client_id"), body.get("client_secret")
        if not isinstance(client_id, str) or not isinstance(secret, str) or not 0 < len(client_id) < 256:
            raise ChannelError("the server gave no keys")
        return Door(home, client_id, secret)

    def ask(self, door: Door, *, redirect_uri: str, state: str, verifier: str) -> str:
        digest = hashlib.sha256(verifier.encode("ascii")).digest()
        query = {
            "response_type": "code",
            "client_id": door.client_id,
            "redirect_uri": redirect_uri,
            "scope": _SCOPES,
            "state": state,
            # Servers older than 4.3 know no PKCE and pass over both.
            "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode("ascii"),
            "code_challenge_method": "S256",
        }
        return f"{door.home}/oauth/authorize?{urlencode(query, quote_via=quote)}"

    def exchange(
        self, door: Door, *, code: str, verifier: str, redirect_uri: str, now: datetime
    ) -> tuple[Tokens, Account | None]:
        form = {
            "grant_type": "authorization_code",
            "client_id": door.client_id,
            "client_secret": door.client_secret,
            "redirect_uri": redirect_uri,
            "code": code,
            "code_verifier": verifier,
            "scope": _SCOPES,
        }
        body = _call("POST", f"{door.home}/oauth/token", data=form)
        access = body.get("access_token")
        if not isinstance(access, str) or not access:
            raise ChannelError("the token answer has no access token", permanent=True)
        scopes = frozenset(str(body.get("scope") or _SCOPES).split())
        tokens = Tokens(access, None, scopes, now + _FOR_EVER)
        enough = scopes >= _NEEDED or "write" in scopes
        return tokens, _account(door, access) if enough else None

    def renew(self, access: Access, now: datetime) -> Tokens:
        raise ChannelError("the server takes this token no more", permanent=True)

    def give_back(self, access: Access) -> None:
        form = {
            "client_id": access.door.client_id,
            "client_secret": access.door.client_secret,
            "token": access.token,
        }
        _call("POST", f"{access.door.home}/oauth/revoke", data=form)

    # --- posting ---
    def publish(self, access: Access, post: Outgoing, now: datetime) -> Outcome:
        form = {"status": post.text, "visibility": "public", "language": post.language}
        headers = {**_bearer(access.token), "Idempotency-Key": post.key}
        try:
            with http.session(walled=True) as session:
                answer = session.post(f"{access.door.home}/api/v1/statuses", data=form, headers=headers)
        except requests.RequestException as error:
            detail = type(error).__name__
            return Retry(detail=detail) if http.never_reached(error) else Unknown(detail)
        return _judge(answer, now)

    def look_for(self, access: Access, post: Outgoing, now: datetime) -> Sighting:
        query = {"limit": "40", "exclude_reblogs": "true"}
        address = f"{access.door.home}/api/v1/accounts/{quote(access.account, safe='')}/statuses"
        try:
            with http.session(walled=True) as session:
                answer = session.get(address, params=query, headers=_bearer(access.token))
        except requests.RequestException as error:
            return Unclear(type(error).__name__)
        if answer.status_code == 401:
            return Unauthorized("401")
        statuses = http.json_list(answer)
        if answer.status_code != 200 or statuses is None:
            return Unclear(str(answer.status_code))
        found = next((status for status in statuses if _links_to(status, post.address)), None)
        return Sent(str(found["id"])) if found else NotThere()


def _judge(answer: requests.Response, now: datetime) -> Outcome:
    status, body = answer.status_code, http.json_object(answer)
    detail = f"{status} {body.get('error') or answer.reason or ''}".strip()[:200]
    if status == 200:
        return Sent(str(body["id"])) if body.get("id") else Unknown(f"{detail}, without a readable id")
    if status == 401:
        return Unauthorized(detail)
    if status == 403:
        return Failed(Reason.SCOPE if "scope" in detail.lower() else Reason.FORBIDDEN, detail)
    if status in (400, 422):
        return Failed(Reason.INVALID, detail)
    if status == 429:
        return Retry(_reset(answer, now), detail=detail)
    return Unknown(detail)


def _reset(answer: requests.Response, now: datetime) -> datetime:
    """When the limit ends, as the server says (ISO 8601), or one short window from now."""
    until = now + _WINDOW
    try:
        told = datetime.fromisoformat(answer.headers.get("X-RateLimit-Reset", ""))
        until = max(told if told.tzinfo else told.replace(tzinfo=UTC), now)
    except (ValueError, OverflowError):
        pass  # it says nothing that can be read
    return min(until, now + _LONGEST_WAIT) + timedelta(seconds=random.uniform(1, 30))


def _links_to(status: Any, address: str) -> bool:
    """Whether a status (HTML) holds our link."""
    if not isinstance(status, dict) or not status.get("id"):
        return False
    return f'href="{address}"' in str(status.get("content", ""))


def _account(door: Door, token: str) -> Account:
    """Whose token it is, and how long their posts may be."""
    told = _call("GET", f"{door.home}/api/v1/accounts/verify_credentials", headers=_bearer(token))
    account_id, username = str(told.get("id") or ""), str(told.get("username") or "")
    if not 0 < len(account_id) <= 64 or not 0 < len(username) <= 100:
        raise ChannelError("the server told a profile without id or username")
    handle = f"{username}@{urlsplit(door.home).netloc}"
    return Account(account_id, handle, str(told.get("display_name") or ""), room=_room(door))


def _room(door: Door) -> int | None:
    """What this server takes; None when it does not say."""
    try:
        told = _call("GET", f"{door.home}/api/v2/instance")
        room = int(told["configuration"]["statuses"]["max_characters"])
    except (ChannelError, KeyError, TypeError, ValueError):
        return None
    return room if 100 <= room <= 100_000 else None


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _call(method: str, address: str, **what: Any) -> dict[str, Any]:
    """One call that is not a post; its JSON answer. Raises ChannelError."""
    path = urlsplit(address).path
    try:
        with http.session(walled=True) as session:
            answer = session.request(method, address, **what)
    except requests.RequestException as error:
        raise ChannelError(f"{path}: {type(error).__name__}") from error
    if answer.status_code == 200:
        return http.json_object(answer)
    raise ChannelError(f"{path}: {answer.status_code}", permanent=answer.status_code in (400, 401, 403))
