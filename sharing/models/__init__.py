from sharing.models.click import Click, ClickHour, DailySalt
from sharing.models.connection import Connection
from sharing.models.post import Post

__all__ = ["Click", "ClickHour", "Connection", "DailySalt", "Post"]
