"""What every template knows: the site, its languages, and where this page lives."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def site(request: HttpRequest) -> dict[str, object]:
    """`site`, `languages` [(code, own name, whether current)], `page_path`."""
    current = translation.get_language()
    return {
        "site": {"name": settings.SITE_NAME, "url": settings.SITE_URL, "contact": settings.SITE_CONTACT},
        "languages": [(code, name, code == current) for code, name in settings.LANGUAGES],
        "LANGUAGE_CODE": current,
        "page_path": request.path,
    }
