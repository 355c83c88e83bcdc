"""Everything of an organisation at the desk: ask for it, see how far it is, take it once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.access import May, may
from accounts.admin.scoped import Group, ScopedAdmin, reader
from accounts.desk_forms import OneOrganisation
from petitions.admin.exporting import network_address
from sharing import full_exports
from sharing.models import FullExport

_State = FullExport.State


class FullExportForm(OneOrganisation, forms.ModelForm):
    """Nobody takes everything out without saying why."""

    class Meta:
        model = FullExport
        fields = ["organisation", "purpose", "note"]
        widgets = {"purpose": forms.RadioSelect}
        labels = {"purpose": _("What will you do with it?"), "note": _("Anything to add")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if "purpose" in fields:
            fields["purpose"].choices = FullExport.Purpose.choices
        self.choose_organisation()


@admin.register(FullExport)
class FullExportAdmin(ScopedAdmin):
    """Owners see who took everything; those who are data officers, too, may ask for it."""

    form = FullExportForm
    to_see = May.GOVERN
    to_add = May.LEAVE
    to_change = to_delete = None
    group = Group.SITE
    order = 46
    what_for = _("Take everything along, or keep a copy of your own")
    list_display = ["asked_at", "organisation", "person", "purpose", "names", "how_it_ended"]
    list_filter = ["organisation"]
    list_select_related = ["organisation", "person"]
    fields = ["organisation", "purpose", "note"]
    actions = None
    add_form_template = "admin/sharing/full_export_ask.html"
    empty_text = _(
        "Nobody has taken everything out yet. It needs two roles at once: an owner's and a data officer's. "
        "An owner gives the second one under “Memberships”."
    )

    @admin.display(description=_("how it ended"))
    def how_it_ended(self, export: FullExport) -> str:
        if export.state == _State.TAKEN and export.aborted:
            return str(_("aborted"))
        return str(export.get_state_display())

    def choices_of(self, model: Any, request: HttpRequest) -> Any:
        """Organisations that the reader may leave with."""
        remote: Any = self.admin_site._registry[model]
        return remote.rows(request.user, May.LEAVE)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.take_view))
        return [path("<int:pk>/take/", view, name="sharing_fullexport_take"), *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"title": _("Take everything along"), **(extra_context or {})}
        return super().add_view(request, form_url, more)

    def save_model(self, request: HttpRequest, obj: FullExport, form: Any, change: bool) -> None:
        obj.person = reader(request)
        full_exports.ask(obj, clock.now())

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return _to(obj)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        export: FullExport = self.get_object(request, object_id)
        if request.method == "POST":
            raise PermissionDenied  # what can be done has a button of its own
        context = {
            **self.admin_site.each_context(request),
            "title": _("Full export"),
            "subtitle": str(export.organisation),
            "opts": self.opts,
            "export": export,
            "is_mine": export.person_id == reader(request).pk,
            "may_ask": may(request.user, May.LEAVE, export.organisation),
            "at_work": export.state in (_State.DUE, _State.WRITING),
            "until": export.made_at + full_exports.KEPT if export.made_at else None,
        }
        return TemplateResponse(request, "admin/sharing/full_export.html", context)

    def take_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Once, by whoever asked for it and still may."""
        export: FullExport = self.get_object(request, str(pk))
        if not may(request.user, May.LEAVE, export.organisation):
            raise PermissionDenied
        try:
            stream = full_exports.take(export, reader(request), network_address(request), clock.now)
        except full_exports.Gone:
            messages.error(
                request, _("This file is gone: each can be taken once, for 15 minutes. Make another.")
            )
            return _to(export)
        name = f"{export.organisation.slug}-{clock.now().date().isoformat()}.zip"
        return StreamingHttpResponse(
            stream,
            content_type="application/zip",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Content-Length": str(export.size),
                "Cache-Control": "no-store",
            },
        )


def _to(export: FullExport) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:sharing_fullexport_change", args=[export.pk]))
