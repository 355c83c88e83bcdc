"""The one public thing of this floor: an organisation's stylesheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts import look
from accounts.models import Organisation

_FOR_EVER = "public, max-age=31536000, immutable"
_A_MINUTE = "public, max-age=60"  # an old address, from a page that somebody has open


@require_safe
def stylesheet(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """The look of today; 404 for an organisation without one."""
    sheet = look.stylesheet(get_object_or_404(Organisation.objects.exclude(colour=""), slug=slug))
    current = digest == look.digest(sheet)
    return HttpResponse(
        sheet,
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": _FOR_EVER if current else _A_MINUTE},
    )
