"""One page with everything that waits for somebody at the desk."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.access import May, may, moderates
from accounts.admin.scoped import reader
from petitions.reports import ANSWER_WITHIN_DAYS
from petitions.waiting import waiting


def waiting_urls(site: AdminSite) -> list[URLPattern]:
    def show(request: HttpRequest) -> HttpResponse:
        return _show(site, request)

    return [path("waiting/", site.admin_view(require_safe(show)), name="waiting")]


def _show(site: AdminSite, request: HttpRequest) -> HttpResponse:
    if not (moderates(request.user) or may(request.user, May.READ_SIGNATURES)):
        raise PermissionDenied
    now = clock.now()
    context = {
        **site.each_context(request),
        "title": _("What waits"),
        "waiting": waiting(reader(request), now),
        "moderates": moderates(request.user),
        "runs": may(request.user, May.RUN),
        "days": ANSWER_WITHIN_DAYS,
        "now": now,
    }
    return TemplateResponse(request, "admin/petitions/waiting.html", context)
