"""The plain share links: a press opens the network with text and address filled in.

No key, no account, no script, no cost. Nobody reports back whether a post was made, so a press
is a share tap, never a share. Every value is percent-encoded: %20, never a plus sign.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ShareLink:
    """A channel that needs no connection. `name` is also the last part of the share link's address."""

    name: str
    label: str | Promise
    # Takes text (without a link), subject and url (the signatory's own share link) as they are.
    build: Callable[[str, str, str], str]
    # The press opens another site in a tab of its own.
    new_tab: bool = True

    def address(self, *, text: str, subject: str, url: str) -> str:
        """Where the button leads; `subject` is the page's title, on one line."""
        return self.build("\n".join(text.strip().splitlines()), " ".join(subject.split()), url)


def _q(*parts: str) -> str:
    """The parts with a space between them, as one percent-encoded value."""
    return quote(" ".join(part for part in parts if part), safe="")


def _letter(text: str, subject: str, url: str) -> str:
    """A mailto: address. RFC 6068 wants CRLF; the link stands on a line of its own."""
    body = f"{text}\n\n{url}\n".lstrip("\n").replace("\n", "\r\n")
    return f"mailto:?subject={_q(subject)}&body={_q(body)}"


# Each takes (text, subject, url). The order is the thanks page's on a phone.
CHANNELS: tuple[ShareLink, ...] = (
    ShareLink("whatsapp", "WhatsApp", lambda t, s, u: f"https://wa.me/?text={_q(t, u)}"),
    ShareLink("x", "X", lambda t, s, u: f"https://x.com/intent/tweet?text={_q(t)}&url={_q(u)}"),
    ShareLink(
        "facebook", "Facebook", lambda t, s, u: f"https://www.facebook.com/sharer/sharer.php?u={_q(u)}"
    ),
    # Two without an address of their own: a script copies the link or opens the phone's share
    # sheet with it; without a script the link is there to be pressed long and copied.
    ShareLink("copy", _("Copy link"), lambda t, s, u: u, new_tab=False),
    ShareLink("sheet", _("More…"), lambda t, s, u: u, new_tab=False),
    ShareLink("bluesky", "Bluesky", lambda t, s, u: f"https://bsky.app/intent/compose?text={_q(t, u)}"),
    ShareLink("email", _("E-mail"), _letter, new_tab=False),
    ShareLink("telegram", "Telegram", lambda t, s, u: f"https://t.me/share/url?url={_q(u)}&text={_q(t)}"),
    # The fragment stays in the browser until the person has named an instance.
    ShareLink("mastodon", "Mastodon", lambda t, s, u: f"https://share.joinmastodon.org/#text={_q(t, u)}"),
    ShareLink(
        "threads", "Threads", lambda t, s, u: f"https://www.threads.com/intent/post?text={_q(t)}&url={_q(u)}"
    ),
    ShareLink(
        "linkedin", "LinkedIn", lambda t, s, u: f"https://www.linkedin.com/sharing/share-offsite/?url={_q(u)}"
    ),
    ShareLink("reddit", "Reddit", lambda t, s, u: f"https://www.reddit.com/submit?url={_q(u)}&title={_q(s)}"),
    # "?&" is understood by iOS and Android alike.
    ShareLink("sms", _("Text message"), lambda t, s, u: f"sms:?&body={_q(t, u)}", new_tab=False),
)
BY_NAME = {channel.name: channel for channel in CHANNELS}
# Where people of a language are: these come first, the others follow as they stand above.
_FIRST = {"es": ("whatsapp", "facebook", "x", "copy", "sheet", "telegram", "email")}


def ordered(language: str) -> list[ShareLink]:
    """The channels for readers of `language`, in the order of a phone."""
    first = _FIRST.get(language, ())
    return [BY_NAME[name] for name in first] + [each for each in CHANNELS if each.name not in first]
