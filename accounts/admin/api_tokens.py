"""Keys for programs, for owners: made, shown once, taken back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import api_tokens, clock
from accounts.access import May
from accounts.admin.scoped import Group, ScopedAdmin, reader
from accounts.models import ApiToken, Scope


class TokenForm(forms.ModelForm):
    """What it is for, and what it may: nothing is chosen for anybody."""

    scopes = forms.MultipleChoiceField(
        label=_("may"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose as little as it needs. Each use that reads names is noted in the audit log."),
    )

    class Meta:
        model = ApiToken
        fields = ["organisation", "label", "scopes"]


@admin.register(ApiToken)
class ApiTokenAdmin(ScopedAdmin):
    form = TokenForm
    to_see = to_add = May.GOVERN
    to_change = to_delete = None  # taken back, never changed: what a program may is known for good
    group = Group.SITE
    order = 40
    what_for = _("Keys for other programs")
    list_display = ["label", "organisation", "may", "start", "used_on", "revoked_at"]
    list_select_related = ["organisation"]
    search_fields = ["label"]
    actions = None
    fields = ["organisation", "label", "scopes"]
    change_form_template = "admin/accounts/api_token.html"
    empty_text = _("A key lets a program of yours read numbers or names, or put names on petitions.")

    @admin.display(description=_("may"))
    def may(self, token: ApiToken) -> str:
        return ", ".join(str(Scope(scope).label) for scope in token.scopes)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if not obj:
            return ["organisation", "label", "scopes"]
        return ["organisation", "label", "may", "start", "made_by", "created_at", "used_on", "revoked_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.get_fields(request, obj) if obj else []

    def choices_of(self, model: Any, request: HttpRequest) -> Any:
        """Keys are for organisations that the reader governs."""
        remote: Any = self.admin_site._registry[model]
        return remote.rows(request.user, May.GOVERN)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.revoke_view))
        return [path("<int:pk>/revoke/", view, name="accounts_apitoken_revoke"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The one moment in which the key itself is known: `response_add` shows it."""
        asked = form.cleaned_data
        made, text = api_tokens.make(
            asked["organisation"], asked["label"], asked["scopes"], reader(request), clock.now()
        )
        obj.pk, obj.text = made.pk, text

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Copy the key now"),
            "opts": self.opts,
            "token": obj,
            "next": reverse("admin:accounts_apitoken_changelist"),
        }
        answer = TemplateResponse(request, "admin/accounts/api_token_made.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """At once, and for ever: a program that needs one again gets another."""
        token = self.get_object(request, str(pk))
        if api_tokens.revoke(token, reader(request), clock.now()):
            messages.success(request, _("The key is taken back. Whoever uses it is turned away from now on."))
        return HttpResponseRedirect(reverse("admin:accounts_apitoken_changelist"))
