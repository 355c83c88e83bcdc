"""One quick Redis client for the web process. Redis away is never a visitor's problem.

After a failure the client is left alone for two seconds, so that a Redis that hangs costs one
time-out and not one per visitor.
"""

import functools
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from redis import Redis, RedisError

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
_PAUSE = 2.0
_away_until = 0.0


@functools.cache
def client() -> "Redis":
    """The client of click stream and wake-ups, on the durable Redis (`REDIS_URL`)."""
    timeout = settings.REDIS_TIMEOUT
    return Redis.from_url(settings.REDIS_URL, socket_timeout=timeout, socket_connect_timeout=timeout)


def ask(question: Callable[["Redis"], Answer], otherwise: Answer) -> Answer:
    """The answer of Redis, or `otherwise` while it is away."""
    global _away_until
    if time.monotonic() < _away_until:
        return otherwise
    try:
        return question(client())
    except (RedisError, OSError) as error:
        _away_until = time.monotonic() + _PAUSE
        log.warning("Redis is away (%s); going on without it", type(error).__name__)
        return otherwise
