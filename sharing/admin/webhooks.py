"""Webhooks at the desk, for owners: addresses, their keys, what they heard and what they did not."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.access import May
from accounts.admin.scoped import Group, ScopedAdmin, reader
from accounts.auditing import Action, record
from accounts.models import Heard, Webhook
from accounts.wall import Walled
from causes.models import Event
from sharing import webhooks


class WebhookForm(forms.ModelForm):
    """Where, and what of. Nothing is chosen for anybody."""

    kinds = forms.MultipleChoiceField(
        label=_("hears of"), choices=Heard.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Webhook
        fields = ["organisation", "url", "kinds", "with_names"]

    def clean_url(self) -> str:
        try:
            return webhooks.good_address(self.cleaned_data["url"])
        except Walled as error:
            raise forms.ValidationError(
                _("Enter an address that begins with https:// and a public name, without port or password.")
            ) from error


@admin.register(Webhook)
class WebhookAdmin(ScopedAdmin):
    form = WebhookForm
    to_see = to_add = to_change = May.GOVERN
    to_delete = None  # switched off: what it heard stays known
    group = Group.SITE
    order = 42
    what_for = _("Tell your own systems what happens here")
    list_display = ["url", "organisation", "hears", "waiting", "given_up", "switched_off_at"]
    list_select_related = ["organisation"]
    actions = None
    change_form_template = "admin/sharing/webhook.html"
    empty_text = _("A webhook tells a system of yours what happens, as it happens.")

    @admin.display(description=_("hears of"))
    def hears(self, hook: Webhook) -> str:
        return ", ".join(str(Heard(kind).label) for kind in hook.kinds)

    @admin.display(description=_("waiting"))
    def waiting(self, hook: Webhook) -> int:
        return hook.events.filter(state__in=(Event.State.DUE, Event.State.SENDING)).count()

    @admin.display(description=_("given up"))
    def given_up(self, hook: Webhook) -> str:
        number = hook.events.filter(state=Event.State.DEAD).count()
        address = reverse("admin:causes_event_changelist")
        return format_html('<a href="{}?webhook={}&state=dead">{}</a>', address, hook.pk, number)

    @admin.display(description=_("key to check its signature with"))
    def key(self, hook: Webhook) -> str:
        return format_html("<details><summary>{}</summary><code>{}</code></details>", _("Show"), hook.secret)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        asked = ["organisation", "url", "kinds", "with_names"]
        return [*asked, "key", "made_by", "switched_off_at"] if obj else asked

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["organisation", "key", "made_by", "switched_off_at"] if obj else []

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.switch_view))
        return [path("<int:pk>/switch/", view, name="accounts_webhook_switch"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        now = clock.now()
        if not change:
            obj.secret, obj.made_by, obj.created_at = webhooks.new_secret(), reader(request), now
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            self._note(request, obj)

    def switch_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Off, or on again. What waits while it is off leaves when it is on."""
        hook = self.get_object(request, str(pk))
        if not self.has_change_permission(request, hook):
            return HttpResponse(status=403)
        with transaction.atomic():
            Webhook.objects.filter(pk=hook.pk).update(
                switched_off_at=None if hook.switched_off_at else clock.now()
            )
            self._note(request, hook)
        messages.success(request, _("It is on.") if hook.switched_off_at else _("It is off."))
        return HttpResponseRedirect(reverse("admin:accounts_webhook_change", args=[hook.pk]))

    def _note(self, request: HttpRequest, hook: Webhook) -> None:
        names = " + names" if hook.with_names else ""
        record(
            actor=reader(request),
            action=Action.WEBHOOK,
            organisation=hook.organisation,
            subject=f"{hook}: {', '.join(hook.kinds)}{names}"[:200],
            at=clock.now(),
        )


@admin.register(Event)
class EventAdmin(ScopedAdmin):
    """What was told, and what was not heard: it can be sent once more, under its own id."""

    organisation_path = "webhook__organisation"
    to_see = May.GOVERN
    to_add = to_change = to_delete = None
    group = Group.SITE
    order = 44
    what_for = _("What your own systems were told")
    list_display = ["kind", "page", "about", "at", "state", "attempts", "answer"]
    list_filter = ["state", "kind", "webhook"]
    list_select_related = ["page", "webhook"]
    actions = ["send_again"]
    empty_text = _("Nothing was told to your systems in the last 30 days.")
    fields = ["message", "kind", "webhook", "page", "about", "at", "state", "attempts", "sent_at", "answer"]

    @admin.action(description=_("Send once more"), permissions=["view"])
    def send_again(self, request: HttpRequest, events: QuerySet[Event]) -> None:
        """Only those that were heard or given up: what is on its way comes by itself."""
        sent = webhooks.replay(events.values_list("pk", flat=True), clock.now())
        said = ngettext("%(n)s event leaves again.", "%(n)s events leave again.", sent)
        messages.success(request, said % {"n": sent})
