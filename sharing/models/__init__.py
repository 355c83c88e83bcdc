from sharing.models.click import Click, ClickHour, ClickPosition, DailySalt
from sharing.models.connection import Connection
from sharing.models.post import Post

__all__ = ["Click", "ClickHour", "ClickPosition", "Connection", "DailySalt", "Post"]
