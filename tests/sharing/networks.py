"""Accounts on the stand-ins of Mastodon and Bluesky, connected a moment ago."""

import datetime as dt
from typing import Any

from accounts import clock
from causes.models import Channel
from sharing.models import Connection, Server
from tests.standins.bluesky import BlueskyStandin
from tests.standins.bluesky_api import APP_PASSWORD
from tests.standins.mastodon import MastodonStandin
from tests.standins.mastodon_api import ACCOUNTS

FAR = dt.timedelta(days=36_500)


def on_mastodon(standin: MastodonStandin, username: str = "river_keepers", **fields: Any) -> Connection:
    """An organisation's account there, with the keys of this site at that server."""
    host = standin.base.removeprefix("http://")
    keys = {"client_id": "here", "client_secret": "secret", "redirect_uri": "http://nowhere/"}
    Server.objects.get_or_create(network=Channel.MASTODON, home=standin.base, defaults=keys)
    return Connection.objects.create(
        **{
            "network": Channel.MASTODON,
            "home": standin.base,
            "remote_id": ACCOUNTS[username],
            "handle": f"{username}@{host}",
            "access_token": standin.token(username),
            "scopes": "read:accounts read:statuses write:statuses",
            "expires_at": clock.now() + FAR,
            "connected_at": clock.now(),
            **fields,
        }
    )


def on_bluesky(standin: BlueskyStandin, handle: str = "river-keepers.test", **fields: Any) -> Connection:
    """An organisation's account there; its first token has ended, so that the app password is used."""
    return Connection.objects.create(
        **{
            "network": Channel.BLUESKY,
            "home": standin.base,
            "remote_id": standin.did(handle),
            "handle": handle,
            "access_token": "ended",
            "refresh_token": APP_PASSWORD,
            "scopes": "post",
            "expires_at": clock.now(),
            "connected_at": clock.now(),
            **fields,
        }
    )
