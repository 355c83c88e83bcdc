"""The desk's screen "Put it on your site": the lines to paste, how it looks, and who holds a frame."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.admin.scoped import ScopedAdmin
from petitions import embedding
from petitions.models import Petition


class EmbedDesk(ScopedAdmin):
    """For the admin of petitions: what other sites need, for everybody who sees the petition."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.embed_view))
        return [path("<int:pk>/embed/", view, name="petitions_petition_embed"), *super().get_urls()]

    def embed_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Only what is public stands on other sites; `language` is the one the frames speak."""
        petition: Petition = self.get_object(request, str(pk))
        if not petition.is_public():
            raise Http404
        language = request.GET.get("language", "")
        if language not in dict(settings.LANGUAGES):
            language = petition.language
        context = {
            **self.admin_site.each_context(request),
            "title": _("Put it on your site"),
            "subtitle": petition.title,
            "opts": self.opts,
            "petition": petition,
            "language": language,
            "languages": settings.LANGUAGES,
            "snippets": embedding.snippets(petition, language),
            "frame": embedding.address(petition, embedding.FORM, language),
            "counter": embedding.address(petition, embedding.COUNT, language),
            "heights": embedding.HEIGHTS,
            "hosts": embedding.hosts(petition),
        }
        return TemplateResponse(request, "admin/petitions/embed.html", context)

    def panel(self, request: HttpRequest, page: Petition) -> dict[str, Any]:
        panel: dict[str, Any] = super().panel(request, page)  # type: ignore[misc]
        if page.is_public():
            url = reverse("admin:petitions_petition_embed", args=[page.pk])
            panel["spread"] = [*panel.get("spread", []), {"url": url, "label": _("Put it on your site")}]
        return panel
