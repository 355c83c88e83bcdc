"""Bluesky: two calls of its API, and a record whose name is ours.

The record's key is drawn when the post is asked for. Handing the same record over twice writes it once, and
reading that one key says for certain whether it is there: nothing is ever in doubt for long.

Accounts are connected with an app password: OAuth there needs a key pair, proofs per request and a server
discovered per account, and gives an organisation nothing more.
"""

import random
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

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

_POSTS = "app.bsky.feed.post"
_MOST_BYTES = 3000
_SESSION = timedelta(minutes=90)  # a session's token lives two hours
_LONGEST_WAIT = timedelta(hours=25)
_WINDOW = timedelta(minutes=5)
_TAG = re.compile(r"(?<!\w)[#＃](\w*[^\W\d_]\w*)")
_ENDED = {"ExpiredToken", "InvalidToken", "AuthenticationRequired", "AccountTakedown", "AccountDeactivated"}


class Bluesky(Network):
    """Accounts on Bluesky's own servers, or on a server of their own."""

    name = "bluesky"
    label = "Bluesky"
    way = Way.PASSWORD
    resends = 3
    room = 300

    def length(self, text: str) -> int:
        """In characters as people see them; a text too heavy in bytes is as good as too long."""
        over = len(text.encode()) - _MOST_BYTES
        return grapheme_length(text) if over <= 0 else max(grapheme_length(text), self.room + over)

    def profile_address(self, door: Door, handle: str) -> str:
        return f"{settings.BLUESKY_WEB}/profile/{quote(handle, safe='')}"

    def post_address(self, door: Door, handle: str, post_id: str) -> str:
        return f"{self.profile_address(door, handle)}/post/{quote(post_id, safe='')}"

    # --- connecting ---
    def sign_in(self, door: Door, *, handle: str, password: str, now: datetime) -> tuple[Tokens, Account]:
        body = _sign_in(door, handle, password)
        did, named = str(body.get("did") or ""), str(body.get("handle") or handle)
        if not did.startswith("did:") or len(did) > 64:
            raise ChannelError("the server told no account")
        return _tokens(body, password, now), Account(did, named[:255], "")

    def renew(self, access: Access, now: datetime) -> Tokens:
        """A new session with the app password; nothing is used up by it."""
        return _tokens(_sign_in(access.door, access.account, access.secret), access.secret, now)

    def give_back(self, access: Access) -> None:
        """Nothing to tell: a session ends by itself, and only its owner can delete an app password."""

    # --- posting ---
    def publish(self, access: Access, post: Outgoing, now: datetime) -> Outcome:
        try:
            thumb = _upload(access, post.card.picture)
            body = {
                "repo": access.account,
                "collection": _POSTS,
                "rkey": post.key,
                "record": record(post, thumb),
                "swapRecord": None,  # only where nothing is yet
            }
            answer = _send("POST", access, "com.atproto.repo.putRecord", json=body)
        except requests.RequestException as error:
            detail = type(error).__name__
            return Retry(detail=detail) if http.never_reached(error) else Unknown(detail)
        return _judge(answer, post.key, now)

    def look_for(self, access: Access, post: Outgoing, now: datetime) -> Sighting:
        query = {"repo": access.account, "collection": _POSTS, "rkey": post.key}
        try:
            answer = _send("GET", access, "com.atproto.repo.getRecord", params=query)
        except requests.RequestException as error:
            return Unclear(type(error).__name__)
        body = http.json_object(answer)
        if answer.status_code == 200 and str(body.get("uri", "")).endswith(f"/{post.key}"):
            return Sent(post.key)
        if body.get("error") == "RecordNotFound":
            return NotThere()
        if body.get("error") in _ENDED or answer.status_code == 401:
            return Unauthorized(str(body.get("error")))
        return Unclear(f"{answer.status_code} {body.get('error') or ''}".strip())


def record(post: Outgoing, thumb: dict[str, Any] | None) -> dict[str, Any]:
    """The post as atproto writes it, the same at each try: its date, and its links' places in bytes."""
    external: dict[str, Any] = {
        "uri": post.address,
        "title": post.card.title,
        "description": post.card.summary,
    }
    if thumb:
        external["thumb"] = thumb
    return {
        "$type": _POSTS,
        "text": post.text,
        "createdAt": post.asked_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "langs": [post.language],
        "facets": facets(post.text, post.address),
        "embed": {"$type": "app.bsky.embed.external", "external": external},
    }


def facets(text: str, address: str) -> list[dict[str, Any]]:
    """Where the link and the hashtags stand in `text`, counted in bytes of UTF-8."""
    found = []
    if (start := text.find(address)) >= 0:
        link = {"$type": "app.bsky.richtext.facet#link", "uri": address}
        found.append(_facet(text, start, start + len(address), link))
    for tag in _TAG.finditer(text):
        if not start <= tag.start() < start + len(address):
            feature = {"$type": "app.bsky.richtext.facet#tag", "tag": tag[1]}
            found.append(_facet(text, tag.start(), tag.end(), feature))
    return found


def _facet(text: str, start: int, end: int, feature: dict[str, str]) -> dict[str, Any]:
    index = {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:end].encode())}
    return {"index": index, "features": [feature]}


def _upload(access: Access, picture: bytes) -> dict[str, Any] | None:
    """The picture of the link card. A post without it is better than none."""
    if not picture:
        return None
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    try:
        answer = _send(
            "POST", access, "com.atproto.repo.uploadBlob", data=picture, headers={"Content-Type": kind}
        )
    except requests.RequestException:
        return None
    blob = http.json_object(answer).get("blob")
    return blob if answer.status_code == 200 and isinstance(blob, dict) else None


def _judge(answer: requests.Response, key: str, now: datetime) -> Outcome:
    status, body = answer.status_code, http.json_object(answer)
    said = str(body.get("error") or "")
    detail = f"{status} {said} {body.get('message') or ''}".strip()[:200]
    if status == 200:
        mine = str(body.get("uri", "")).endswith(f"/{key}")
        return Sent(key) if mine else Unknown(f"{detail}, without a readable address")
    if said == "InvalidSwap":  # it is there already, from an earlier try
        return Sent(key)
    if said in _ENDED or status == 401:
        return Unauthorized(detail)
    if status == 429:
        return Retry(_reset(answer, now), detail=detail)
    if status == 400:
        return Failed(Reason.INVALID, detail)
    if status == 403:
        return Failed(Reason.FORBIDDEN, detail)
    return Unknown(detail)


def _reset(answer: requests.Response, now: datetime) -> datetime:
    """When the limit ends, as the server says (seconds since 1970), or one short window from now."""
    until = now + _WINDOW
    try:
        until = max(datetime.fromtimestamp(int(answer.headers.get("RateLimit-Reset", "")), UTC), now)
    except (ValueError, OverflowError, OSError):
        pass  # it says nothing that can be read
    return min(until, now + _LONGEST_WAIT) + timedelta(seconds=random.uniform(1, 30))


def _sign_in(door: Door, name: str, password: str) -> dict[str, Any]:
    """A session for a name and an app password. Raises ChannelError, permanent when both do not fit."""
    call = "com.atproto.server.createSession"
    try:
        with _session(door) as session:
            answer = session.post(f"{door.home}/xrpc/{call}", json={"identifier": name, "password": password})
    except requests.RequestException as error:
        raise ChannelError(f"{call}: {type(error).__name__}") from error
    body = http.json_object(answer)
    if answer.status_code == 200 and body.get("accessJwt"):
        return body
    raise ChannelError(
        f"{call}: {answer.status_code} {body.get('error') or ''}".strip(),
        permanent=answer.status_code in (400, 401, 403),
    )


def _tokens(body: dict[str, Any], password: str, now: datetime) -> Tokens:
    """The session's token now, and the app password for the next one."""
    return Tokens(str(body["accessJwt"]), password, frozenset({"post"}), now + _SESSION)


def _send(method: str, access: Access, call: str, **what: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {access.token}", **what.pop("headers", {})}
    with _session(access.door) as session:
        return session.request(method, f"{access.door.home}/xrpc/{call}", headers=headers, **what)


def _session(door: Door) -> requests.Session:
    """The server in our settings is trusted, one that a person typed is not."""
    return http.session(walled=door.home != settings.BLUESKY_API_BASE)
