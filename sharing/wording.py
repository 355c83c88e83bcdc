"""The text of a post: words and the link below them, and whether a network will take it."""

import re
import unicodedata

from sharing.channels.network import Network

_AT = re.compile(r"[@＠](?=\w)")


def clean(words: str) -> str:
    """What was typed as it is stored and sent: plain line ends, composed letters, nothing unprintable."""
    text = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Co", "Cs"})
    lines = [line.rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip()


def post_text(words: str, address: str) -> str:
    """Exactly what is posted. A link that already stands in the words is not written twice."""
    return words if address in words else f"{words}\n{address}"


def words_of(text: str, address: str) -> str:
    """The words of a text that `post_text` made, to be changed."""
    return text.removesuffix(f"\n{address}")


def left(text: str, network: Network, room: int | None = None) -> int:
    """How much still fits, as the network counts; negative when it is too long. `room` is a server's own."""
    return (room or network.room) - network.length(text)


def suggestion(words: str, address: str, network: Network, room: int | None = None) -> str:
    """A first text that would be taken: without mentions, cut at a word so that the link fits."""
    words = clean(words)
    if network.named(words):
        words = _AT.sub("", words)
    if left(post_text(words, address), network, room) >= 0:
        return words
    while words and left(post_text(f"{words}…", address), network, room) < 0:
        words = words[:-1] if " " not in words else words.rsplit(" ", 1)[0]
    return f"{words}…"
