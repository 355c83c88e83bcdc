"""Is it there? An account's own timeline, read for one link."""

from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from sharing.channels import http
from sharing.channels.base import NotThere, Sent, Sighting, Unauthorized, Unclear
from sharing.channels.x.app import App

_PAGE = 100
_MOST_PAGES = 5
# X's clock and ours may differ; a post a little older than our request is still ours, by its link.
_EARLIER = timedelta(minutes=5)


def look_for(app: App, *, account: str, address: str, since: datetime, token: str) -> Sighting:
    """The post of `account` since `since` that links to `address`. Never raises; X bills the reading."""
    query = {
        "start_time": (since - _EARLIER).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "tweet.fields": "entities,created_at",
        "max_results": str(_PAGE),
    }
    for _ in range(_MOST_PAGES):
        page = _read(app, account, query, token)
        if not isinstance(page, dict):
            return page
        found = next((post for post in page.get("data") or [] if _links_to(post, address)), None)
        if found is not None:
            return Sent(str(found["id"]))
        following = (page.get("meta") or {}).get("next_token")
        if not following:
            return NotThere()
        query["pagination_token"] = str(following)
    return Unclear("more posts than were read")


def _read(
    app: App, account: str, query: dict[str, str], token: str
) -> dict[str, Any] | Unauthorized | Unclear:
    address = f"{app.api_base}/2/users/{account}/tweets"
    try:
        with app.session() as session:
            answer = session.get(address, params=query, headers={"Authorization": f"Bearer {token}"})
    except requests.RequestException as error:
        return Unclear(type(error).__name__)
    if answer.status_code == 401:
        return Unauthorized("401")
    body = http.json_object(answer)
    # An account without posts is told as `meta` alone; anything else proves nothing.
    if answer.status_code != 200 or not isinstance(body.get("meta"), dict):
        return Unclear(f"{answer.status_code} {body.get('title') or ''}".strip())
    return body


def _links_to(post: Any, address: str) -> bool:
    if not isinstance(post, dict) or not post.get("id"):
        return False
    entities = post.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    wanted = address.rstrip("/")
    return any(
        str(url.get(name, "")).rstrip("/") == wanted
        for url in urls or []
        if isinstance(url, dict)
        for name in ("expanded_url", "unwound_url")
    )
