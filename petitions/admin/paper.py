"""The desk's screens for paper: type what stands on sheets, send a file, take an import back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.access import May, may
from accounts.admin.scoped import ScopedAdmin, reader
from causes import consents
from causes.models import ConsentText
from petitions import paper, paper_lines
from petitions.admin.paper_batch import address, too_late
from petitions.handover.paper_form import paper_form, way
from petitions.models import PaperBatch, PaperRow, Petition
from petitions.models.handover import PAPERS
from petitions.paper_forms import LinesForm, SheetForm, UploadForm
from petitions.paper_rows import BadFile

_Outcome = PaperRow.Outcome


class PaperDesk(ScopedAdmin):
    """For the admin of petitions: their paper, for whoever runs them."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        typing = require_http_methods(["GET", "POST"])(self.paper_view)
        return [
            path("<int:pk>/paper/", view(typing), name="petitions_petition_paper"),
            path(
                "<int:pk>/paper/print/", view(require_POST(self.print_view)), name="petitions_petition_print"
            ),
            path("<int:pk>/paper/file/", view(require_POST(self.file_view)), name="petitions_petition_file"),
            *super().get_urls(),
        ]

    def paper_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ten lines to type; what was typed stays, with a word beside each line that does not do."""
        petition = self._of_mine(request, pk)
        data = request.POST or None
        lines, sheet = LinesForm(data, prefix="line"), SheetForm(versions(petition), data)
        if data and lines.is_valid() and sheet.is_valid():
            return self._typed(request, petition, lines, sheet.cleaned_data["consent"])
        return self._paper(request, petition, lines, sheet, UploadForm(versions(petition), prefix="file"))

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A file is only looked at here; it counts when somebody has seen what is in it."""
        petition = self._of_mine(request, pk)
        form = UploadForm(versions(petition), request.POST, request.FILES, prefix="file")
        if form.is_valid():
            file = form.cleaned_data["file"]
            content = file.read()
            try:
                return self._uploaded(request, petition, form.cleaned_data["consent"], (file.name, content))
            except BadFile as bad:
                form.add_error("file", str(bad))
        lines, sheet = LinesForm(prefix="line"), SheetForm(versions(petition))
        return self._paper(request, petition, lines, sheet, form)

    def print_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form as a PDF. Posted, because the first one makes the link that its QR code leads through."""
        petition = self._of_mine(request, pk)
        language, _dash, size = request.POST.get("form", "").partition("-")
        if language not in dict(settings.LANGUAGES) or size not in dict(PAPERS):
            raise BadRequest
        now = clock.now()
        content = paper_form(petition, language, size, way(petition, now), now)
        name = f"form-{petition.slug}-{language}-{size}.pdf"
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    def panel(self, request: HttpRequest, page: Petition) -> dict[str, Any]:
        panel: dict[str, Any] = super().panel(request, page)  # type: ignore[misc]
        if page.published_at and may(request.user, May.RUN, page.organisation):
            url = reverse("admin:petitions_petition_paper", args=[page.pk])
            panel["names"] = [*panel.get("names", []), {"url": url, "label": _("Paper signatures")}]
        return panel

    def _of_mine(self, request: HttpRequest, pk: int) -> Petition:
        petition: Petition = self.get_object(request, str(pk))
        if not may(request.user, May.RUN, petition.organisation):
            raise PermissionDenied
        return petition

    def _typed(
        self, request: HttpRequest, petition: Petition, lines: Any, consent: ConsentText
    ) -> HttpResponse:
        filled = [
            (number, form.cleaned_data) for number, form in enumerate(lines.forms, 1) if form.has_changed()
        ]
        try:
            batch = paper.typed(petition, consent, filled, reader(request), clock.now())
        except paper.TooLate:
            return too_late(request, reverse("admin:petitions_petition_paper", args=[petition.pk]))
        messages.success(request, result(batch))
        return HttpResponseRedirect(reverse("admin:petitions_petition_paper", args=[petition.pk]))

    def _uploaded(
        self, request: HttpRequest, petition: Petition, consent: ConsentText, file: tuple[str, bytes]
    ) -> HttpResponse:
        try:
            batch = paper.uploaded(petition, consent, file, reader(request), clock.now())
        except paper.TooLate:
            return too_late(request, reverse("admin:petitions_petition_paper", args=[petition.pk]))
        if batch.state not in (PaperBatch.State.READING, PaperBatch.State.CHECKING):
            messages.info(request, _("This very file was entered before. Nothing was counted twice."))
        return HttpResponseRedirect(address(batch))

    def _paper(
        self, request: HttpRequest, petition: Petition, lines: Any, sheet: Any, upload: Any
    ) -> HttpResponse:
        before = petition.paper_batches.defer("content").select_related("by", "consent")
        failed = lines.is_bound and not (lines.is_valid() and sheet.is_valid())
        context = {
            **self.admin_site.each_context(request),
            "title": _("Paper signatures"),
            "subtitle": petition.title,
            "petition": petition,
            "opts": self.opts,
            "lines": lines,
            "sheet": sheet,
            "upload": upload,
            "failed": failed,
            "takes_paper": paper_lines.takes_paper(petition),
            "LANGUAGES": settings.LANGUAGES,
            "batches": [_line_of(batch) for batch in before.order_by("-pk")[:20]],
        }
        status = 422 if failed or upload.errors else 200
        return TemplateResponse(request, "admin/petitions/paper.html", context, status=status)


def versions(petition: Petition) -> QuerySet[ConsentText]:
    """The printed forms of this organisation, today's first."""
    today = [consents.on_paper(petition, language, clock.now()).id for language in _languages(petition)]
    kept = ConsentText.objects.filter(organisation=petition.organisation_id, purpose=consents.PAPER)
    place = [When(pk=pk, then=Value(number)) for number, pk in enumerate(today)]
    return kept.order_by(Case(*place, default=Value(len(today))), "-pk")


def result(batch: PaperBatch) -> str:
    """What became of a few typed lines, in a sentence."""
    found = paper.counts(batch)
    new, there = found[_Outcome.NEW], found[_Outcome.REPEAT]
    said = ngettext("%(n)d new signature.", "%(n)d new signatures.", new) % {"n": new}
    if there:
        said += " " + ngettext("%(n)d had signed before.", "%(n)d had signed before.", there) % {"n": there}
    if found[_Outcome.REFUSED]:
        said += " " + str(_("Whoever had their data erased can only sign again themselves."))
    return said


def _line_of(batch: PaperBatch) -> dict[str, Any]:
    """An import in the list; of one that waits for its yes, what would be new is said as new."""
    found = paper.counts(batch)
    new = found[_Outcome.NEW] + found[_Outcome.WAITING]
    return {
        "batch": batch,
        "url": address(batch),
        "new": new,
        "there": found[_Outcome.REPEAT],
        "refused": found[_Outcome.REFUSED],
    }


def _languages(petition: Petition) -> list[str]:
    codes = [code for code, _name in settings.LANGUAGES]
    return sorted(codes, key=lambda code: code != petition.language)
