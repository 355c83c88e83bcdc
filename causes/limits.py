"""When a signature looks like a machine's: it is stored and held, never refused.

A network address alone is no reason to refuse anybody: halls, schools and phone carriers share one.
"""

import functools
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItemPerMinute
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter

from accounts import redis
from accounts.visitor import address_of, keyed, prefix_of

ATTEMPTS = RateLimitItemPerMinute(300, 10, namespace="sign")


def too_many(request: HttpRequest, page_id: int) -> bool:
    """Whether this network prefix has tried more than 300 times in ten minutes on this page.

    Redis away: nobody is held back.
    """
    who = keyed("sign attempts", prefix_of(address_of(request)))
    return not redis.ask(lambda _: _limiter().hit(ATTEMPTS, str(page_id), who), otherwise=True)


@functools.cache
def _limiter() -> FixedWindowRateLimiter:
    timeout: Any = settings.REDIS_TIMEOUT
    storage = RedisStorage(
        settings.REDIS_CACHE_URL, key_prefix="limits", socket_timeout=timeout, socket_connect_timeout=timeout
    )
    return FixedWindowRateLimiter(storage)
