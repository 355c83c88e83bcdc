"""Sharing in the back office."""

from sharing.admin.connections import ConnectionAdmin
from sharing.admin.links import LinkAdmin
from sharing.admin.posts import PostAdmin
from sharing.admin.privacy import PrivacyAdmin
from sharing.admin.reports import ReportAdmin

__all__ = ["ConnectionAdmin", "LinkAdmin", "PostAdmin", "PrivacyAdmin", "ReportAdmin"]
