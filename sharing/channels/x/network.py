"""X as one of the networks."""

import math
import re
from datetime import datetime

from django.conf import settings

from sharing.channels.base import Account, ChannelError, Outcome, Sighting, Tokens
from sharing.channels.network import Access, Allowance, Door, Network, Outgoing, Way
from sharing.channels.x.app import App
from sharing.channels.x.consent import authorise_url, can_post, exchange, me, refresh, revoke
from sharing.channels.x.length import ADDRESS, MAX_WEIGHTED, weighted_length
from sharing.channels.x.publish import publish
from sharing.channels.x.timeline import look_for

# As X finds them: an e-mail address, an @ inside a word or inside a link mention nobody.
MENTION = re.compile(r"(?<![A-Za-z0-9_!#$%&*@＠])[@＠][A-Za-z0-9_]{1,20}")


class X(Network):
    """X bills each post and has no key against doubles, so it is looked at before anything is sent again."""

    name = "x"
    label = "X"
    way = Way.CONSENT
    resends = 1
    own_words = True
    room = MAX_WEIGHTED

    @property
    def is_on(self) -> bool:
        return super().is_on and bool(settings.X_CLIENT_ID)

    def allowance(self) -> Allowance:
        """The money of a day in whole posts, or 80 % of what X takes in a day, whichever is less."""
        posts = settings.X_DAILY_POSTS
        if settings.X_DAILY_BUDGET and settings.X_PRICE_PER_POST:
            posts = min(posts, math.floor(settings.X_DAILY_BUDGET / settings.X_PRICE_PER_POST + 1e-9))
        return Allowance(posts, settings.X_SECONDS_BETWEEN_POSTS)

    def length(self, text: str) -> int:
        return weighted_length(text)

    def named(self, words: str) -> list[str]:
        return MENTION.findall(ADDRESS.sub(" ", words))

    def profile_address(self, door: Door, handle: str) -> str:
        return _app().profile_address(handle)

    def post_address(self, door: Door, handle: str, post_id: str) -> str:
        return _app().post_address(handle, post_id)

    def ask(self, door: Door, *, redirect_uri: str, state: str, verifier: str) -> str:
        return authorise_url(_app(), redirect_uri=redirect_uri, state=state, verifier=verifier)

    def exchange(
        self, door: Door, *, code: str, verifier: str, redirect_uri: str, now: datetime
    ) -> tuple[Tokens, Account | None]:
        app = _app()
        tokens = exchange(app, code=code, verifier=verifier, redirect_uri=redirect_uri, now=now)
        return tokens, me(app, token=tokens.access) if can_post(tokens) else None

    def renew(self, access: Access, now: datetime) -> Tokens:
        return refresh(_app(), refresh_token=access.secret, now=now)

    def give_back(self, access: Access) -> None:
        if token := access.secret or access.token:
            revoke(_app(), token=token)

    def publish(self, access: Access, post: Outgoing, now: datetime) -> Outcome:
        return publish(_app(), text=post.text, token=access.token, now=now)

    def look_for(self, access: Access, post: Outgoing, now: datetime) -> Sighting:
        return look_for(
            _app(), account=access.account, address=post.address, since=post.tried_at, token=access.token
        )


def _app() -> App:
    app = App.from_settings()
    if app is None:
        raise ChannelError("X is switched off")
    return app
