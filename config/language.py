"""Which language a page speaks: the path says it (`/es/...`), never the browser's headers.

Django's LocaleMiddleware adds `Vary: Accept-Language` to pages in the default language and so
splits every cache; this one reads nothing but the path.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]
_PREFIXES = {code: f"/{code}/" for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE}


_CODES = {code for code, _ in settings.LANGUAGES}
_WITHOUT_LANGUAGE = ("/admin/", "/s/", "/seen/", "/api/")


def in_language(path: str, language: str) -> str:
    """`/es/p/x/` in `en` -> `/p/x/`, and back."""
    bare = path.removeprefix(_PREFIXES.get(language_of_path(path), "/")).lstrip("/")
    return _PREFIXES.get(language, "/") + bare


def language_of_path(path: str) -> str:
    """`/es/p/x/` -> `es`; anything without a known prefix -> the site's own language."""
    return next(
        (code for code, prefix in _PREFIXES.items() if path.startswith(prefix)), settings.LANGUAGE_CODE
    )


def is_of_sign_in(path: str) -> bool:
    """Whether `path` is of the desk or of one's own sign-in, in any language."""
    return in_language(path, settings.LANGUAGE_CODE).startswith(("/admin/", "/accounts/"))


class LanguageFromPath:
    """Speaks the language of the path from the first middleware to the last byte."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of_path(request.path_info)
        chosen = self.chosen(request)
        if chosen:
            return HttpResponseRedirect(chosen, status=303, headers={"Cache-Control": "no-store"})
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response

    def chosen(self, request: HttpRequest) -> str:
        """Where the language button leads: the same page and the same credit in the other language.

        The button is a form without action, so it works without script and the query comes along.
        """
        if request.method != "POST" or request.path_info.startswith(_WITHOUT_LANGUAGE):
            return ""
        language = request.POST.get("lang", "")
        if language not in _CODES:
            return ""
        query = request.META.get("QUERY_STRING", "")
        return in_language(request.path_info, language) + (f"?{query}" if query else "")


class LanguageOfStaff:
    """The back office speaks the language its reader chose, and its ways to other pages lead to that one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/") and request.user.is_authenticated:
            translation.activate(request.user.language)
        return self.get_response(request)
