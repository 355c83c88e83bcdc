"""Sharing in the back office."""

from sharing.admin.connections import ConnectionAdmin
from sharing.admin.full_exports import FullExportAdmin
from sharing.admin.links import LinkAdmin
from sharing.admin.posts import PostAdmin
from sharing.admin.privacy import PrivacyAdmin
from sharing.admin.reports import ReportAdmin
from sharing.admin.webhooks import EventAdmin, WebhookAdmin

__all__ = [
    "ConnectionAdmin",
    "EventAdmin",
    "FullExportAdmin",
    "LinkAdmin",
    "PostAdmin",
    "PrivacyAdmin",
    "ReportAdmin",
    "WebhookAdmin",
]
