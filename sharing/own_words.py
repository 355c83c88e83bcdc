"""Words that are nobody else's. A network may forbid the same text from several accounts (X does), so what
goes out through it starts from a suggestion, and is changed by whoever posts it."""

import datetime as dt
import hashlib
import unicodedata

from sharing.channels.x.length import ADDRESS
from sharing.models import Connection, Post

# After that long nobody sees two equal posts beside each other any more.
_STAYS_SAID = dt.timedelta(days=7)
_SURELY_NOT_OUT = [Post.State.DRAFT, Post.State.FAILED]


def sameness(words: str) -> str:
    """Equal for words that differ by case, spaces, signs, accents or their link alone."""
    plain = unicodedata.normalize("NFKD", ADDRESS.sub(" ", words)).casefold()
    letters = "".join(c for c in plain if unicodedata.category(c)[0] in "LN")
    return hashlib.sha256((letters or plain.strip()).encode()).hexdigest()[:32]


def equals(words: str, other: str) -> bool:
    """Whether a network would call these the same text."""
    return sameness(words) == sameness(other)


def said_by_others(connection: Connection, page_id: int, words: str, now: dt.datetime) -> bool:
    """Whether another account says just this of the page in these days, on the same network."""
    same = Post.objects.filter(
        page=page_id,
        sameness=sameness(words),
        connection__network=connection.network,
        created_at__gt=now - _STAYS_SAID,
    )
    return same.exclude(connection=connection.pk).exclude(state__in=_SURELY_NOT_OUT).exists()
