"""The desk's screen of a cause."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from causes import faces
from causes.admin.page import PageAdmin
from causes.desk_forms import CauseForm
from causes.models import Cause
from causes.story import to_html
from causes.views.taking import form_context


@admin.register(Cause)
class CauseAdmin(PageAdmin):
    form = CauseForm
    order = 20
    what_for = _("What people care about; holds your petitions")
    in_bar = True
    preview_template = "causes/page.html"
    empty_text = _("A cause is what people care about over time. It holds your petitions. Start with one.")
    fieldsets = [
        (None, {"fields": ["organisation", "title", "summary", "picture", "picture_alt", "picture_credit"]}),
        (
            _("More, when you have time"),
            {"fields": ["story", "picture_focus", "goal", "language", "slug"], "classes": ["collapse"]},
        ),
    ]

    def get_urls(self) -> list[URLPattern]:
        """Of causes and petitions alike: the preview below a field for Markdown."""
        shown = self.admin_site.admin_view(require_POST(story_view))
        return [path("story/", shown, name="causes_cause_story"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        kept = ["organisation"] if obj else []
        return [*super().get_readonly_fields(request, obj), *kept]

    def preview_context(self, page: Cause, now: dt.datetime) -> dict[str, Any]:
        face = faces.page_face(page, translation.get_language(), now)
        face.is_open, face.state = True, "open"
        return {"cause": face, "page": face, "petitions": [], "ended": [], **form_context(page, now)}


def story_view(request: HttpRequest) -> HttpResponse:
    """What was sent, as the page shows it. Nothing is kept; 20,000 characters are all that a story has."""
    html = to_html(request.POST.get("story", "")[:20_000])
    return HttpResponse(html, headers={"Cache-Control": "no-store"})
