"""One import of paper names at the desk: look at it, say yes, watch it, take it back."""

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
from accounts.access import May, may
from accounts.admin.scoped import Group, ScopedAdmin
from petitions import paper, paper_lines
from petitions.models import PaperBatch, PaperRow

_Outcome, _State = PaperRow.Outcome, PaperBatch.State
SHOWN = 8  # lines of a file to look at


@admin.register(PaperBatch)
class PaperBatchAdmin(ScopedAdmin):
    """One import: look at it, say yes, watch it, take it back."""

    organisation_path = "petition__organisation"
    to_see = May.READ_SIGNATURES
    to_add = to_change = to_delete = None
    group = Group.PEOPLE
    order = 25
    what_for = _("Names that were collected on paper")
    list_display = ["created_at", "petition", "by", "source", "file_name", "state"]
    list_filter = ["state"]
    list_select_related = ["petition", "by"]
    ordering = ["-pk"]
    actions = None
    empty_text = _("No paper yet. Open a petition and choose “Paper signatures”.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        return found.defer("content").select_related("petition__organisation", "by", "consent")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        verbs = {"start": self.start_view, "undo": self.undo_view, "discard": self.discard_view}
        return [
            *(
                path(f"<int:pk>/{name}/", view(require_POST(verb)), name=f"petitions_paperbatch_{name}")
                for name, verb in verbs.items()
            ),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        batch: PaperBatch = self.get_object(request, object_id)
        if request.method == "POST":
            raise PermissionDenied  # what can be done has a button of its own
        return TemplateResponse(request, "admin/petitions/paper_batch.html", self._context(request, batch))

    def start_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._of_mine(request, pk)
        return self._done(request, batch, lambda: paper.start(batch), _("It is being counted now."))

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._of_mine(request, pk)
        said = _("What this import counted is being taken back.")
        return self._done(request, batch, lambda: paper.undo(batch, clock.now), said)

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._of_mine(request, pk)
        back = reverse("admin:petitions_petition_paper", args=[batch.petition_id])
        if paper.discard(batch):
            messages.success(request, _("Thrown away. Nothing of it was counted."))
        return HttpResponseRedirect(back)

    def _of_mine(self, request: HttpRequest, pk: int) -> PaperBatch:
        batch: PaperBatch = self.get_object(request, str(pk))
        if not may(request.user, May.RUN, batch.petition.organisation):
            raise PermissionDenied
        return batch

    def _done(self, request: HttpRequest, batch: PaperBatch, verb: Any, said: Any) -> HttpResponse:
        try:
            if verb():
                messages.success(request, said)
            else:
                messages.error(request, _("That is not possible any more. This is how it stands now."))
        except paper.TooLate:
            return too_late(request, address(batch))
        return HttpResponseRedirect(address(batch))

    def _context(self, request: HttpRequest, batch: PaperBatch) -> dict[str, Any]:
        found, undoing, reading = (
            paper.counts(batch), batch.state == _State.UNDOING, batch.state == _State.READING,
        )  # fmt: skip
        return {
            **self.admin_site.each_context(request),
            "title": _("Paper import"),
            "subtitle": batch.petition.title,
            "opts": self.opts,
            "batch": batch,
            "petition": batch.petition,
            "counts": {name.lower(): found[_Outcome[name].value] for name in _Outcome.names},
            "lines": batch.lines if reading else sum(found.values()),
            "finished": (
                batch.lines_done
                if reading
                else sum(found.values()) - found[_Outcome.NEW if undoing else _Outcome.WAITING]
            ),
            "at_work": batch.state in (_State.READING, _State.RUNNING, _State.UNDOING),
            "rows": batch.rows.filter(outcome=_Outcome.WAITING).order_by("line")[:SHOWN],
            "refused": batch.rows.filter(outcome=_Outcome.REFUSED).order_by("line")[:200],
            "erased": paper_lines.ERASED,
            "late": paper_lines.LATE,
            "runs": may(request.user, May.RUN, batch.petition.organisation),
            "takes_paper": paper_lines.takes_paper(batch.petition),
        }


def address(batch: PaperBatch) -> str:
    return reverse("admin:petitions_paperbatch_change", args=[batch.pk])


def too_late(request: HttpRequest, back: str) -> HttpResponse:
    messages.error(request, _("The count is closed: the petition was handed over, or is not public."))
    return HttpResponseRedirect(back)
