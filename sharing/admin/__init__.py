"""Sharing in the back office."""

from sharing.admin.connections import ConnectionAdmin
from sharing.admin.posts import PostAdmin

__all__ = ["ConnectionAdmin", "PostAdmin"]
