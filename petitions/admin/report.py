"""What people reported, for those who run the site: read, noted, answered or dismissed."""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.access import May
from accounts.admin.scoped import Group, ScopedAdmin, reader
from petitions import reports, responses
from petitions.models import Report


@admin.register(Report)
class ReportAdmin(ScopedAdmin):
    """Organisers are not told who finds fault with them: nobody but moderators gets in here."""

    organisation_path = "petition__organisation"
    to_see = to_change = May.MODERATE
    to_add = to_delete = None
    group = Group.SITE
    order = 20
    what_for = _("What readers found wrong")
    list_display = ["kind", "petition", "state", "at", "suspect", "words_begin"]
    list_filter = ["state", "kind", "suspect"]
    list_select_related = ["petition"]
    ordering = [F("settled_at").desc(nulls_first=True), "suspect", "-at"]
    sortable_by = ()
    actions = None
    fields = [
        "kind",
        "petition",
        "words",
        "email",
        "language",
        "at",
        "suspect",
        "state",
        "note",
        "settled_at",
    ]
    readonly_fields = ["kind", "petition", "words", "email", "language", "at", "suspect", "settled_at"]
    change_form_template = "admin/petitions/report_form.html"
    empty_text = _("Nobody has reported anything. Each petition has a link for it among its facts.")

    def today(self, request: HttpRequest) -> str:
        n = self.get_queryset(request).filter(settled_at=None).count()
        return ngettext("%(n)s waits", "%(n)s wait", n) % {"n": localize(n)} if n else ""

    @admin.display(description=_("in their words"))
    def words_begin(self, report: Report) -> str:
        return report.words[:80] + ("…" if len(report.words) > 80 else "")

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        obj.save(update_fields=["note"])
        if "state" in form.changed_data:
            reports.settle(obj, Report.State(obj.state), clock.now())

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.answer_view))
        return [path("<int:pk>/answer/", view, name="petitions_report_answer"), *super().get_urls()]

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the decision maker sent becomes an answer, to be read once more before it is shown."""
        report = self.get_object(request, str(pk))
        answer = responses.from_report(report, reader(request), clock.now())
        return HttpResponseRedirect(reverse("admin:petitions_response_change", args=[answer.pk]), status=303)
