"""Domains and networks that are always or never held, and how much is too much."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts import auditing, clock
from accounts.access import May, Visitor, is_site
from accounts.admin.scoped import Group, ScopedAdmin, reader
from accounts.auditing import Action
from causes import doubts, front_cache
from causes.listed_forms import LimitsForm, ListedForm
from causes.models import Limits, Listed


@admin.register(Listed)
class ListedAdmin(ScopedAdmin):
    """An organisation's own opinions; those of the whole site are its administrators'."""

    form = ListedForm
    to_see = May.READ_SIGNATURES
    group = Group.PEOPLE
    order = 14
    what_for = _("Who is always, or never, held for a look")
    change_list_template = "admin/causes/listed.html"
    list_display = ["value", "kind", "verdict", "organisation", "note", "at"]
    list_filter = ["verdict", "kind"]
    list_select_related = ["organisation"]
    ordering = ["-pk"]
    actions = None
    empty_text = _("Nobody is. A library whose people sign on one network is worth an entry.")

    def rows(self, user: Visitor, what: Any) -> QuerySet[Any]:
        return Listed.objects.all() if is_site(user) and what else super().rows(user, what)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        """Only for the whole site may it be nobody's."""
        return super().formfield_for_foreignkey(
            db_field, request, required=not is_site(request.user), **kwargs
        )

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Listed, form: Any, change: bool) -> None:
        obj.by, obj.at = reader(request), clock.now()
        obj.save()
        self._note(request, obj, obj.verdict)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Listed) -> None:
        obj.delete()
        self._note(request, obj, "removed")

    def _note(self, request: HttpRequest, obj: Listed, what: str) -> None:
        front_cache.forget()
        auditing.record(
            actor=reader(request),
            action=Action.RULE,
            organisation=obj.organisation,
            subject=f"{obj.kind} {obj.value}: {what}",
            reason=obj.note,
            at=clock.now(),
        )

    # --- limits ---

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.limits_view))
        return [path("limits/", view, name="causes_listed_limits"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "is_site": is_site(request.user)})

    def limits_view(self, request: HttpRequest) -> HttpResponse:
        """How much is too much, for the whole site, within bounds that keep it usable."""
        if not is_site(request.user):
            raise PermissionDenied
        form = LimitsForm(request.POST or None, instance=Limits.objects.first() or Limits(pk=1))
        if form.is_valid():
            self._limit(request, form)
            messages.success(request, _("In force within seconds."))
            return HttpResponseRedirect(reverse("admin:causes_listed_limits"), status=303)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Limits"),
            "opts": self.opts,
            "form": form,
            "seconds": int(doubts.SECONDS),
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/causes/limits.html", context, status=status)

    @transaction.atomic
    def _limit(self, request: HttpRequest, form: LimitsForm) -> None:
        limits = form.save()
        front_cache.forget()
        auditing.record(
            actor=reader(request),
            action=Action.RULE,
            organisation=None,
            subject=f"limits: {limits.attempts} in {limits.minutes} min, told from {limits.burst}",
            at=clock.now(),
        )
