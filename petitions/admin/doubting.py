"""What names of a petition share that people mostly do not: at the desk, with the way to a rule."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.access import May, may
from accounts.admin.scoped import ScopedAdmin
from causes import doubts, tracing
from petitions.admin.rule import SHORT, names_of
from petitions.models import Petition


class DoubtDesk(ScopedAdmin):
    """For the admin of petitions: bursts, for whoever reads the names."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.doubts_view))
        return [path("<int:pk>/doubts/", view, name="petitions_petition_doubts"), *super().get_urls()]

    def doubts_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Networks and mail domains that several names of the last three days share."""
        petition: Petition = self.get_object(request, str(pk))
        if not may(request.user, May.READ_SIGNATURES, petition.organisation):
            raise PermissionDenied
        now = clock.now()
        found = [
            (burst, _rule(petition, burst), burst.origin[:SHORT]) for burst in tracing.shared(petition, now)
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("What names share"),
            "subtitle": petition.title,
            "petition": petition,
            "opts": self.opts,
            "bursts": found,
            "at_once": tracing.bursts(now, petition),
            "limits": doubts.limits(),
            "runs": may(request.user, May.RUN, petition.organisation),
            "names_url": names_of(petition),
        }
        return TemplateResponse(request, "admin/petitions/doubts.html", context)

    def panel(self, request: HttpRequest, page: Petition) -> dict[str, Any]:
        panel: dict[str, Any] = super().panel(request, page)  # type: ignore[misc]
        if page.published_at and may(request.user, May.READ_SIGNATURES, page.organisation):
            url = reverse("admin:petitions_petition_doubts", args=[page.pk])
            panel["names"] = [*panel.get("names", []), {"url": url, "label": _("What names share")}]
            panel["bursts"] = url if tracing.bursts(clock.now(), page) else ""
        return panel


def _rule(petition: Petition, burst: tracing.Burst) -> str:
    shared = {"origin": burst.origin} if burst.origin else {"domain": burst.domain}
    return f"{reverse('admin:petitions_rule_make', args=[petition.pk])}?{urlencode(shared)}"
