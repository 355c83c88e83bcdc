"""What people see of the stand-in of X: the consent page and the posts that arrived."""

import re
from datetime import UTC, datetime
from html import escape
from typing import Any

from sharing.channels.x.length import ADDRESS
from tests.standins.looks import page
from tests.standins.x_state import ACCOUNTS, Account, Post

BANNER = "Stand-in of X for development: nothing here reaches the real X"
SCOPE_WORDS = {
    "tweet.read": "See the posts you can see",
    "tweet.write": "Post for you",
    "users.read": "See your name and username",
    "offline.access": "Stay connected until you take it back",
}


def consent_page(scopes: list[str], query: str) -> str:
    """Asks which demo account gives the scopes; the answer is posted to the same address."""
    wishes = "".join(f"<li>{escape(SCOPE_WORDS.get(scope, scope))}</li>" for scope in scopes)
    choices = "".join(_choice(account, first=not n) for n, account in enumerate(ACCOUNTS.values()))
    body = (
        f"<h1>Groundswell wants to use an X account</h1><p>The app will be able to:</p><ul>{wishes}</ul>"
        f'<form method="post" action="?{escape(query)}">'
        f"<fieldset><legend>Connect as</legend>{choices}</fieldset>"
        '<p><button class="main" name="decision" value="authorise">Authorise app</button> '
        '<button name="decision" value="cancel">Cancel</button></p></form>'
    )
    return page("Authorise an app", BANNER, body)


def refusal_page(wrong: str) -> str:
    body = f"<h1>Something went wrong</h1><p>The app's request cannot be answered: {escape(wrong)}.</p>"
    return page("Something went wrong", BANNER, body)


def timeline_page(posts: list[Post]) -> str:
    """All posts that arrived, newest first."""
    cards = "".join(_card(post) for post in reversed(posts))
    cards = cards or '<p class="card">No posts yet. Connect an account in Groundswell and post.</p>'
    count = f"{len(posts)} post{'' if len(posts) == 1 else 's'} arrived, newest first"
    body = f'<h1>Posts</h1><p class="soft">{count}</p>{cards}'
    return page(f"X stand-in ({len(posts)})", BANNER, body, refresh=10)


def timeline_json(posts: list[Post]) -> list[dict[str, Any]]:
    """The same for programs: the text exactly as it was sent."""
    return [
        {
            "id": post.id,
            "account": {"id": post.account.id, "username": post.account.username, "name": post.account.name},
            "text": post.text,
            "created_at": datetime.fromtimestamp(post.created_at, UTC).isoformat(),
            "urls": [found.group() for found in ADDRESS.finditer(post.text)],
        }
        for post in reversed(posts)
    ]


def _card(post: Post) -> str:
    moment = datetime.fromtimestamp(post.created_at, UTC)
    stamp = f'<time datetime="{moment.isoformat()}">{moment.astimezone():%d %b %H:%M:%S}</time>'
    face = f'<div class="face" aria-hidden="true">{escape(post.account.name[0])}</div>'
    return (
        f'<article class="card post">{face}<div>'
        f'<div class="row">{_who(post.account)}<span class="soft">{stamp}</span></div>'
        f'<p class="text">{_linked(post.text)}</p><p class="soft">post {post.id}</p></div></article>'
    )


def _linked(text: str) -> str:
    def link(found: re.Match[str]) -> str:
        address = found.group()
        if "://" not in address:
            return address
        return f'<a href="{address}" target="_blank" rel="noopener">{address}</a>'

    # An address never holds a quotation mark, so it may stand in an attribute.
    return ADDRESS.sub(link, escape(text, quote=False))


def _choice(account: Account, *, first: bool) -> str:
    return (
        f'<label class="card choice"><input type="radio" name="account" value="{account.id}"'
        f"{' checked' if first else ''}>{_who(account)}</label>"
    )


def _who(account: Account) -> str:
    name, username = escape(account.name), escape(account.username)
    return f'<span><strong>{name}</strong> <span class="soft">@{username}</span></span>'
