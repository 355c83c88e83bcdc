"""Answers of those who decide, as organisers enter them and as they were sent."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.access import moderates
from accounts.admin.scoped import ScopedAdmin, reader
from petitions import responses
from petitions.models import Petition, Response


class ResponseForm(forms.ModelForm):
    """Who, what, when, and where one can check it."""

    source = forms.URLField(
        label=_("Source"),
        max_length=400,
        required=False,
        assume_scheme="https",
        help_text=Response._meta.get_field("source").help_text,
    )

    class Meta:
        model = Response
        fields = ["petition", "who", "words", "on", "source"]
        widgets = {
            "words": forms.Textarea({"rows": 10}),
            "on": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        }

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > clock.now().date():
            raise forms.ValidationError(_("This day has not come yet."))
        return on


@admin.register(Response)
class ResponseAdmin(ScopedAdmin):
    """Organisers enter answers and correct their own entries. What was sent through the page's form is
    decided on by the people who run the site; it stays in either case."""

    organisation_path = "petition__organisation"
    to_delete = None
    order = 25
    what_for = _("What those who decide have said")
    form = ResponseForm
    list_display = ["who", "petition", "on", "how_it_came", "shown_at"]
    list_select_related = ["petition", "report"]
    ordering = ["-on", "-pk"]
    sortable_by = ()
    actions = None
    fields = ["petition", "who", "words", "on", "source"]
    change_form_template = "admin/petitions/response_form.html"
    empty_text = _("No answers yet. When somebody who decides replies, enter it: the page shows it in full.")

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        """Only what the public has seen can have been answered."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and field.queryset is not None and field.queryset.model is Petition:
            field.queryset = field.queryset.filter(published_at__isnull=False)
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["petition"] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The words of somebody who answers for themselves are not the organisers' to change."""
        if obj is not None and obj.report_id is not None:
            return moderates(request.user)
        return super().has_change_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Come from a petition's screen: who was asked, today."""
        asked = super().get_changeform_initial_data(request)
        asked.setdefault("on", clock.now().date().isoformat())
        pk = str(asked.get("petition", ""))
        if pk.isascii() and pk.isdecimal() and len(pk) < 19:
            petition = Petition.objects.run_by(reader(request)).filter(pk=int(pk)).first()
            asked.setdefault("who", petition.decision_maker if petition else "")
        return asked

    def save_model(self, request: HttpRequest, obj: Response, form: Any, change: bool) -> None:
        with transaction.atomic():
            if change:
                obj.save(update_fields=["who", "words", "on", "source"])
                return
            obj.by, obj.written_at = reader(request), clock.now()
            obj.save()
            responses.show(obj, reader(request), clock.now())

    @admin.display(description=_("how it came"))
    def how_it_came(self, response: Response) -> str:
        return str(_("entered here") if response.report_id is None else _("sent by themselves"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.show_view))
        return [path("<int:pk>/show/", view, name="petitions_response_show"), *super().get_urls()]

    def show_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The site's yes to what was sent. 404 for everybody else: they do not have this button."""
        response = self.get_object(request, str(pk))
        if not moderates(request.user):
            raise Http404
        if responses.show(response, reader(request), clock.now()):
            messages.success(request, _("It is on the page now."))
        return HttpResponseRedirect(reverse("admin:petitions_response_change", args=[pk]), status=303)
