"""Which language a page speaks: the path says it (`/es/...`), never the browser's headers.

Django's LocaleMiddleware adds `Vary: Accept-Language` to pages in the default language and so
splits every cache; this one reads nothing but the path.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]
_PREFIXES = {code: f"/{code}/" for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE}


def language_of_path(path: str) -> str:
    """`/es/p/x/` -> `es`; anything without a known prefix -> the site's own language."""
    return next((code for code, prefix in _PREFIXES.items() if path.startswith(prefix)), settings.LANGUAGE_CODE)


class LanguageFromPath:
    """Speaks the language of the path from the first middleware to the last byte."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of_path(request.path_info)
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


class LanguageOfStaff:
    """The back office speaks the language its reader chose in their own account."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/") and request.user.is_authenticated:
            translation.activate(request.user.language)
        return self.get_response(request)
