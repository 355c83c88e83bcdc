"""Mastodon's API as the stand-in speaks it: profile, posting once per key, an account's own statuses."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any

from sharing.channels.graphemes import grapheme_length
from tests.standins.faults import MANNERS, Faults, spoil
from tests.standins.kept import Kept
from tests.standins.web import Answer, Request, Route, as_json

ACCOUNTS = {"river_keepers": "109000000000000001", "barrio_unido": "109000000000000002"}
NAMES = {account: name for name, account in ACCOUNTS.items()}
MOST = 500
KEY_SECONDS = 3600
_LIMIT_SECONDS = 1800


def canned(now: float) -> dict[str, Answer]:
    """Every bad day a server may have."""
    reset = datetime.fromtimestamp(now + _LIMIT_SECONDS, UTC).isoformat().replace("+00:00", "Z")
    html = {"Content-Type": "text/html"}
    js = {"Content-Type": "application/json"}
    return {
        "401": as_json({"error": "The access token is invalid"}, 401),
        "403": as_json({"error": "Your login is currently disabled"}, 403),
        "403 scope": as_json({"error": "This action is outside the authorized scopes"}, 403),
        "404": as_json({"error": "Record not found"}, 404),
        "422": as_json({"error": "Validation failed: Text character limit of 500 exceeded"}, 422),
        "429": as_json({"error": "Too many requests"}, 429, {"X-RateLimit-Reset": reset}),
        "429 nonsense": as_json({"error": "Too many requests"}, 429, {"X-RateLimit-Reset": "soon"}),
        "500": as_json({"error": "Internal server error"}, 500),
        "503": Answer(b"<html><h1>Offline for maintenance</h1></html>", 503, html),
        "200 garbage": Answer(b'{"id":"14', 200, js),
        "200 no id": as_json({"content": "?"}),
        "301": Answer(b"", 301, {"Location": "http://127.0.0.1:1/"}),
    }


KINDS = set(canned(0)) | MANNERS | {"timeline late"}


class Api:
    """Answers for the accounts whose consent is kept."""

    def __init__(self, kept: Kept, faults: Faults, clock: Callable[[], float]) -> None:
        self.kept, self.faults, self.clock = kept, faults, clock

    def routes(self) -> list[Route]:
        return [
            ("GET", "/api/v2/instance", self.instance),
            ("GET", "/api/v1/accounts/verify_credentials", self.me),
            ("POST", "/api/v1/statuses", self.post),
            ("GET", r"/api/v1/accounts/(?P<account>\d+)/statuses", self.statuses),
        ]

    def instance(self, request: Request) -> Answer:
        limits = {"max_characters": MOST, "characters_reserved_per_url": 23}
        answer = as_json({"title": "Stand-in", "configuration": {"statuses": limits}})
        fault = self.faults.take("", at="instance")
        return spoil(fault, answer, canned(self.clock())) if fault else answer

    def me(self, request: Request) -> Answer:
        account = self._may(request, "read:accounts")
        if isinstance(account, Answer):
            return account
        name = NAMES[account]
        answer = as_json({"id": account, "username": name, "acct": name, "display_name": name.title()})
        fault = self.faults.take("", at="me")
        return spoil(fault, answer, canned(self.clock())) if fault else answer

    def post(self, request: Request) -> Answer:
        text = request.form.get("status", "")
        fault = self.faults.take(text)
        now = self.clock()
        if fault and fault.when == "before" and fault.kind not in ("slow", "trickle", "huge"):
            return spoil(fault, Answer(), canned(now))
        account = self._may(request, "write:statuses")
        answer = account if isinstance(account, Answer) else self._take(account, request, text, now)
        return spoil(fault, answer, canned(now)) if fault else answer

    def statuses(self, request: Request, account: str) -> Answer:
        allowed = self._may(request, "read:statuses")
        fault = self.faults.take("", at="timeline")
        if fault and fault.kind != "timeline late":
            return spoil(fault, Answer(b"[]"), canned(self.clock()))
        if isinstance(allowed, Answer):
            return allowed
        with self.kept.lock:
            mine = [p for p in reversed(self.kept.data["posts"]) if p["account"] == account]
        return as_json([] if fault else [_shown(p) for p in mine[: int(request.query.get("limit", "20"))]])

    def _take(self, account: str, request: Request, text: str, now: float) -> Answer:
        """One status per key within the hour; the same answer to the same key."""
        if not text:
            return as_json({"error": "Validation failed: Text can't be blank"}, 422)
        if grapheme_length(text) > MOST + 200:  # addresses count 23; the exact count is its own business
            return canned(now)["422"]
        key = hashlib.sha256(f"{account} {request.headers.get('Idempotency-Key', '')}".encode()).hexdigest()
        with self.kept.lock:
            known = self.kept.data["keys"].get(key)
            if request.headers.get("Idempotency-Key") and known and now - known["at"] < KEY_SECONDS:
                return as_json(_shown(self._by_id(known["id"])))
            posts = self.kept.data["posts"]
            post = {
                "id": str(max(int(now * 1000) << 16, int(posts[-1]["id"]) + 1 if posts else 0)),
                "account": account,
                "handle": NAMES[account],
                "text": text,
                "language": request.form.get("language"),
                "visibility": request.form.get("visibility"),
                "at": now,
            }
            posts.append(post)
            self.kept.data["keys"][key] = {"id": post["id"], "at": now}
            self.kept.save()
        return as_json(_shown(post))

    def _by_id(self, post_id: str) -> dict[str, Any]:
        return next(post for post in self.kept.data["posts"] if post["id"] == post_id)

    def _may(self, request: Request, scope: str) -> str | Answer:
        """The account whose token it is."""
        _, _, token = request.headers.get("Authorization", "").partition(" ")
        grant = self.kept.data["tokens"].get(token)
        if grant is None:
            return canned(0)["401"]
        scopes = set(grant["scope"].split())
        if not {scope, scope.split(":")[0]} & scopes:
            return canned(0)["403 scope"]
        return str(grant["account"])


def _shown(post: dict[str, Any]) -> dict[str, Any]:
    """A status, with links as Mastodon writes them: the whole address in href, a shortened one between."""
    words = [
        f'<a href="{escape(word)}"><span>{escape(word[8:30])}</span></a>' if "://" in word else escape(word)
        for word in post["text"].replace("\n", " <br /> ").split(" ")
    ]
    return {"id": post["id"], "content": f"<p>{' '.join(words)}</p>", "visibility": post["visibility"]}
