"""How a petition begins at the desk: from a template, as a copy, and knowing what is asked already."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from causes.admin.page import PageAdmin
from petitions.cloning import clone, templates
from petitions.models import Petition
from petitions.similar import similar


class Starting(PageAdmin):
    """What the screens of a new and of a drafted petition show beside the form."""

    class Media:
        js = [Script("js/similar.js", type="module")]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("similar/", view(require_safe(self.similar_view)), name="petitions_petition_similar"),
            path("<int:pk>/copy/", view(require_POST(self.copy_view)), name="petitions_petition_copy"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"templates": templates(request.user)[:12]}
        return super().add_view(request, form_url, {**(extra_context or {}), **more})

    def panel(self, request: HttpRequest, page: Petition) -> dict[str, Any]:
        drafted = page.published_at is None and not page.is_template
        return {
            **super().panel(request, page),
            "copy": reverse("admin:petitions_petition_copy", args=[page.pk])
            if self.has_change_permission(request, page)
            else "",
            "similar": similar(page.title, clock.now(), page.pk) if drafted else [],
            "drafted": drafted,
        }

    def moves(self, request: HttpRequest, page: Any) -> list[dict[str, Any]]:
        """A template stays a draft; what is published is a copy of it."""
        return [] if page.is_template else super().moves(request, page)

    def similar_view(self, request: HttpRequest) -> HttpResponse:
        """A piece of the form: open petitions of anybody's that read like `title`. Nothing of a draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        but = request.GET.get("but", "")
        number = int(but) if but.isascii() and but.isdigit() and len(but) < 16 else None
        found = similar(request.GET.get("title", ""), clock.now(), number)
        answer = render(request, "admin/petitions/similar.html", {"similar": found})
        answer["Cache-Control"] = "no-store"
        return answer

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new draft with the same words; leads to it."""
        petition = self.get_object(request, str(pk))
        if not self.has_change_permission(request, petition):
            raise PermissionDenied
        copy = clone(petition)
        self.log_addition(request, copy, [{"added": {}}])
        messages.success(request, _("Here is your draft. Nobody else sees it until you publish it."))
        return HttpResponseRedirect(self.address(copy, "change"))
