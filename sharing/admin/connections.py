"""The desk's screen of connected accounts. Supporters' own accounts are not on it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.access import May, Visitor, organisations
from accounts.admin.scoped import Group, reader
from accounts.models import Organisation
from sharing import connecting, disconnecting
from sharing.admin.only_where_posting import OnlyWherePosting
from sharing.channels import NETWORKS, networks_on
from sharing.channels.network import Network, Way
from sharing.connect_forms import PasswordForm, ServerForm
from sharing.connecting import NotConnected, Owner
from sharing.models import Connection
from sharing.outgoing import network_of
from sharing.pausing import pauses
from sharing.views.connect import tell_connected, told
from sharing.views.own_page import go

_FORMS: dict[Way, type[forms.Form]] = {Way.SERVER: ServerForm, Way.PASSWORD: PasswordForm}


@admin.register(Connection)
class ConnectionAdmin(OnlyWherePosting):
    group = Group.SITE
    order = 30
    what_for = _("Your accounts on X, Mastodon and Bluesky")
    list_display = ["handle_shown", "network", "status_shown", "organisation", "connected_at"]
    list_select_related = ["organisation"]
    change_list_template = "admin/sharing/connections.html"
    change_form_template = "admin/sharing/connection.html"
    fields = ["handle_shown", "network", "status_shown", "organisation", "connected_at", "disconnected_at"]
    readonly_fields = ["handle_shown", "status_shown"]
    ordering = ["-connected_at"]
    empty_text = _(
        "No account yet. Connect your organisation's account, and you can post your petitions from here. "
        "Each post has a link of its own, so you see who came through it."
    )

    def rows(self, user: Visitor, what: May | None) -> Any:
        """The secrets stay in the database."""
        return super().rows(user, what).defer("access_token", "refresh_token")

    def today(self, request: HttpRequest) -> str:
        """Whatever was broken off needs a person; that all is well is no news."""
        n = self.get_queryset(request).filter(status=Connection.Status.RECONNECT).count()
        return ngettext("%(n)s to connect again", "%(n)s to connect again", n) % {"n": n} if n else ""

    @admin.display(description=_("account"), ordering="handle")
    def handle_shown(self, connection: Connection) -> str:
        return network_of(connection).shown(connection.handle)

    @admin.display(description=_("status"), ordering="status")
    def status_shown(self, connection: Connection) -> str:
        shown = format_html(
            '<span class="state state-{}">{}</span>', connection.status, connection.get_status_display()
        )
        if not connection.not_told:
            return shown
        names = {"network": network_of(connection).label}
        return format_html("{} {}", shown, str(_NOT_TOLD) % names)

    def own_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        both = require_http_methods(["GET", "POST"])
        return [
            path(
                "connect/<int:organisation>/<slug:network>/",
                view(both(self.connect)),
                name="sharing_connection_connect",
            ),
            path(
                "<int:pk>/disconnect/",
                view(require_POST(self.disconnect)),
                name="sharing_connection_disconnect",
            ),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {
            "connect_for": organisations(request.user, May.RUN).order_by("name"),
            "networks": networks_on(),
            "pauses": pauses(clock.now()),
        }
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        connection = self.get_object(request, object_id)
        more = {"network": network_of(connection), "handle": self.handle_shown(connection)}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def connect(self, request: HttpRequest, organisation: int, network: str) -> HttpResponse:
        """GET asks what has to be known and says what follows; POST connects, or goes there to ask."""
        ours = get_object_or_404(organisations(request.user, May.RUN), pk=organisation)
        there = NETWORKS.get(network)
        if there is None or not there.is_on:
            raise Http404
        form_class = _FORMS.get(there.way)
        form = form_class(request.POST if request.method == "POST" else None) if form_class else None
        if request.method == "POST" and (form is None or form.is_valid()):
            known = form.cleaned_data if form else {}
            try:
                return self._connect(request, there, ours, known)
            except NotConnected as refused:
                if form is None:
                    messages.error(request, told(refused.refusal, there))
                    return go(reverse("admin:sharing_connection_changelist"))
                form.add_error(None, told(refused.refusal, there))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Connect an account on %(network)s") % {"network": there.label},
            "network": there,
            "organisation": ours,
            "form": form,
        }
        status = 422 if form and form.errors else 200
        return TemplateResponse(request, "admin/sharing/connect.html", context, status=status)

    def _connect(
        self, request: HttpRequest, network: Network, ours: Organisation, known: dict[str, str]
    ) -> HttpResponse:
        owner, now, home = Owner(organisation_id=ours.pk), clock.now(), known.get("home", "")
        if network.way != Way.PASSWORD:
            language = translation.get_language()
            return go(connecting.begin(network, request.session, owner, language, now, home))
        connection = connecting.sign_in(network, owner, known["handle"], known["password"], now, home)
        tell_connected(request, reader(request), connection)
        return go(reverse("admin:sharing_connection_changelist"))

    def disconnect(self, request: HttpRequest, pk: int) -> HttpResponse:
        """At once here; the worker tells the network, and the list says so while it does not know."""
        connection = self.get_object(request, str(pk))
        disconnecting.disconnect(connection, clock.now())
        self.log_change(
            request, connection, [{"changed": {"name": str(_("disconnected")), "object": str(connection)}}]
        )
        messages.success(
            request,
            _("%(handle)s is disconnected. Nothing is posted through it any more.")
            % {"handle": self.handle_shown(connection)},
        )
        return go(reverse("admin:sharing_connection_changelist"))


_NOT_TOLD = _(
    "%(network)s could not be told yet. You can also take the permission back there, in its settings."
)
