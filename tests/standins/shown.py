"""What people see of the smaller stand-ins: the posts that arrived, newest first."""

from datetime import UTC, datetime
from html import escape
from typing import Any

from tests.standins.looks import page


def posts_page(network: str, posts: list[dict[str, Any]]) -> str:
    """`posts`: id, handle, text, at (seconds since 1970), oldest first."""
    cards = "".join(_card(post) for post in reversed(posts))
    cards = cards or '<p class="card">No posts yet. Connect an account in Groundswell and post.</p>'
    count = f"{len(posts)} post{'' if len(posts) == 1 else 's'} arrived, newest first"
    body = f'<h1>Posts</h1><p class="soft">{count}</p>{cards}'
    return page(f"{network} stand-in ({len(posts)})", banner(network), body, refresh=10)


def banner(network: str) -> str:
    return f"Stand-in of {network} for development: nothing here reaches the real one"


def _card(post: dict[str, Any]) -> str:
    moment = datetime.fromtimestamp(post["at"], UTC)
    words = escape(post["text"], quote=False)
    handle = escape(post["handle"])
    return (
        f'<article class="card post"><div class="face" aria-hidden="true">{handle[0].upper()}</div><div>'
        f'<div class="row"><strong>@{handle}</strong> <span class="soft">'
        f'<time datetime="{moment.isoformat()}">{moment.astimezone():%d %b %H:%M:%S}</time></span></div>'
        f'<p class="text">{words}</p><p class="soft">post {escape(str(post["id"]))}</p></div></article>'
    )
