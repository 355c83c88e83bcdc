"""Reports for funders at the desk: choose and write, look at it, give it a link, end the link."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.admin.scoped import ScopedAdmin, reader
from causes.models import Page
from causes.views.answering import private_page
from petitions.models import Petition
from sharing.models import Legislation, Report
from sharing.report_forms import LegislationForm, ReportForm
from sharing.reports import counting, publishing
from sharing.reports.page import context_of

_FIXED = ("organisation", "starts_on", "ends_on", "pages", "language")


@admin.register(Report)
class ReportAdmin(ScopedAdmin):
    """A draft is counted when it is saved; its link is given by a button, and ended by another."""

    form = ReportForm
    order = 60
    what_for = _("What a period brought, for whoever pays for it")
    actions = None
    list_display = ["name", "state_shown", "starts_on", "ends_on", "expires_on"]
    list_filter = ["organisation"]
    list_select_related = ["organisation"]
    change_form_template = "admin/sharing/report.html"
    empty_text = _(
        "No reports yet. Choose a period and say in one sentence what changed; figures come by themselves."
    )
    fieldsets = [
        (None, {"fields": ["organisation", "outcome", "title"]}),
        (_("What it tells of"), {"fields": [("starts_on", "ends_on"), "pages"]}),
        (_("In your words"), {"fields": ["learned", "next", "language"]}),
        (_("Its link"), {"fields": ["expires_on"]}),
    ]

    @admin.display(description=_("report"))
    def name(self, report: Report) -> str:
        return str(report)

    @admin.display(description=_("state"))
    def state_shown(self, report: Report) -> str:
        state, words = _state(report, clock.now())
        return format_html('<span class="state state-{}">{}</span>', state, words)

    # --- who may what ---

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A link that was given away is revoked, so that it says so for ever."""
        return super().has_delete_permission(request, obj) and not (obj and obj.published_at)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.revoked_at)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return _FIXED if obj and obj.published_at else ()

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        """What anybody may see of the reader's own pages; `Page` itself has no desk."""
        field = super().formfield_for_manytomany(db_field, request, widget=CheckboxSelectMultiple, **kwargs)
        if field:
            field.queryset = Page.objects.run_by(request.user).public().exclude(published_at=None)
        return field

    # --- saving ---

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.made_by, obj.created_at = reader(request), clock.now()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A draft always shows the figures of its choices; what was given away stays as it was."""
        super().save_related(request, form, formsets, change)
        if form.instance.published_at is None:
            counting.count(form.instance, clock.now())

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        messages.success(request, _("Counted. Look at it, then give it a link."))
        return _to(obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        messages.success(request, _("Saved."))
        return _to(obj)

    # --- its own screens ---

    def get_urls(self) -> list[URLPattern]:
        view, both = self.admin_site.admin_view, require_http_methods(["GET", "POST"])
        acts = [
            path(f"<int:pk>/{name}/", view(require_POST(act)), name=f"sharing_report_{name}")
            for name, act in (
                ("publish", self.publish_view),
                ("revoke", self.revoke_view),
                ("count", self.count_view),
            )
        ]
        return [
            *acts,
            path("<int:pk>/preview/", view(require_safe(self.preview_view)), name="sharing_report_preview"),
            path("<int:pk>/laws/", view(both(self.laws_view)), name="sharing_report_laws"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        report: Report = self.get_object(request, object_id)
        state, words = _state(report, clock.now())
        more = {
            "report_state": state,
            "report_state_words": words,
            "address": address_of(report) if report.token else "",
            "may_act": super().has_change_permission(request, report),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page as its readers see it, in the report's own language."""
        report: Report = self.get_object(request, str(pk))
        with translation.override(report.language):
            return private_page(request, "reports/page.html", {**context_of(report), "at_desk": True})

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        done = _("It has a link now. Whoever has it can read the report, without an account.")
        return self._act(request, pk, lambda it, now: publishing.publish(it, reader(request), now), done)

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        done = _("Revoked. The link says from now on that the report is no longer shared.")
        return self._act(request, pk, lambda it, now: publishing.revoke(it, reader(request), now), done)

    def count_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._act(request, pk, publishing.count_again, _("Counted again."))

    def _act(
        self, request: HttpRequest, pk: int, act: Callable[[Report, dt.datetime], None], done: Any
    ) -> HttpResponse:
        report: Report = self.get_object(request, str(pk))
        if not super().has_change_permission(request, report):
            raise PermissionDenied
        try:
            act(report, clock.now())
        except publishing.NotPossible:
            messages.error(request, _("A colleague was quicker: look at its state."))
        else:
            self.log_change(request, report, str(done))
            messages.success(request, done)
        return _to(report)

    def laws_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For each petition, whether it asks for a specific law."""
        report: Report = self.get_object(request, str(pk))
        if not super().has_change_permission(request, report):
            raise PermissionDenied
        petitions = Petition.objects.filter(pk__in=counting.pages_of(report).values("pk")).order_by("title")
        form = LegislationForm(request.POST or None, petitions=petitions)
        if request.method == "POST" and form.is_valid():
            _store_laws(form.answers())
            messages.success(request, _("Saved."))
            return _to(report)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Does it ask for a specific law?"),
            "subtitle": str(report),
            "report": report,
            "form": form,
            "opts": self.opts,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/sharing/report_laws.html", context, status=status)


def address_of(report: Report) -> str:
    """Its whole public address, in its own language."""
    with translation.override(report.language):
        return settings.SITE_URL + reverse("funder_report", args=[report.token])


def _store_laws(answers: dict[int, str]) -> None:
    for petition, asks in answers.items():
        if asks:
            Legislation.objects.update_or_create(petition_id=petition, defaults={"asks": asks})
        else:
            Legislation.objects.filter(petition=petition).delete()


def _state(report: Report, now: dt.datetime) -> tuple[str, Any]:
    """Its name for the style sheet, and in words."""
    if report.published_at is None:
        return "draft", _("draft")
    if report.revoked_at is not None:
        return "closed", _("revoked")
    return ("open", _("shared")) if report.is_open(now) else ("closed", _("expired"))


def _to(report: Report) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:sharing_report_change", args=[report.pk]))
