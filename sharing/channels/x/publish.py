"""One post on X with tweepy, and the judgement on what became of it.

X has no idempotency key. The judgement is therefore strict: unless X's answer or the failed
connection proves that nothing was posted, the outcome is Unknown.
"""

import logging
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
import tweepy

from sharing.channels import http
from sharing.channels.base import Failed, Outcome, Paused, Reason, Retry, Sent, Unauthorized, Unknown
from sharing.channels.x.app import App

log = logging.getLogger(__name__)

# Three windows may be used up; the last one is the app's, so it stops every connection.
_APP_LIMIT = "x-app-limit-24hour"
_LIMITS = ("x-rate-limit", "x-user-limit-24hour", _APP_LIMIT)
_WINDOW = timedelta(minutes=15)
_LONGEST_WAIT = timedelta(hours=25)
# Connections that were stopped together should not come back in the same second.
_JITTER_SECONDS = (1, 30)
_SCOPE_PROBLEMS = {"client-forbidden", "oauth1-permissions", "unsupported-authentication"}


def publish(app: App, *, text: str, token: str, now: datetime) -> Outcome:
    """Post exactly `text` with an OAuth 2.0 access `token`, once. Never raises, never retries."""
    session = app.session()
    answers: list[requests.Response] = []
    # tweepy reads an error's body before it tells the status, and stumbles over some bodies.
    session.hooks["response"].append(lambda answer, **_: answers.append(answer))
    client = tweepy.Client(bearer_token=token, return_type=requests.Response)
    client.session = session
    try:
        client.create_tweet(text=text, user_auth=False)
    except Exception as error:  # noqa: BLE001 whatever happened, the post may be out: judge, never raise
        if not answers:
            return _judge_silence(error)
    return _judge_answer(answers[-1], now)


def _judge_silence(error: Exception) -> Outcome:
    detail = type(error).__name__
    if http.never_reached(error):
        return Retry(detail=detail)
    log.warning("X: no complete answer to a post (%s); its outcome is unknown", detail, exc_info=error)
    return Unknown(detail)


def _judge_answer(answer: requests.Response, now: datetime) -> Outcome:
    status = answer.status_code
    problem = http.json_object(answer)
    detail = f"{status} {problem.get('title') or problem.get('detail') or answer.reason or ''}".strip()[:200]
    if status == 201:
        return _judge_created(problem, detail)
    if status == 400:
        return Failed(Reason.INVALID, detail)
    if status == 401:
        return Unauthorized(detail)
    if status == 402:
        return Paused(detail)
    if status == 403:
        return Failed(_why_forbidden(problem), detail)
    if status == 429:
        return _wait(answer.headers, now, detail)
    return Unknown(detail)


def _judge_created(body: dict[str, Any], detail: str) -> Outcome:
    data = body.get("data")
    post_id = data.get("id") if isinstance(data, dict) else None
    # The post exists, but without its id nobody can prove it.
    return Sent(str(post_id)) if post_id else Unknown(f"{detail}, without a readable id")


def _why_forbidden(problem: dict[str, Any]) -> Reason:
    said = str(problem.get("detail", "")).lower()
    if "duplicate" in said:
        return Reason.DUPLICATE
    # The host in a problem's type differs between X's documentation and its wire.
    kind = str(problem.get("type", "")).rstrip("/").rsplit("/", 1)[-1]
    # A token without tweet.write is answered with the bare word.
    if kind in _SCOPE_PROBLEMS or "scope" in said or said == "forbidden":
        return Reason.SCOPE
    return Reason.FORBIDDEN


def _wait(headers: Any, now: datetime, detail: str) -> Retry:
    """When the last used-up window ends, or one short window from now if X does not say."""
    used_up = [name for name in _LIMITS if headers.get(f"{name}-remaining") == "0"]
    resets = [_reset(headers, name) for name in used_up or ["x-rate-limit"]]
    until = max((reset for reset in resets if reset and reset > now), default=now + _WINDOW)
    jitter = timedelta(seconds=random.uniform(*_JITTER_SECONDS))
    return Retry(min(until, now + _LONGEST_WAIT) + jitter, whole_channel=_APP_LIMIT in used_up, detail=detail)


def _reset(headers: Any, limit: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(headers.get(f"{limit}-reset", "")), UTC)
    except (ValueError, OverflowError, OSError):
        return None
