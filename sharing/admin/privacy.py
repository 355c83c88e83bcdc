"""The desk for what people ask about their own data: look a person up, give it, withdraw, erase.

Everything is posted, so that no address ever stands in a URL, a history or a server's log; and each step
leaves its line in the audit log in the same transaction.
"""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from accounts import auditing, clock
from accounts.access import May, organisations
from accounts.admin.scoped import Group, ScopedAdmin, reader
from accounts.auditing import Action
from accounts.models import Organisation, Suppressed
from causes import forgetting, mailbox
from sharing import me
from sharing.erasure import erase, erase_stranger
from sharing.held import Held, held_by
from sharing.my_data import data_held


class PersonForm(forms.Form):
    """Whose data, and in which of the reader's organisations."""

    email = forms.CharField(
        label=_("Their e-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"required": _("Enter an e-mail like name@example.com")},
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, allowed: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = allowed.order_by("name")
        if allowed.count() == 1:
            field.widget = forms.HiddenInput()
            field.initial = allowed.get().pk

    def clean_email(self) -> str:
        try:
            return mailbox.clean(self.cleaned_data["email"])
        except mailbox.BadAddress as bad:
            raise forms.ValidationError(_("Enter an e-mail like name@example.com"), code="invalid") from bad


@admin.register(Suppressed)
class PrivacyAdmin(ScopedAdmin):
    """The list is of erasures, which name nobody; above it a person is looked up."""

    to_see = May.ANSWER
    to_add = to_change = to_delete = None
    group = Group.PEOPLE
    order = 15
    what_for = _("Somebody asks what you keep about them, or wants it erased")
    list_display = ["since", "organisation"]
    list_filter = ["organisation"]
    list_select_related = ["organisation"]
    ordering = ["-since", "-pk"]
    show_full_result_count = False
    actions = None
    fields = ["organisation", "since"]
    change_list_template = "admin/privacy/search.html"
    empty_text = _("Nobody had their data erased yet. Erasures are listed here, by their date alone.")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("person/", view(require_POST(self.person_view)), name="accounts_suppressed_person"),
            path("retention/", view(require_GET(self.retention_view)), name="accounts_suppressed_retention"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        form = PersonForm(organisations(request.user, May.ANSWER))
        more = {"form": form, "title": _("Privacy requests"), **(extra_context or {})}
        return super().changelist_view(request, more)

    def retention_view(self, request: HttpRequest) -> HttpResponse:
        """When whose names go, page by page: the dry run of what the worker does each hour."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        coming = forgetting.coming(organisations(request.user, May.ANSWER), clock.now())
        return self._page(request, "admin/privacy/retention.html", {"coming": coming})

    def person_view(self, request: HttpRequest) -> HttpResponse:
        """Everything held about one mailbox, and what can be done with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = PersonForm(organisations(request.user, May.ANSWER), request.POST)
        if not form.is_valid():
            page = self._page(request, "admin/privacy/ask.html", {"form": form})
            page.status_code = 422
            return page
        organisation, address = form.cleaned_data["organisation"], form.cleaned_data["email"]
        held = held_by(organisation, address, get_language() or organisation.language)
        does = {"json": self._give, "erase": self._erase, "take_off": self._take_off}
        verb = next((verb for name, verb in does.items() if name in request.POST), self._look)
        return verb(request, held, clock.now())

    def _look(self, request: HttpRequest, held: Held, now: dt.datetime) -> HttpResponse:
        self._note(request, held, Action.LOOK_UP, now)
        return self._shown(request, held)

    def _give(self, request: HttpRequest, held: Held, now: dt.datetime) -> HttpResponse:
        """The same file that the person gets on their own page."""
        self._note(request, held, Action.PERSON_DATA, now)
        return JsonResponse(
            data_held(held, now),
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={
                "Content-Disposition": 'attachment; filename="personal-data.json"',
                "Cache-Control": "no-store",
            },
        )

    def _take_off(self, request: HttpRequest, held: Held, now: dt.datetime) -> HttpResponse:
        code = request.POST["take_off"]
        with transaction.atomic():
            done = bool(held.supporter and me.take_off(held.supporter, code, now))
            if done:
                self._note(request, held, Action.WITHDRAW, now)
        if done:
            messages.success(request, _("The name is off. A receipt goes to the mailbox."))
        else:
            messages.error(request, _("That is not possible any more. This is how it stands now."))
        return self._shown(request, held_by(held.organisation, held.address, get_language() or "en"))

    def _erase(self, request: HttpRequest, held: Held, now: dt.datetime) -> HttpResponse:
        """The first press asks, the second erases; the receipt page says what went."""
        if request.POST["erase"] != "yes":
            return self._page(request, "admin/privacy/erase.html", {"held": held})
        with transaction.atomic():
            if held.supporter is None:
                erase_stranger(held.organisation.pk, held.address, now)
            elif not erase(held.supporter, now):
                return self._shown(request, held_by(held.organisation, held.address, get_language() or "en"))
            self._note(request, held, Action.ERASE, now)
        kept = sum(entry.stays_a_number for entry in held.entries)
        context = {"held": held, "kept": kept, "gone": len(held.entries) - kept, "at": now}
        return self._page(request, "admin/privacy/erased.html", context)

    def _note(self, request: HttpRequest, held: Held, action: Action, now: dt.datetime) -> None:
        auditing.record(
            actor=reader(request), action=action, organisation=held.organisation, about=held.key, at=now
        )

    def _shown(self, request: HttpRequest, held: Held) -> HttpResponse:
        again = PersonForm(organisations(request.user, May.ANSWER))
        return self._page(request, "admin/privacy/person.html", {"held": held, "again": again})

    def _page(self, request: HttpRequest, template: str, more: dict[str, Any]) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Privacy requests"),
            "opts": self.opts,
            **more,
        }
        return TemplateResponse(request, template, context, headers={"Cache-Control": "no-store"})
