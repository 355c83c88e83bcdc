"""What the screens of a cause and of a petition share: the form, the preview, and the moves."""

import datetime as dt
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.formats import date_format, localize
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt

from accounts import clock
from accounts.access import May, may
from accounts.admin.scoped import reader
from accounts.site import site_facts
from causes import picture_sizes, publishing, wording
from causes.admin.moving import Moving
from causes.admin.updates_report import panel_of
from causes.admin.words import edit_words, words_panel
from causes.explained_words import needs_reason
from causes.models import Page, State


class StateFilter(admin.SimpleListFilter):
    """Only the states that the reader's own pages are in."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        used = set(model_admin.get_queryset(request).order_by().values_list("state", flat=True).distinct())
        return [(value, label) for value, label in State.choices if value in used]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() else queryset


def _of_the_form(page: Page) -> list[str]:
    """What an organiser writes. Count and state are others' work, who may be at it in the same moment."""
    fields = (field for field in page._meta.concrete_fields if not field.primary_key)
    return [field.name for field in fields if field.editable or field.name.startswith("picture_")]


def in_own_frames(view: Any) -> Any:
    """A preview may stand in a frame of the desk, and nowhere else."""
    return xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(view))


class PageAdmin(Moving):
    """Create, edit, look, publish. A subclass gives the form's sections and how a preview is shown."""

    list_display = ["title", "state_shown", "progress", "published_on"]
    list_filter = [StateFilter, "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["title"]
    ordering = ["-created_at"]
    actions = None
    change_form_template = "admin/causes/page_form.html"
    preview_template = ""

    class Media:
        js = [Script("js/desk.js", type="module"), Script("js/story.js", type="module")]

    # --- the list ---

    @admin.display(description=_("state"), ordering="state")
    def state_shown(self, page: Page) -> str:
        return format_html('<span class="state state-{}">{}</span>', page.state, page.get_state_display())

    @admin.display(description=_("names"), ordering="count")
    def progress(self, page: Page) -> str:
        return format_html(
            '<span class="names">{}</span> <progress max="{}" value="{}"></progress>',
            localize(page.count),
            page.goal,
            min(page.count, page.goal),
        )

    @admin.display(description=_("published"), ordering="published_at")
    def published_on(self, page: Page) -> str:
        return date_format(page.published_at, "SHORT_DATE_FORMAT") if page.published_at else "—"

    # --- the form ---

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Once somebody has signed, a change of words is explained right below them."""
        asked = super().get_fieldsets(request, obj)
        if not (obj and needs_reason(obj) and self.has_change_permission(request, obj)):
            return asked
        (name, first), *rest = asked
        return [(name, {**first, "fields": [*first["fields"], "wording_reason"]}), *rest]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """An address that is out in the world leads here for ever, and a promise stays one."""
        return ["slug", "sensitive"] if obj and obj.published_at else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was ever public is closed, not deleted: people put their names to it."""
        return super().has_delete_permission(request, obj) and not (obj and obj.published_at)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        old = form.replaced_picture()
        name, storage = (old.name, old.storage) if old else ("", None)
        before = type(obj).objects.filter(pk=obj.pk).values_list("picture_width", flat=True)
        width = before.first() or 0
        obj.save(update_fields=_of_the_form(obj) if change else None)
        if obj.published_at:
            reason = form.cleaned_data.get("wording_reason", "")
            wording.record(obj, clock.now(), reader(request), reason)
        if storage and name:
            transaction.on_commit(lambda: storage.delete(name))
            transaction.on_commit(lambda: picture_sizes.remove(name, width))

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/preview/",
                view(in_own_frames(csrf_exempt(self.preview_view))),
                name=f"{name}_preview",
            ),
            path("<int:pk>/words/<slug:language>/", view(self.words_view), name=f"{name}_words"),
            *super().get_urls(),
        ]

    def address(self, page: Page, what: str, *more: str) -> str:
        """The desk's own address of a page: `change`, `preview`, `move`, `ask` (with the move's name)."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{what}", args=[page.pk, *more])

    # --- preview ---

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page as it would be, in its own language or the one that is asked for. Signing there
        does nothing: no csrf token. `frame` leaves the bar away, which stands around the frame already."""
        page = self.get_object(request, str(pk))
        asked = request.GET.get("language", "")
        with translation.override(asked if asked in dict(settings.LANGUAGES) else page.language):
            face = self.preview_context(page, clock.now())
            html = render_to_string(
                "admin/causes/preview.html",
                {
                    **site_facts(request.path),
                    **face,
                    "page_template": self.preview_template,
                    "back": self.address(page, "change"),
                    "pressed": request.method == "POST",
                    "framed": "frame" in request.GET,
                },
            )
        return HttpResponse(html, headers={"X-Robots-Tag": "noindex"})

    def preview_context(self, page: Any, now: dt.datetime) -> dict[str, Any]:
        raise NotImplementedError

    # --- other languages ---

    def words_view(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """The page's words in another language, beside the original."""
        page = self.get_object(request, str(pk))
        may_change = self.has_change_permission(request, page)
        context = self.admin_site.each_context(request)
        return edit_words(request, page, language, context, self.address(page, "change"), may_change)

    def words_address(self, page: Page, language: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_words", args=[page.pk, language])

    # --- moves ---

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        page = self.get_object(request, object_id)
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "panel": self.panel(request, page)}
        )

    def panel(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        """What the box above the form shows: the state, the moves, what is missing, the address."""
        organisation = page.organisation
        return {
            "page": page,
            "preview": self.address(page, "preview"),
            "move": self.address(page, "move"),
            "moves": self.moves(request, page),
            "happened": self.what_happened(page),
            "missing": publishing.missing(page) if page.state == State.DRAFT else [],
            "organisation": reverse("admin:accounts_organisation_change", args=[organisation.pk]),
            "languages": words_panel(page, lambda language: self.words_address(page, language)),
            "updates": panel_of(page, self.first_words(page)),
            "governs": may(request.user, May.GOVERN, organisation),
            "public_url": request.build_absolute_uri(page.public_path()) if page.is_public() else "",
        }

    def first_words(self, page: Any) -> dict[str, str]:
        """What an update about the end of `page` starts with: title and words, in the page's language."""
        return {}

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """`Publish` is a button of the form, so that what was just typed is saved and goes public with it."""
        if "_move" in request.POST:
            return self.moved(request, obj, request.POST["_move"])
        return super().response_change(request, obj)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """A new draft opens with the box that says what comes next."""
        if "_popup" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, _("The draft is saved. Nobody else sees it until you publish it."))
        return HttpResponseRedirect(self.address(obj, "change"))
