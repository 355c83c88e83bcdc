"""What a letter's function hands to the post office: whom it speaks to, and the addresses in it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from accounts.models import Organisation
from causes import tokens
from causes.models import Letter


class NotWanted(Exception):
    """What the letter was about is gone: the address corrected, the name withdrawn, struck or erased.

    Its text, if it has one, is what the letter's row says of it.
    """


@dataclass(frozen=True)
class Sheet:
    """One letter before it is put into words.

    `url` is behind its button; `facts` are the further words of its templates. `me_url` and `stop_url`
    stand at its foot, the second also in its headers (RFC 8058), as long as a name is behind the letter.
    `organisation` speaks in it and is answered to: that of its page; without any it is the site's.
    """

    url: str
    name: str = ""
    me_url: str = ""
    stop_url: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    organisation: Organisation | None = None

    def words(self) -> dict[str, Any]:
        """As the templates read it."""
        return {
            "url": self.url, "name": self.name, "me_url": self.me_url, "stop_url": self.stop_url,
            "organisation": self.organisation, **self.facts,
        }  # fmt: skip


def page_url(letter: Letter) -> str:
    """The public page that the letter is about."""
    return f"{settings.SITE_URL}{letter.page.public_path(letter.language)}"


def own_url(letter: Letter, purpose: str, now: dt.datetime) -> str:
    """A page that only this letter's mailbox can open; the purpose is also its place on the site.

    Only for letters about a name: without `letter.link` there is none.
    """
    assert letter.link is not None, "a letter about no name has no page of its own"
    prefix = "" if letter.language == settings.LANGUAGE_CODE else f"/{letter.language}"
    token = tokens.make(purpose, letter.link.code, letter.email_key, now)
    return f"{settings.SITE_URL}{prefix}/{purpose}/{token}/"
