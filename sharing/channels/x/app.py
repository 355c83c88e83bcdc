"""This site as X knows it: its registered app and the addresses to call."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import requests
from django.conf import settings

from sharing.channels import http

# tweepy's address cannot be configured; requests to it are moved to `api_base`.
TWEEPY_BASE = "https://api.twitter.com"


@dataclass(frozen=True)
class App:
    """A confidential client at X. `api_base` has no slash at its end."""

    client_id: str
    client_secret: str = field(repr=False)
    api_base: str = "https://api.x.com"
    authorize_url: str = "https://x.com/i/oauth2/authorize"

    @classmethod
    def from_settings(cls) -> App | None:
        """The app of this site, or None while X is switched off (`X_CLIENT_ID` is empty)."""
        if not settings.X_CLIENT_ID:
            return None
        return cls(
            client_id=settings.X_CLIENT_ID,
            client_secret=settings.X_CLIENT_SECRET,
            api_base=settings.X_API_BASE,
            authorize_url=settings.X_AUTHORIZE_URL,
        )

    def post_address(self, handle: str, post_id: str) -> str:
        """Where people read a post."""
        return f"{self.profile_address(handle)}/status/{quote(post_id, safe='')}"

    def profile_address(self, handle: str) -> str:
        """Where people read an account. X's pages live on the host that asks for consent."""
        site = urlsplit(self.authorize_url)
        return f"{site.scheme}://{site.netloc}/{quote(handle, safe='')}"

    def session(self) -> requests.Session:
        """A session in which tweepy's calls arrive at `api_base`."""
        return http.session(moved={TWEEPY_BASE: self.api_base})
