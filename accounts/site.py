"""What every page knows: the site, its languages, and where the page lives."""

from django.conf import settings
from django.utils import translation


def site_facts(path: str = "/") -> dict[str, object]:
    """Template names shared by all pages: `site`, `languages` [(code, own name, current?)], `page_path`.

    It reads no request, so that a public page is the same bytes for every visitor.
    """
    current = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "site": {"name": settings.SITE_NAME, "url": settings.SITE_URL, "contact": settings.SITE_CONTACT},
        "languages": [(code, name, code == current) for code, name in settings.LANGUAGES],
        "LANGUAGE_CODE": current,
        "page_path": path,
    }
