"""What every page knows: the site, its languages, and where the page lives."""

from typing import Any

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


def public_head(path: str) -> dict[str, Any]:
    """Of a page that everybody may find: `canonical`, its one whole address, and `alternates`, the same
    page in each language [(code, whole address)], the site's own language once more as `x-default`.

    Pages behind a token have neither: their addresses are nobody's but their reader's.
    """
    bare = path
    for code, _ in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and path.startswith(f"/{code}/"):
            bare = path.removeprefix(f"/{code}")
    own = settings.SITE_URL + bare
    others = [
        (code, own if code == settings.LANGUAGE_CODE else f"{settings.SITE_URL}/{code}{bare}")
        for code, _ in settings.LANGUAGES
    ]
    return {"canonical": settings.SITE_URL + path, "alternates": [*others, ("x-default", own)]}
