"""Is the process alive; is the house ready."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from redis import Redis, RedisError


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 while the process answers: what a supervisor restarts by."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when Postgres answers. Redis away is said but does not take the site out: signing goes on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": True, "redis": _redis_answers()}, headers={"Cache-Control": "no-store"})


def _redis_answers() -> bool:
    timeout = settings.REDIS_TIMEOUT
    try:
        return bool(
            Redis.from_url(settings.REDIS_URL, socket_timeout=timeout, socket_connect_timeout=timeout).ping()
        )
    except RedisError:
        return False
