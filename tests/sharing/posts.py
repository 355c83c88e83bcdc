"""Posts that are waiting, made without walking through pages."""

import datetime as dt
from typing import Any

from accounts import clock
from accounts.models import User
from causes.models import Channel, Signed
from sharing import asking
from sharing.models import Connection, Post
from sharing.outgoing import share_address
from tests.makers import Make
from tests.standins.x import XStandin


def connection(x: XStandin, username: str = "maria_lopez_demo", **fields: Any) -> Connection:
    """An account connected a moment ago; a supporter's own unless an organisation is named."""
    granted = x.tokens(username)
    if "organisation" not in fields:
        fields.setdefault("person", User.objects.create_user(f"{username}@example.net"))
    return Connection.objects.create(
        **{
            "network": Channel.X,
            "remote_id": XStandin.account(username).id,
            "handle": username,
            "access_token": granted["access_token"],
            "refresh_token": granted["refresh_token"],
            "scopes": "offline.access tweet.read tweet.write users.read",
            "expires_at": clock.now() + dt.timedelta(hours=2),
            "connected_at": clock.now(),
            **fields,
        }
    )


def waiting(
    make: Make,
    account: Connection,
    words: str = "I signed. Will you?",
    signed: Signed | None = None,
    asker: User | None = None,
) -> Post:
    """A post that was asked for just now, by somebody who signed."""
    signed = signed or make.signature(make.petition())
    asker = account.person or asker or make.user()
    text = f"{words}\n{share_address(signed.link.code, account.network)}"
    return asking.ask(account, signed.link, asker, text, "I agree", clock.now())
