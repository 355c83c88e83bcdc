from sharing.models.click import Click, ClickHour, ClickPosition, DailySalt, DirectEvent, LinkClicks
from sharing.models.connection import ChannelPause, Connection, Server
from sharing.models.full_export import FullExport, FullExportPart
from sharing.models.post import Post
from sharing.models.report import Legislation, Report
from sharing.models.tap import Tap, TapHour, Tapper
from sharing.models.text import RetiredLink, ShareText, Sharing
from sharing.models.view import View, ViewHour

__all__ = [
    "ChannelPause",
    "Click",
    "ClickHour",
    "ClickPosition",
    "Connection",
    "DailySalt",
    "DirectEvent",
    "FullExport",
    "FullExportPart",
    "Legislation",
    "LinkClicks",
    "Post",
    "Report",
    "RetiredLink",
    "Server",
    "ShareText",
    "Sharing",
    "Tap",
    "TapHour",
    "Tapper",
    "View",
    "ViewHour",
]
