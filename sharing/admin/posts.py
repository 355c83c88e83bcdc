"""The desk's screens of posts: what is on its way, what became of it, and writing one."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.access import May, Visitor
from accounts.admin.scoped import reader
from causes.models import Channel
from sharing import explaining
from sharing.admin.composing import compose
from sharing.admin.only_with_x import OnlyWithX
from sharing.models import Post
from sharing.posting import pause_of, resume
from sharing.views.own_page import go, the_app


@admin.register(Post)
class PostAdmin(OnlyWithX):
    """Posts of the organisation's pages, through its own accounts and through supporters'."""

    organisation_path = "page__organisation"
    order = 30
    list_display = ["words", "state_shown", "account", "about", "created_at"]
    list_filter = ["state"]
    list_select_related = ["connection", "page"]
    change_list_template = "admin/sharing/posts.html"
    change_form_template = "admin/sharing/post.html"
    fields = ["page", "consent_wording", "created_at", "settled_at", "attempts", "error"]
    ordering = ["-created_at", "-pk"]
    empty_text = _("Nothing posted yet. Open a petition and choose “Post on X”.")

    def rows(self, user: Visitor, what: May | None) -> QuerySet[Any]:
        found = super().rows(user, what).select_related("connection", "page")
        return found.defer("connection__access_token", "connection__refresh_token")

    @admin.display(description=_("text"))
    def words(self, post: Post) -> str:
        return Truncator(post.text.rsplit("\n", 1)[0]).chars(70)

    @admin.display(description=_("page"), ordering="page__title")
    def about(self, post: Post) -> str:
        return Truncator(post.page.title).chars(40)

    @admin.display(description=_("account"), ordering="connection__handle")
    def account(self, post: Post) -> str:
        whose = "" if post.connection.organisation_id else _("(a supporter)")
        return f"@{post.connection.handle} {whose}".strip()

    @admin.display(description=_("state"), ordering="state")
    def state_shown(self, post: Post) -> str:
        shown = format_html('<span class="state state-{}">{}</span>', post.state, post.get_state_display())
        if not post.remote_id:
            return format_html("{} {}", shown, post.get_why_display()) if post.why else shown
        address = the_app().post_address(post.connection.handle, post.remote_id)
        return format_html('{} <a href="{}" rel="noopener">{}</a>', shown, address, _("See it on X"))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        post, app = self.get_object(request, object_id), the_app()
        handle = post.connection.handle
        more = {
            "why": explaining.why(post),
            "post_address": app.post_address(handle, post.remote_id),
            "profile_address": app.profile_address(handle),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def own_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        both = require_http_methods(["GET", "POST"])
        return [
            path("compose/<int:page>/", view(both(self.compose_view)), name="sharing_post_compose"),
            path("resume/", view(require_POST(self.resume_view)), name="sharing_post_resume"),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"pause": pause_of(Channel.X, clock.now())}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def compose_view(self, request: HttpRequest, page: int) -> HttpResponse:
        return compose(self.admin_site, request, page)

    def resume_view(self, request: HttpRequest) -> HttpResponse:
        """A site administrator has seen to it at X, credits mostly: what waits goes out."""
        if not reader(request).is_superuser:
            raise PermissionDenied
        resume(Channel.X)
        messages.success(request, _("Posting on X goes on. What was waiting is sent now."))
        return go(reverse("admin:sharing_post_changelist"))
