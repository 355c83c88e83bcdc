"""Old lists at the desk: send a file, watch it being read, look at the numbers, say yes, take it back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.access import May, organisations
from accounts.admin.scoped import Group, ScopedAdmin, reader
from accounts.models import ListImport
from causes import lists
from causes.list_forms import ListForm
from causes.list_lines import BadList

_State = ListImport.State


@admin.register(ListImport)
class ListAdmin(ScopedAdmin):
    to_see = to_add = May.ANSWER
    to_change = to_delete = None
    group = Group.PEOPLE
    order = 45
    what_for = _("Whom you knew before you came here, so that “new to the list” is true")
    list_display = ["created_at", "organisation", "source", "collected_on", "added", "state"]
    list_filter = ["organisation", "state"]
    list_select_related = ["organisation"]
    ordering = ["-pk"]
    actions = None
    fields = ["organisation", "source", "collected_on"]
    empty_text = _(
        "No old list yet. Bring one in, and whoever stands on it is not counted as new when they sign. "
        "Nobody is written to because of it: only hashes are kept."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("content").select_related("organisation", "by")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        verbs = {"start": self.start_view, "undo": self.undo_view, "discard": self.discard_view}
        return [
            *(
                path(f"<int:pk>/{name}/", view(require_POST(verb)), name=f"accounts_listimport_{name}")
                for name, verb in verbs.items()
            ),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The file is only checked for a column of addresses here; a worker reads it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        allowed = organisations(request.user, May.ANSWER)
        form = ListForm(allowed, request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                return self._uploaded(request, form.cleaned_data)
            except BadList as bad:
                form.add_error("file", str(bad))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bring in an old list"),
            "opts": self.opts,
            "form": form,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/privacy/list_add.html", context, status=status)

    def _uploaded(self, request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
        file = said["file"]
        told = lists.Told(
            said["organisation"], said["source"], said["collected_on"], (file.name, file.read())
        )
        now = clock.now()
        batch = lists.upload(told, reader(request), now)
        if batch.created_at != now:
            messages.info(request, _("This very file was brought in before. Nothing was read twice."))
        return HttpResponseRedirect(_address(batch))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        batch: ListImport = self.get_object(request, object_id)
        if request.method == "POST":
            raise PermissionDenied  # what can be done has a button of its own
        context = {
            **self.admin_site.each_context(request),
            "title": _("Old list"),
            "subtitle": batch.source,
            "opts": self.opts,
            "batch": batch,
            "at_work": batch.state == _State.READING,
            "more_problems": batch.refused - len(batch.problems),
        }
        return TemplateResponse(request, "admin/privacy/list.html", context)

    def start_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch: ListImport = self.get_object(request, str(pk))
        done = lists.start(batch, reader(request), clock.now())
        return self._done(request, batch, done, _("From now on whoever stands on it is known."))

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch: ListImport = self.get_object(request, str(pk))
        done = lists.undo(batch, reader(request), clock.now())
        return self._done(request, batch, done, _("The list is taken back. Nothing of it is left."))

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch: ListImport = self.get_object(request, str(pk))
        if not lists.discard(batch):
            return self._done(request, batch, False, "")
        messages.success(request, _("Thrown away. Nothing of it is left."))
        return HttpResponseRedirect(reverse("admin:accounts_listimport_changelist"))

    def _done(self, request: HttpRequest, batch: ListImport, done: bool, said: Any) -> HttpResponse:
        if done:
            messages.success(request, said)
        else:
            messages.error(request, _("That is not possible any more. This is how it stands now."))
        return HttpResponseRedirect(_address(batch))


def _address(batch: ListImport) -> str:
    return reverse("admin:accounts_listimport_change", args=[batch.pk])
