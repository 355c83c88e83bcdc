"""Reporting a petition: for anybody, without an account. It is how a mistake comes to light."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import clock
from causes import origin
from causes.views.answering import private_page
from causes.views.limiting import limited
from petitions import reports
from petitions.faces import WORDS, petition_face
from petitions.models import Petition
from petitions.report_forms import ReportForm


@csrf_exempt  # it carries no authority; see causes.origin
@require_http_methods(["GET", "HEAD", "POST"])
@limited("reports")
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the form; POST stores and thanks, in the same words for everybody."""
    found = Petition.objects.public().select_related("organisation", "cause").prefetch_related(*WORDS)
    petition = get_object_or_404(found, slug=slug)
    if request.method != "POST":
        return _show(request, petition, ReportForm())
    form = ReportForm(request.POST)
    if not origin.is_ours(request):
        note = _("Your browser says this form came from another site. Please press the button once more.")
        return _show(request, petition, form, 403, note=note)
    if not form.is_valid():
        return _show(request, petition, form, 422, form_failed=True)
    suspect = bool(form.cleaned_data["website"])
    reports.take(petition, form.told(), translation.get_language(), clock.now(), suspect=suspect)
    return _show(request, petition, form, sent=True)


def _show(
    request: HttpRequest, petition: Petition, form: ReportForm, status: int = 200, **more: Any
) -> HttpResponse:
    face = petition_face(petition, translation.get_language(), clock.now())
    context = {"petition": face, "form": form, "days": reports.ANSWER_WITHIN_DAYS, **more}
    return private_page(request, "petitions/report.html", context, status)
