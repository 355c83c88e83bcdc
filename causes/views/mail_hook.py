"""Where a mail provider reports what became of our letters: one address, closed unless a provider is set."""

import functools
import logging
from typing import Any

from anymail import urls as anymail_urls
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import clock
from causes import bounces

log = logging.getLogger(__name__)


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def mail_hook(request: HttpRequest) -> HttpResponse:
    """anymail reads the provider's words and proves its signature or our secret; 404 without a provider."""
    view = _hook_of(settings.MAIL_PROVIDER)
    if view is None:
        raise Http404
    if view.warn_if_no_basic_auth and not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        log.error("a report of letters was refused: set ANYMAIL_WEBHOOK_SECRET")
        raise Http404
    answer: HttpResponse = view.as_view()(request)
    return answer


@functools.cache
def _hook_of(provider: str) -> Any:
    """anymail's view of this provider, which tells us by a call instead of a signal."""
    for entry in anymail_urls.urlpatterns:
        if provider and entry.name == f"{provider}_tracking_webhook":
            return type("Hook", (entry.callback.view_class, _ByCall), {})
    return None


class _ByCall(AnymailCoreWebhookView):
    """anymail's own `post` with a call in place of its signal: the house has none. Standing last among the
    bases, it comes right before the one it replaces, and what a provider's view adds still happens."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.run_validators(request)
        for event in self.parse_events(request):
            bounces.take(event, clock.now())
        return HttpResponse()
