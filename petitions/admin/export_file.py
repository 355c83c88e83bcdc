"""A large file at the desk: how far the worker is, and the one button that gives it out once."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from accounts import clock
from accounts.access import May, may
from accounts.admin.scoped import Group, ScopedAdmin, reader
from petitions.admin.exporting import network_address, sent
from petitions.export_forms import said_of
from petitions.exporting import files
from petitions.exporting.columns import COLUMNS
from petitions.models import ExportFile, ExportLog

_State = ExportFile.State


@admin.register(ExportFile)
class ExportFileAdmin(ScopedAdmin):
    """What data officers asked for, and the dictionary of columns."""

    organisation_path = "log__petition__organisation"
    to_see = May.READ_SIGNATURES
    to_add = to_change = to_delete = None
    group = Group.PEOPLE
    order = 32
    what_for = _("Large files of signatures, ready for 15 minutes")
    list_display = ["asked_at", "petition", "person", "state", "rows_done"]
    ordering = ["-pk"]
    actions = None
    empty_text = _("No file in the background yet. Open a petition and choose “Export signatures”.")

    @admin.display(description=_("asked"))
    def asked_at(self, file: ExportFile) -> Any:
        return file.log.started_at

    @admin.display(description=_("petition"))
    def petition(self, file: ExportFile) -> str:
        return file.log.petition.title

    @admin.display(description=_("who"))
    def person(self, file: ExportFile) -> str:
        return str(file.log.person)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("log__petition__organisation", "log__person")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("columns/", view(require_GET(self.columns_view)), name="petitions_exportfile_columns"),
            path("<int:pk>/take/", view(require_POST(self.take_view)), name="petitions_exportfile_take"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        file: ExportFile = self.get_object(request, object_id)
        if request.method == "POST":
            raise PermissionDenied  # what can be done has a button of its own
        context = {
            **self.admin_site.each_context(request),
            "title": _("Export file"),
            "subtitle": file.log.petition.title,
            "opts": self.opts,
            "file": file,
            "log": file.log,
            "which": said_of(file.log.choice),
            "is_mine": file.log.person_id == reader(request).pk,
            "at_work": file.state in (_State.DUE, _State.WRITING),
            "until": file.made_at + files.KEPT if file.made_at else None,
        }
        return TemplateResponse(request, "admin/petitions/export_file.html", context)

    def take_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Once, by whoever asked for it and still may."""
        file: ExportFile = self.get_object(request, str(pk))
        if not may(request.user, May.EXPORT, file.log.petition.organisation):
            raise PermissionDenied
        try:
            stream = files.take(file, reader(request), network_address(request), clock.now)
        except files.Gone:
            messages.error(
                request, _("This file is gone: each can be taken once, for 15 minutes. Make another.")
            )
            return HttpResponseRedirect(reverse("admin:petitions_exportfile_change", args=[file.pk]))
        return sent(file.log.petition, stream, zipped=True)

    def columns_view(self, request: HttpRequest) -> HttpResponse:
        """What each column means and where it comes from, made of the table that the file is made of."""
        if not may(request.user, self.to_see):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Columns of an export"),
            "opts": self.opts,
            "columns": [(column, ExportLog.Purpose.ANALYSIS in column.purposes) for column in COLUMNS],
        }
        return TemplateResponse(request, "admin/petitions/export_columns.html", context)
