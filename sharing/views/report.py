"""A report behind its link: as a page, as a PDF, as a CSV file. Reading it leaves nothing behind."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from accounts import clock
from causes import front_cache
from causes.views.answering import private_page
from sharing.models import Report
from sharing.reports import spreadsheet
from sharing.reports.page import context_of
from sharing.reports.paper import PAPERS, print_report

Teller = Callable[[HttpRequest, Report], HttpResponse]
_LONGEST_TOKEN = 43
_PRINTED_FOR = 60.0  # seconds
# A link that is ended must be dead at once: nobody in between may keep what it led to.
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex"}


@require_safe
def report(request: HttpRequest, token: str) -> HttpResponse:
    """Without script and cookie; 410 once it has expired or was revoked."""
    return _opened(request, token, lambda request, found: _page(request, found))


@require_safe
def report_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """In the language of the address, on the paper that its readers have."""
    return _opened(request, token, _pdf)


@require_safe
def report_csv(request: HttpRequest, token: str) -> HttpResponse:
    """The figures for a spreadsheet: every one of them is on the page too."""
    return _opened(request, token, _csv)


def _opened(request: HttpRequest, token: str, tell: Teller) -> HttpResponse:
    found = get_object_or_404(Report.objects.select_related("organisation"), token=_known(token))
    if not found.is_open(clock.now()):
        return private_page(request, "reports/gone.html", {}, status=410)
    return tell(request, found)


def _known(token: str) -> str:
    """What no token can be is not asked for; a NUL would even break the question."""
    if len(token) > _LONGEST_TOKEN or not token.isascii() or not token.isprintable():
        raise Http404
    return token


def _page(request: HttpRequest, found: Report) -> HttpResponse:
    return private_page(request, "reports/page.html", context_of(found))


def _pdf(request: HttpRequest, found: Report) -> HttpResponse:
    """Kept for a minute: printing takes seconds of a processor, and a board downloads it all at once."""
    language = translation.get_language()
    paper = request.GET.get("paper", "")
    if paper not in PAPERS:
        paper = "letter" if language == "en" else "a4"
    key = f"report {found.pk} {language} {paper} {found.counted_at}"
    content = front_cache.kept(key, lambda: print_report(found, paper), _PRINTED_FOR)
    return _file(content, "application/pdf", f"report-{found.ends_on}.pdf")


def _csv(request: HttpRequest, found: Report) -> HttpResponse:
    return _file(spreadsheet.lines(found), "text/csv; charset=utf-8", f"report-{found.ends_on}.csv")


def _file(content: bytes | str, content_type: str, name: str) -> HttpResponse:
    headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
