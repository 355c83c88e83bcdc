"""How a petition will look before anybody sees it: on a telephone, on a desk, in chats and in the letter.

Nothing here imitates: the frames show the public page through its own template, the cards say what that
page's head says to networks, the picture is drawn by the code that draws the real one, and the letter is
written by its own function.
"""

from html.parser import HTMLParser
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.languages import languages
from accounts.site import site_facts
from causes.admin.page import PageAdmin
from causes.models import Letter
from causes.words_form import progress
from causes.writing import samples
from petitions import cards
from petitions.models import Petition
from petitions.ready_texts import ready_texts

_OF_A_LETTER = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF],
    "frame-ancestors": [SELF],
    "sandbox": True,
}


class Looks(PageAdmin):
    """The page "How it will look" of each petition that its reader may see, in each language."""

    def get_urls(self) -> list[URLPattern]:
        def view(does: Any) -> Any:
            return self.admin_site.admin_view(require_safe(does))

        letter = xframe_options_sameorigin(csp(_OF_A_LETTER)(self.letter_view))  # type: ignore[arg-type]
        where, name = "<int:pk>/looks/<slug:language>/", "petitions_petition_looks"
        return [
            path(where, view(self.looks_view), name=name),
            path(f"{where}picture/", view(self.picture_view), name=f"{name}_picture"),
            path(f"{where}letter/", view(letter), name=f"{name}_letter"),
            *super().get_urls(),
        ]

    def panel(self, request: HttpRequest, page: Petition) -> dict[str, Any]:
        return {**super().panel(request, page), "looks": self.address(page, "looks", page.language)}

    def looks_view(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        petition = self._spoken(request, pk, language)
        head = self._head(petition, language)
        texts = {ready.where: ready.text for ready in ready_texts(petition, head["og:url"], language)}
        done, of = progress(petition, petition.texts.filter(language=language).first())
        context = {
            **self.admin_site.each_context(request),
            "title": petition.title,
            "opts": self.opts,
            "petition": petition,
            "language": language,
            "languages": [(code, name, self.address(petition, "looks", code)) for code, name in languages()],
            "left": of - done if language != petition.language else 0,
            "words": self.words_address(petition, language),
            "preview": f"{self.address(petition, 'preview')}?language={language}",
            "picture": self.address(petition, "looks_picture", language),
            "letter_html": self.address(petition, "looks_letter", language),
            "letter": self._letter(petition, language),
            "back": self.address(petition, "change"),
            "headline": head["og:title"],
            "said": head["og:description"],
            "chat": texts["WhatsApp"],
            "post": texts["X"],
            "host": settings.SITE_URL.partition("://")[2],
        }
        return TemplateResponse(request, "admin/petitions/looks.html", context)

    def picture_view(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """The picture that a worker will draw for chats; where our letters cannot write it, what they get."""
        petition = self._spoken(request, pk, language)
        drawn = cards.picture(petition, language)
        if not drawn:
            return HttpResponseRedirect(petition.picture.url if petition.picture else static("img/card.jpg"))
        return HttpResponse(drawn, "image/jpeg", headers={"Cache-Control": "private, no-store"})

    def letter_view(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """The HTML part alone, for its frame."""
        html: Any = self._letter(self._spoken(request, pk, language), language).alternatives[0]
        return HttpResponse(html.content, headers={"Cache-Control": "private, no-store"})

    def _spoken(self, request: HttpRequest, pk: int, language: str) -> Petition:
        if language not in dict(settings.LANGUAGES):
            raise Http404
        petition: Petition = self.get_object(request, str(pk))
        return petition

    def _letter(self, petition: Petition, language: str) -> Any:
        return samples.sample_of(petition, Letter.Kind.CONFIRM, language, clock.now())

    def _head(self, petition: Petition, language: str) -> dict[str, str]:
        """What the head of the public page tells networks, read as they read it."""
        with translation.override(language):
            told = {**site_facts(), **self.preview_context(petition, clock.now())}
            html = render_to_string(self.preview_template, told)
        reader = _Head()
        reader.feed(html)
        return reader.said


class _Head(HTMLParser):
    """Collects <meta property content> as `said`."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "meta" and (name := told.get("property") or told.get("name")):
            self.said.setdefault(name, told.get("content") or "")
