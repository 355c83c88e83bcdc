"""The desk's screen of a petition: write, look, publish, spread, take out."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.access import May, may
from accounts.admin.scoped import reader
from causes.admin.page import StateFilter
from causes.moves import Asks, Move
from petitions import goals, life, publishing, reasons
from petitions.admin.doubting import DoubtDesk
from petitions.admin.embedding import EmbedDesk
from petitions.admin.exporting import export
from petitions.admin.handover import HandoverDesk
from petitions.admin.looks import Looks
from petitions.admin.paper import PaperDesk
from petitions.admin.reasons import review
from petitions.admin.starting import Starting
from petitions.desk_forms import PetitionForm
from petitions.life_forms import OutcomeForm
from petitions.models import Petition
from petitions.ready_texts import ready_texts
from petitions.views.page import page_context


class QuietFilter(admin.SimpleListFilter):
    """Open petitions whose people have heard nothing for a month, and nobody signed: they want news."""

    title = _("news")
    parameter_name = "quiet"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("quiet for 30 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return life.quiet(queryset, clock.now()) if self.value() == "yes" else queryset


@admin.register(Petition)
class PetitionAdmin(DoubtDesk, EmbedDesk, PaperDesk, HandoverDesk, Looks, Starting):
    form = PetitionForm
    order = 10
    what_for = _("What you ask, of whom, and how far it is")
    in_bar = True
    list_display = ["title", "state_shown", "progress", "decision_maker", "published_on"]
    list_filter = [StateFilter, QuietFilter, "cause", "organisation"]
    list_select_related = ["organisation", "cause"]
    change_form_template = "admin/petitions/petition_form.html"
    preview_template = "petitions/page.html"

    empty_text = _(
        "A petition asks somebody who can say yes for one thing. Five answers are enough to start one."
    )
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "cause",
                    "title",
                    "decision_maker",
                    "summary",
                    "picture",
                    "picture_alt",
                    "goal",
                ]
            },
        ),
        (
            _("More, when you have time"),
            {
                "fields": [
                    "story",
                    "picture_focus",
                    "picture_credit",
                    "quote",
                    "quoted",
                    "goal_consequence",
                    "area",
                    "opens_at",
                    "closes_at",
                    "time_zone",
                    "language",
                    "slug",
                ],
                "classes": ["collapse"],
            },
        ),
        (
            _("What the form asks"),
            {
                "fields": ["asks_country", "asks_reason", "offers_name"],
                "classes": ["collapse"],
                "description": _(
                    "Ask for little: each question costs signatures. No switch takes effect backwards."
                ),
            },
        ),
        (
            _("Names, and how long they are kept"),
            {"fields": ["given", "keep_months", "sensitive", "is_template"], "classes": ["collapse"]},
        ),
    ]

    def today(self, request: HttpRequest) -> str:
        found = self.get_queryset(request).filter(is_template=False).order_by().values_list("state")
        number = dict(found.annotate(n=Count("pk")))
        said = [
            ngettext("%(n)s open", "%(n)s open", n) % {"n": localize(n)}
            if (n := number.get("open", 0))
            else "",
            ngettext("%(n)s draft", "%(n)s drafts", n) % {"n": localize(n)}
            if (n := number.get("draft", 0))
            else "",
        ]
        return ", ".join(filter(None, said))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Why the goal changes is asked once the public has seen one, beside it."""
        asked = super().get_fieldsets(request, obj)
        if not (obj and obj.published_at and self.has_change_permission(request, obj)):
            return asked
        (name, first), *rest = asked
        return [(name, {**first, "fields": [*first["fields"], "goal_reason"]}), *rest]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What is over has its dates: nobody opens it anew or lengthens the 48 hours by writing another."""
        kept = super().get_readonly_fields(request, obj)
        if obj and obj.published_at:
            kept = [*kept, "opens_at", "is_template"]
        return [*kept, "closes_at", "time_zone"] if obj and obj.closed_at else kept

    def get_urls(self) -> list[URLPattern]:
        def view(does: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
            return self.admin_site.admin_view(require_http_methods(["GET", "POST"])(does))

        return [
            path("<int:pk>/export/", view(self.export_view), name="petitions_petition_export"),
            path("<int:pk>/reasons/", view(self.reasons_view), name="petitions_petition_reasons"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A petition needs a cause; somebody without one is led there first."""
        cause = self.opts.get_field("cause").related_model
        if self.has_add_permission(request) and not self.choices_of(cause, request).exists():  # type: ignore[arg-type]
            messages.info(
                request, _("First the cause: what do people care about? Your petition comes right after.")
            )
            return HttpResponseRedirect(reverse("admin:causes_cause_add"))
        return super().add_view(request, form_url, extra_context)

    def panel(self, request: HttpRequest, page: Petition) -> dict[str, Any]:
        panel = super().panel(request, page)
        address = panel["public_url"]
        return {
            **panel,
            "cause_comes_along": page.cause if page.cause.state == "draft" else None,
            "texts": ready_texts(page, address) if address and page.state == "open" else [],
            "reads": may(request.user, May.READ_SIGNATURES, page.organisation),
            "exports": may(request.user, May.EXPORT, page.organisation),
            "signed": page.count,
            "to_review": reasons.waiting(page) if self.has_change_permission(request, page) else 0,
            "stale_since": life.stale_since(page, clock.now()),
        }

    def move_form(
        self, page: Petition, move: Move, now: dt.datetime, data: Any = None, files: Any = None
    ) -> Any:
        if move.asks == Asks.OUTCOME:
            return OutcomeForm(page, move, now, data, files)
        return super().move_form(page, move, now, data, files)

    def first_words(self, page: Petition) -> dict[str, str]:
        return life.first_words(page)

    def make_move(
        self, request: HttpRequest, name: str, page: Petition, now: dt.datetime, told: dict[str, Any]
    ) -> None:
        publishing.make(name, page, now, reader(request), **told)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "goal" in form.changed_data:
            reason = form.cleaned_data.get("goal_reason", "")
            goals.chosen(obj, form.initial["goal"], clock.now(), reader(request), reason)

    def preview_context(self, page: Petition, now: dt.datetime) -> dict[str, Any]:
        context = page_context(page, now)
        context["petition"].is_open, context["petition"].state = True, "open"
        return context

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """For data officers only: no organiser and no site administrator gets past here."""
        petition = self.get_object(request, str(pk))
        if not may(request.user, May.EXPORT, petition.organisation):
            raise PermissionDenied
        return export(self.admin_site, request, petition)

    def reasons_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Why people sign, for those who run the petition."""
        petition = self.get_object(request, str(pk))
        if not self.has_change_permission(request, petition):
            raise PermissionDenied
        return review(self.admin_site, request, petition, self.address(petition, "change"))
