"""A share link as a picture that a friend's camera reads. Looking at it is no click."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from causes.models import Channel
from causes.models.link import is_code
from sharing import qr
from sharing.rows import share_url


@require_safe
def own(request: HttpRequest, code: str) -> HttpResponse:
    """An SVG for whatever could be a code: asking tells nobody which codes there are."""
    if not is_code(code):
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Robots-Tag": "noindex"}
    return HttpResponse(
        qr.picture(share_url(code, Channel.QR)), content_type="image/svg+xml", headers=headers
    )
