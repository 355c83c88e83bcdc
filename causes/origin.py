"""Where a form was posted from. A public form carries no authority, so this is all it needs."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_ours(request: HttpRequest) -> bool:
    """False only for what a browser says comes from another site.

    `null` is an origin of ours behind a strict privacy setting; both headers absent is an old browser.
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return False
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc in (
        request.get_host(),
        urlsplit(settings.SITE_URL).netloc,
    )
