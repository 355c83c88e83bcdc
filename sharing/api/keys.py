"""Who a program is, what it may, and how often it may ask."""

from django.http import HttpRequest
from limits import RateLimitItemPerMinute
from ninja.security import HttpBearer

from accounts import api_tokens, clock
from accounts.models import ApiToken, Scope
from causes import limits
from sharing.api.problems import Refused

PER_MINUTE = RateLimitItemPerMinute(600, 1, namespace="api")


class Key(HttpBearer):
    """A key of an organisation with one scope. The operation finds it as `request.auth`."""

    openapi_bearerFormat = "gws_…"

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = api_tokens.find(token)
        if found is None:
            return None
        if self.scope not in found.scopes:
            raise Refused(403, f"This key may not do that: it needs {self.scope.value}.")
        wait = limits.seconds_to_wait(PER_MINUTE, str(found.pk))
        if wait:
            raise Refused(429, f"600 requests a minute fit. Try again in {wait} s.", retry_after=wait)
        api_tokens.note_use(found, clock.now())
        return found
