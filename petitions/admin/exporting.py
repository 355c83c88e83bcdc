"""The page on which a data officer takes the signatures of one petition out."""

import ipaddress
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.admin.scoped import reader
from accounts.visitor import address_of
from causes.mailbox import mask
from petitions.export_forms import ExportForm
from petitions.exporting import copying, files, streaming
from petitions.exporting.choosing import Choice
from petitions.exporting.columns import columns_for
from petitions.models import ExportFile, ExportLog, Petition

LARGE = 100_000  # rows from which a file in the background is the better button


def export(site: AdminSite, request: HttpRequest, petition: Petition) -> HttpResponseBase:
    """GET asks for the purpose; POST shows how many rows there would be, streams the file, or has a worker
    write it. The caller has checked that the reader may."""
    form = ExportForm(petition, request.POST or None)
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        return _background(request, form) if "background" in request.POST else _download(request, form)
    return _ask(site, request, petition, form)


def _entry(request: HttpRequest, form: ExportForm) -> ExportLog:
    entry: ExportLog = form.save(commit=False)
    entry.person, entry.address, entry.choice = reader(request), network_address(request), form.choice.kept()
    return entry


def _download(request: HttpRequest, form: ExportForm) -> HttpResponseBase:
    entry, zipped = _entry(request, form), form.cleaned_data["zipped"]
    stream = streaming.begin(entry, clock.now, with_bom=form.cleaned_data["with_bom"], zipped=zipped)
    return sent(entry.petition, stream, zipped=zipped)


def _background(request: HttpRequest, form: ExportForm) -> HttpResponseBase:
    file = files.ask(_entry(request, form), clock.now(), with_bom=form.cleaned_data["with_bom"])
    return HttpResponseRedirect(reverse("admin:petitions_exportfile_change", args=[file.pk]))


def sent(petition: Petition, stream: Any, *, zipped: bool) -> StreamingHttpResponse:
    """The file on its way to the reader's disk, and to no cache."""
    name = f"signatures-{petition.slug}-{clock.now().date().isoformat()}.csv{'.gz' if zipped else ''}"
    return StreamingHttpResponse(
        stream,
        content_type="application/gzip" if zipped else "text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _ask(site: AdminSite, request: HttpRequest, petition: Petition, form: ExportForm) -> TemplateResponse:
    showing = "show" in request.POST
    if showing:  # somebody who only looks has not said why yet
        form.errors.pop("purpose", None)
    choice = Choice() if form.errors else form.choice
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Export signatures"),
        "subtitle": petition.title,
        "form": form,
        "petition": petition,
        "opts": petition._meta,
        "columns": [column.name for column in columns_for(form["purpose"].value() or "updates")],
        "counts": copying.counts(petition, choice),
        "sample": [
            (row.signed_at, row.name[:1] + "•••", mask(row.email)) for row in copying.sample(petition, choice)
        ],
        "narrowed": choice != Choice(),
        "large": LARGE,
        "files": ExportFile.objects.filter(
            log__petition=petition, log__person=reader(request), state__in=("due", "writing", "ready")
        ).select_related("log"),
    }
    return TemplateResponse(
        request, "admin/petitions/export.html", context, status=422 if form.errors else 200
    )


def network_address(request: HttpRequest) -> str | None:
    """For the log: where somebody sat who took names out."""
    try:
        return str(ipaddress.ip_address(address_of(request)))
    except ValueError:
        return None  # a Unix socket has none
