from sharing.models.click import Click, ClickHour, ClickPosition, DailySalt
from sharing.models.connection import ChannelPause, Connection
from sharing.models.post import Post

__all__ = ["ChannelPause", "Click", "ClickHour", "ClickPosition", "Connection", "DailySalt", "Post"]
