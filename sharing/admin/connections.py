"""The desk's screen of connected accounts. Supporters' own accounts are not on it."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.access import May, Visitor, organisations
from accounts.admin.scoped import Group
from causes.models import Channel
from sharing import connecting
from sharing.admin.only_with_x import OnlyWithX
from sharing.connecting import Owner
from sharing.models import Connection
from sharing.posting import pause_of
from sharing.views.own_page import go, the_app


@admin.register(Connection)
class ConnectionAdmin(OnlyWithX):
    group = Group.SITE
    order = 30
    list_display = ["handle_shown", "status_shown", "organisation", "connected_at"]
    list_select_related = ["organisation"]
    change_list_template = "admin/sharing/connections.html"
    change_form_template = "admin/sharing/connection.html"
    fields = ["handle_shown", "status_shown", "organisation", "connected_at", "disconnected_at"]
    readonly_fields = ["handle_shown", "status_shown"]
    ordering = ["-connected_at"]
    empty_text = _(
        "No account yet. Connect your organisation's X account, and you can post your petitions from here. "
        "Each post has a link of its own, so you see who came through it."
    )

    def rows(self, user: Visitor, what: May | None) -> Any:
        """The secrets stay in the database."""
        return super().rows(user, what).defer("access_token", "refresh_token")

    @admin.display(description=_("account"), ordering="handle")
    def handle_shown(self, connection: Connection) -> str:
        return f"@{connection.handle}"

    @admin.display(description=_("status"), ordering="status")
    def status_shown(self, connection: Connection) -> str:
        shown = format_html(
            '<span class="state state-{}">{}</span>', connection.status, connection.get_status_display()
        )
        return format_html("{} {}", shown, _X_NOT_TOLD) if connection.not_told else shown

    def own_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path(
                "connect/<int:organisation>/",
                view(require_POST(self.connect)),
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
            "pause": pause_of(Channel.X, clock.now()),
        }
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def connect(self, request: HttpRequest, organisation: int) -> HttpResponse:
        """Off to X, to be asked there."""
        ours = get_object_or_404(organisations(request.user, May.RUN), pk=organisation)
        owner, language = Owner(organisation_id=ours.pk), translation.get_language()
        return go(connecting.begin(the_app(), request.session, owner, language, clock.now()))

    def disconnect(self, request: HttpRequest, pk: int) -> HttpResponse:
        """At once here; the worker tells X, and the list says so while X does not know."""
        connection = self.get_object(request, str(pk))
        connecting.disconnect(connection, clock.now())
        self.log_change(
            request, connection, [{"changed": {"name": str(_("disconnected")), "object": str(connection)}}]
        )
        messages.success(
            request,
            _("@%(handle)s is disconnected. Nothing is posted through it any more.")
            % {"handle": connection.handle},
        )
        return go(reverse("admin:sharing_connection_changelist"))


_X_NOT_TOLD = _(
    "X could not be told yet. You can also take the permission back there: Settings, Apps, Connected apps."
)
