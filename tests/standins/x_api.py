"""X's API as the stand-in speaks it: profile, posting, an account's own timeline."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sharing.channels.x.length import ADDRESS, MAX_WEIGHTED, weighted_length
from tests.standins.faults import Faults
from tests.standins.web import Answer, Request, Route, as_json
from tests.standins.x_faults import KINDS, duplicate, problem, spoil, too_many
from tests.standins.x_state import ACCOUNTS, Grant, Post, State

WINDOW_SECONDS = 900
POSTS_PER_WINDOW = 100


class Api:
    """Answers for the accounts whose consent the state holds."""

    def __init__(self, state: State, faults: Faults, clock: Callable[[], float] = time.time) -> None:
        self.state, self.faults, self.clock = state, faults, clock

    def routes(self) -> list[Route]:
        return [
            ("GET", "/2/users/me", self.me),
            ("POST", "/2/tweets", self.post),
            ("GET", r"/2/users/(?P<account>\d+)/tweets", self.timeline),
        ]

    def me(self, request: Request) -> Answer:
        return self._guarded(request, "me", {"users.read", "tweet.read"}, lambda grant: _profile(grant))

    def timeline(self, request: Request, account: str) -> Answer:
        return self._guarded(
            request, "timeline", {"users.read", "tweet.read"}, lambda grant: self._posts(request, account)
        )

    def post(self, request: Request) -> Answer:
        text = _text(request)
        fault = self.faults.take(text or "", at="")
        now = self.clock()
        if fault and fault.when == "before" and fault.kind not in ("slow", "trickle", "huge"):
            return spoil(fault, Answer(), now)
        answer = self._may(request, {"tweet.write", "tweet.read", "users.read"})
        if isinstance(answer, Grant):
            answer = self._take(answer, text, now)
        return spoil(fault, answer, now) if fault else answer

    def _take(self, grant: Grant, text: str | None, now: float) -> Answer:
        """Judge a text as X would, and keep it."""
        if not text:
            return problem(400, "Invalid Request", "One or more parameters to your request was invalid.")
        if weighted_length(text) > MAX_WEIGHTED:
            return problem(403, "Forbidden", "You are not permitted to perform this action.")
        with self.state.lock:
            if self.state.is_duplicate(grant.account, text, now):
                return duplicate()
            recent = [
                p
                for p in self.state.posts
                if p.account == grant.account and p.created_at > now - WINDOW_SECONDS
            ]
            if len(recent) >= POSTS_PER_WINDOW:
                return too_many(now, x_rate_limit=WINDOW_SECONDS)
            post = self.state.add_post(grant.account, text, now)
        shown = {"id": post.id, "text": _shortened(post)[0], "edit_history_tweet_ids": [post.id]}
        return as_json({"data": shown}, 201, _rate(POSTS_PER_WINDOW - len(recent) - 1, now))

    def _posts(self, request: Request, account: str) -> Answer:
        if account not in ACCOUNTS:
            return problem(404, "Not Found Error", f"Could not find user with id: [{account}].")
        try:
            since = datetime.fromisoformat(
                request.query.get("start_time", "1970-01-01T00:00:00Z")
            ).timestamp()
        except ValueError:
            return problem(400, "Invalid Request", "The `start_time` query parameter value is not valid.")
        fields = request.query.get("tweet.fields", "").split(",")
        posts = [p for p in self.state.posts if p.account.id == account and p.created_at >= since][::-1]
        if self.faults.take("", at="timeline", kinds={"timeline late"}):
            posts = []
        start, many = (
            int(request.query.get("pagination_token", "0")),
            int(request.query.get("max_results", "10")),
        )
        newest = posts[start : start + many]
        meta: dict[str, Any] = {"result_count": len(newest)}
        if start + many < len(posts):
            meta["next_token"] = str(start + many)
        if newest:
            meta |= {"newest_id": newest[0].id, "oldest_id": newest[-1].id}
        return as_json(
            {"data": [_shown(post, fields) for post in newest], "meta": meta} if newest else {"meta": meta}
        )

    def _guarded(
        self, request: Request, at: str, scopes: set[str], work: Callable[[Grant], Answer]
    ) -> Answer:
        allowed = self._may(request, scopes)
        answer = work(allowed) if isinstance(allowed, Grant) else allowed
        fault = self.faults.take("", at=at, kinds=KINDS - {"timeline late"})
        return spoil(fault, answer, self.clock()) if fault else answer

    def _may(self, request: Request, scopes: set[str]) -> Grant | Answer:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        grant = self.state.holder(token, self.clock()) if kind.lower() == "bearer" else None
        if grant is None:
            return problem(401, "Unauthorized", "Unauthorized")
        if not scopes <= grant.scopes:
            return problem(403, "Forbidden", "Forbidden")
        return grant


def _profile(grant: Grant) -> Answer:
    account = grant.account
    return as_json({"data": {"id": account.id, "name": account.name, "username": account.username}})


def _text(request: Request) -> str | None:
    try:
        body = request.json()
    except ValueError:
        return None
    text = body.get("text") if isinstance(body, dict) else None
    return text if isinstance(text, str) else None


def _rate(remaining: int, now: float) -> dict[str, str]:
    return {
        "x-rate-limit-limit": str(POSTS_PER_WINDOW),
        "x-rate-limit-remaining": str(remaining),
        "x-rate-limit-reset": str(int(now) + WINDOW_SECONDS),
    }


def _stamp(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _shortened(post: Post) -> tuple[str, list[dict[str, Any]]]:
    """The text with t.co links, as X gives it back, and where each of them leads."""
    urls: list[dict[str, Any]] = []

    def shorten(found: Any) -> str:
        address = found.group() if "://" in found.group() else f"http://{found.group()}"
        short = f"https://t.co/{secrets.token_hex(5)}"
        shown = address.split("://", 1)[1]
        urls.append({"url": short, "expanded_url": address, "display_url": shown[:26]})
        return short

    return ADDRESS.sub(shorten, post.text), urls


def _shown(post: Post, fields: list[str]) -> dict[str, Any]:
    """One post of a timeline: what is not asked for is not told."""
    text, urls = _shortened(post)
    shown: dict[str, Any] = {"id": post.id, "text": text, "edit_history_tweet_ids": [post.id]}
    if "created_at" in fields:
        shown["created_at"] = _stamp(post.created_at)
    if "author_id" in fields:
        shown["author_id"] = post.account.id
    if "entities" in fields and urls:
        shown["entities"] = {"urls": urls}
    return shown
