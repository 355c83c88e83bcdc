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
from causes import doubts
from causes.models import Listed, Page

ASKINGS = RateLimitItemPerHour(100, namespace="ask")


def looks_automatic(request: HttpRequest, page: Page, email: str) -> bool:
    """Whether a name is held: its domain or network is on a list, or too many came from that network.

    What is on the list of those who are known is not held for being many.
    """
    said = doubts.opinions(page.organisation_id).of(email, address_of(request))
    if said == Listed.Verdict.DENY:
        return True
    return too_many(request, page.pk) and said != Listed.Verdict.ALLOW


def too_many(request: HttpRequest, page_id: int) -> bool:
    """Whether this network prefix has tried too often on this page: more than 300 times in ten minutes,
    where nobody set another limit.

    Redis away: nobody is held back.
    """
    limit = doubts.limits()
    attempts = RateLimitItemPerMinute(limit.attempts, limit.minutes, namespace="sign")
    who = keyed("sign attempts", prefix_of(address_of(request)))
    return not redis.ask(lambda _: _limiter().hit(attempts, str(page_id), who), otherwise=True)


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
