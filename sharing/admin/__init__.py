"""Sharing in the back office."""

from sharing.admin.connections import ConnectionAdmin
from sharing.admin.links import LinkAdmin
from sharing.admin.posts import PostAdmin

__all__ = ["ConnectionAdmin", "LinkAdmin", "PostAdmin"]
