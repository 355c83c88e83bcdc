"""The desk's screen for the day of the handover: write the letter, have the kit printed, take it."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.access import May, may
from accounts.admin.scoped import Group, ScopedAdmin, reader
from petitions import kits
from petitions.admin.exporting import network_address
from petitions.handover.kit import cover_letter
from petitions.handover_forms import KitForm
from petitions.models import HandoverFile, Petition

_State = HandoverFile.State


class HandoverDesk(ScopedAdmin):
    """For the admin of petitions: their handover, for whoever runs them and for data officers."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.handover_view))
        return [path("<int:pk>/handover/", view, name="petitions_petition_handover"), *super().get_urls()]

    def handover_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The letter and what is printed already. Who runs the petition asks; a data officer takes."""
        petition: Petition = self.get_object(request, str(pk))
        if not _works_on(request, petition):
            raise PermissionDenied
        language = request.GET.get("language", "")
        if language not in dict(settings.LANGUAGES):
            language = petition.language
        initial = {"cover": cover_letter(petition, language), "language": language, "paper": "letter"}
        form = KitForm(request.POST or None, initial=initial)
        if request.method == "POST" and kits.may_hand_over(petition) and form.is_valid():
            kits.ask(petition, reader(request), **form.cleaned_data, now=clock.now())
            messages.success(request, _("It is being printed. This page shows when it is ready."))
            return HttpResponseRedirect(reverse("admin:petitions_petition_handover", args=[petition.pk]))
        return self._handover(request, petition, form)

    def panel(self, request: HttpRequest, page: Petition) -> dict[str, Any]:
        panel: dict[str, Any] = super().panel(request, page)  # type: ignore[misc]
        if page.published_at and _works_on(request, page):
            url = reverse("admin:petitions_petition_handover", args=[page.pk])
            panel["names"] = [*panel.get("names", []), {"url": url, "label": _("Handover")}]
        return panel

    def _handover(self, request: HttpRequest, petition: Petition, form: KitForm) -> HttpResponse:
        files = HandoverFile.objects.filter(kit__petition=petition).defer("content").select_related("kit__by")
        printed = list(files.order_by("-kit", "number")[:60])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Handover"),
            "subtitle": petition.title,
            "opts": self.opts,
            "petition": petition,
            "form": form,
            "files": printed,
            "at_work": any(file.state == _State.DUE for file in printed),
            "exports": may(request.user, May.EXPORT, petition.organisation),
            "given": petition.gives(),
            "open": kits.may_hand_over(petition),
            "live": petition.public_path() + "live/" if petition.is_public() else "",
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/petitions/handover.html", context, status=status)


@admin.register(HandoverFile)
class HandoverFileAdmin(ScopedAdmin):
    """What was printed, for those who may take it. It is taken by a button, and that is logged."""

    organisation_path = "kit__petition__organisation"
    to_see = May.READ_SIGNATURES
    to_add = to_change = to_delete = None
    group = Group.PEOPLE
    order = 35
    what_for = _("Printed names for whoever decides")
    list_display = ["kit_petition", "number", "names", "state", "made_at"]
    ordering = ["-pk"]
    actions = None
    fields = ["kit_petition", "number", "names", "state", "made_at"]
    readonly_fields = ["kit_petition"]
    empty_text = _("Nothing printed yet. Open a petition and choose “Handover”.")

    @admin.display(description=_("petition"))
    def kit_petition(self, file: HandoverFile) -> str:
        return file.kit.petition.title

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        return found.defer("content").select_related("kit__petition__organisation")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.take_view))
        return [path("<int:pk>/take/", view, name="petitions_handoverfile_take"), *super().get_urls()]

    def take_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For data officers only, like every other file with names."""
        file: HandoverFile = self.get_object(request, str(pk))
        petition = file.kit.petition
        if not may(request.user, May.EXPORT, petition.organisation):
            raise PermissionDenied
        try:
            content = kits.take(file, reader(request), network_address(request), clock.now())
        except kits.Outdated:
            messages.error(
                request, _("Since it was printed a name was taken off, or two days went by. Print it again.")
            )
            return HttpResponseRedirect(reverse("admin:petitions_petition_handover", args=[petition.pk]))
        name = f"handover-{petition.slug}-{file.number}.pdf"
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )


def _works_on(request: HttpRequest, petition: Petition) -> bool:
    return may(request.user, May.RUN, petition.organisation) or may(
        request.user, May.EXPORT, petition.organisation
    )
