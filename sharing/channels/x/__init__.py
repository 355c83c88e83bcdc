"""X: connecting an account, posting one text, and how X counts the characters of a text.

Everything here is X's wire and X's rules; what a post or a connection is to us, and when to
try again, is decided by the callers.
"""

from sharing.channels.x.app import App
from sharing.channels.x.consent import (
    SCOPES,
    authorise_url,
    can_post,
    exchange,
    me,
    new_verifier,
    refresh,
    revoke,
)
from sharing.channels.x.length import MAX_WEIGHTED, weighted_length
from sharing.channels.x.publish import publish

__all__ = [
    "MAX_WEIGHTED",
    "SCOPES",
    "App",
    "authorise_url",
    "can_post",
    "exchange",
    "me",
    "new_verifier",
    "publish",
    "refresh",
    "revoke",
    "weighted_length",
]
