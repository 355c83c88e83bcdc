"""The text of a post: words and the link below them, and whether the network will take it."""

import re
import unicodedata

from sharing.channels.x import MAX_WEIGHTED, weighted_length
from sharing.channels.x.length import ADDRESS

# As X finds them: an e-mail address, an @ inside a word or inside a link mention nobody.
_MENTION = re.compile(r"(?<![A-Za-z0-9_!#$%&*@＠])[@＠][A-Za-z0-9_]{1,20}")


def clean(words: str) -> str:
    """What was typed as it is stored and sent: plain line ends, composed letters, nothing unprintable."""
    text = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Co", "Cs"})
    lines = [line.rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip()


def post_text(words: str, address: str) -> str:
    """Exactly what is posted. A link that already stands in the words is not written twice."""
    return words if address in words else f"{words}\n{address}"


def left(text: str) -> int:
    """How much still fits, as X counts; negative when it is too long."""
    return MAX_WEIGHTED - weighted_length(text)


def mentions(words: str) -> list[str]:
    """The accounts named in `words`; apps may not post those."""
    return _MENTION.findall(ADDRESS.sub(" ", words))


def suggestion(words: str, address: str) -> str:
    """A first text that would be taken: without mentions, cut at a word so that the link fits."""
    words = _MENTION.sub(lambda found: found[0][1:], clean(words))
    if left(post_text(words, address)) >= 0:
        return words
    while words and left(post_text(f"{words}…", address)) < 0:
        words = words[:-1] if " " not in words else words.rsplit(" ", 1)[0]
    return f"{words}…"
