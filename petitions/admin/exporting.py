"""The page on which a data officer takes the signatures of one petition out."""

import ipaddress
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.admin.scoped import reader
from accounts.visitor import address_of
from causes.mailbox import mask
from petitions import exports
from petitions.desk_forms import ExportForm
from petitions.models import Petition


def export(site: AdminSite, request: HttpRequest, petition: Petition) -> HttpResponseBase:
    """GET asks for the purpose; POST streams the file. The caller has checked that the reader may."""
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _download(request, petition, form)
    return _ask(site, request, petition, form)


def _download(request: HttpRequest, petition: Petition, form: ExportForm) -> HttpResponseBase:
    log = form.save(commit=False)
    log.petition, log.person, log.address = petition, reader(request), network_address(request)
    stream = exports.begin(log, clock.now, with_bom=form.cleaned_data["with_bom"])
    day = clock.now().date().isoformat()
    return StreamingHttpResponse(
        stream,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="signatures-{petition.slug}-{day}.csv"',
            "Cache-Control": "no-store",
        },
    )


def _ask(site: AdminSite, request: HttpRequest, petition: Petition, form: ExportForm) -> TemplateResponse:
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Export signatures"),
        "subtitle": petition.title,
        "form": form,
        "petition": petition,
        "opts": petition._meta,
        "columns": exports.COLUMNS,
        "counts": exports.counts(petition),
        "sample": [
            (row.signed_at, row.name[:1] + "•••", mask(row.email)) for row in exports.sample(petition)
        ],
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
