"""When a signature looks like a machine's: it is stored and held, never refused.

A network address alone is no reason to refuse anybody a signature: halls, schools and phone carriers share
one. What only asks us for letters or for our time (`minutes_to_wait`) does get refused for a while.
"""

import functools
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter

from accounts import redis
from accounts.visitor import address_of, keyed, prefix_of

ATTEMPTS = RateLimitItemPerMinute(300, 10, namespace="sign")
ASKINGS = RateLimitItemPerHour(100, namespace="ask")


def too_many(request: HttpRequest, page_id: int) -> bool:
    """Whether this network prefix has tried more than 300 times in ten minutes on this page.

    Redis away: nobody is held back.
    """
    who = keyed("sign attempts", prefix_of(address_of(request)))
    return not redis.ask(lambda _: _limiter().hit(ATTEMPTS, str(page_id), who), otherwise=True)


def minutes_to_wait(request: HttpRequest, what: str) -> int:
    """How long this network prefix waits before it may ask for `what` again, in whole minutes; mostly 0.

    From the 101st time within an hour. Never asked for signing. Redis away: nobody waits.
    """
    who = keyed(f"asking for {what}", prefix_of(address_of(request)))
    return redis.ask(lambda _: _wait(what, who), otherwise=0)


def seconds_to_wait(limit: RateLimitItem, who: str) -> int:
    """Counts one request of `who` against `limit`: 0 while it fits, else the seconds until it will.

    Redis away: nobody waits.
    """

    def wait() -> int:
        if _limiter().hit(limit, who):
            return 0
        return max(1, int(_limiter().get_window_stats(limit, who).reset_time - time.time()))

    return redis.ask(lambda _: wait(), otherwise=0)


def _wait(what: str, who: str) -> int:
    if _limiter().hit(ASKINGS, what, who):
        return 0
    # Redis keeps these windows by its own clock, not by the application's.
    seconds = _limiter().get_window_stats(ASKINGS, what, who).reset_time - time.time()
    return max(1, -(-int(seconds) // 60))


@functools.cache
def _limiter() -> FixedWindowRateLimiter:
    timeout: Any = settings.REDIS_TIMEOUT
    storage = RedisStorage(
        settings.REDIS_CACHE_URL, key_prefix="limits", socket_timeout=timeout, socket_connect_timeout=timeout
    )
    return FixedWindowRateLimiter(storage)
