"""The desk's screens of posts: the queue, what became of each, and what can be done about it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.access import May, Visitor, is_site
from accounts.admin.scoped import reader
from petitions.local_times import as_typed
from sharing import asking, explaining, planning
from sharing.admin import composing
from sharing.admin.only_where_posting import OnlyWherePosting
from sharing.channels import NETWORKS
from sharing.models import Post
from sharing.outgoing import door_of, network_of
from sharing.pausing import pauses, resume
from sharing.views.own_page import go

_UNSETTLED = [
    Post.State.DRAFT,
    Post.State.READY,
    Post.State.SENDING,
    Post.State.UNKNOWN,
    Post.State.FAILED,
]


class ByNetwork(admin.SimpleListFilter):
    """Only the networks there are posts for, not every channel."""

    title = _("network")
    parameter_name = "network"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(network.name, network.label) for network in NETWORKS.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(connection__network=self.value()) if self.value() else queryset


@admin.register(Post)
class PostAdmin(OnlyWherePosting):
    """Posts of the organisation's pages, through its own accounts and through supporters'."""

    organisation_path = "page__organisation"
    order = 30
    what_for = _("Texts for your accounts, sent or waiting for your yes")
    list_display = ["words", "state_shown", "account", "about", "due_at"]
    list_filter = ["state", ByNetwork]
    list_select_related = ["connection", "page"]
    change_list_template = "admin/sharing/posts.html"
    change_form_template = "admin/sharing/post.html"
    fields = ["page", "consent_wording", "created_at", "settled_at", "attempts", "again", "looks", "error"]
    ordering = ["-created_at", "-pk"]
    empty_text = _("Nothing posted yet. Open a petition and choose “Write a post”.")

    def rows(self, user: Visitor, what: May | None) -> QuerySet[Any]:
        found = super().rows(user, what).select_related("connection", "page__organisation", "link")
        return found.defer("connection__access_token", "connection__refresh_token")

    def today(self, request: HttpRequest) -> str:
        n = self.get_queryset(request).filter(state=Post.State.DRAFT).count()
        return ngettext("%(n)s waits for your yes", "%(n)s wait for your yes", n) % {"n": n} if n else ""

    @admin.display(description=_("text"))
    def words(self, post: Post) -> str:
        return Truncator(post.text.rsplit("\n", 1)[0]).chars(70)

    @admin.display(description=_("page"), ordering="page__title")
    def about(self, post: Post) -> str:
        return Truncator(post.page.title).chars(40)

    @admin.display(description=_("account"), ordering="connection__handle")
    def account(self, post: Post) -> str:
        whose = "" if planning.is_own(post) else _("(a supporter)")
        return f"{_account(post)} {whose}".strip()

    @admin.display(description=_("state"), ordering="state")
    def state_shown(self, post: Post) -> str:
        shown = format_html('<span class="state state-{}">{}</span>', post.state, post.get_state_display())
        if not post.remote_id:
            return format_html("{} {}", shown, post.get_why_display()) if post.why else shown
        return format_html('{} <a href="{}" rel="noopener">{}</a>', shown, _address(post), _("See it there"))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        post = self.get_object(request, object_id)
        network, now = network_of(post.connection), clock.now()
        own = planning.is_own(post)
        more = {
            "network": network.label,
            "account": _account(post),
            "why": explaining.why(post),
            "moving": explaining.is_moving(post) and post.due_at <= now,
            "planned": as_typed(post.due_at, post.page.time_zone) if post.due_at > now else None,
            "may_change": own and planning.may_change(post),
            "may_try_again": own and post.state == Post.State.FAILED and _works(post),
            "needs_connecting": own and explaining.needs_connecting(post),
            "may_tell": own and post.state == Post.State.UNKNOWN and post.look_at is None,
            "post_address": _address(post) if post.remote_id else "",
            "profile_address": network.profile_address(door_of(post.connection), post.connection.handle),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def own_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        both = require_http_methods(["GET", "POST"])
        return [
            path("compose/<int:page>/", view(both(self.compose_view)), name="sharing_post_compose"),
            path("resume/<slug:network>/", view(require_POST(self.resume_view)), name="sharing_post_resume"),
            path("<int:pk>/edit/", view(both(self.edit_view)), name="sharing_post_edit"),
            path("<int:pk>/act/", view(require_POST(self.act_view)), name="sharing_post_act"),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"pauses": pauses(clock.now()), "queue": self._queue(request)}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def compose_view(self, request: HttpRequest, page: int) -> HttpResponse:
        return composing.compose(self.admin_site, request, page)

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = self._own(request, pk)
        if not planning.may_change(post):
            return go(reverse("admin:sharing_post_change", args=[pk]))
        return composing.change(self.admin_site, request, post)

    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A button below a post of the organisation's own: `do` names it."""
        post, user, now = self._own(request, pk), reader(request), clock.now()
        acts = {
            "take back": (lambda: asking.take_back(post, now), _("Taken back. It is not sent.")),
            "again": (lambda: planning.try_again(post, user, now), _("Handed over once more.")),
            "look": (lambda: planning.look_now(post, now), _("We look for it now.")),
            "there": (lambda: asking.tell(post, True, now), _("Noted: it is there.")),
            "not there": (lambda: asking.tell(post, False, now), _("Noted: it is not there.")),
        }
        act, done = acts.get(request.POST.get("do", ""), (None, ""))
        if act is None:
            raise Http404
        if act():
            self.log_change(request, post, [{"changed": {"name": str(done), "object": str(post)}}])
            messages.success(request, done)
        else:
            messages.error(request, _("It has moved on meanwhile. Look how it stands now."))
        return go(reverse("admin:sharing_post_change", args=[pk]))

    def resume_view(self, request: HttpRequest, network: str) -> HttpResponse:
        """A site administrator has seen to it at the network, credits mostly: what waits goes out."""
        if not is_site(request.user):
            raise PermissionDenied
        if network not in NETWORKS:
            raise Http404
        resume(network)
        messages.success(
            request,
            _("Posting on %(network)s goes on. What was waiting is sent now.")
            % {"network": NETWORKS[network].label},
        )
        return go(reverse("admin:sharing_post_changelist"))

    def _queue(self, request: HttpRequest) -> list[tuple[str, str, int]]:
        """How many wait, are being sent, are in doubt or failed: (state, its words, number)."""
        counted = self.get_queryset(request).order_by().values_list("state").annotate(n=Count("pk"))
        many = dict(counted.filter(state__in=_UNSETTLED))
        return [(state, str(state.label), many[state]) for state in _UNSETTLED if state in many]

    def _own(self, request: HttpRequest, pk: int) -> Post:
        """A post through the organisation's account; a supporter's is theirs alone."""
        post: Post = self.get_object(request, str(pk))
        if not planning.is_own(post):
            raise Http404
        return post


def _account(post: Post) -> str:
    network = network_of(post.connection)
    return f"{network.shown(post.connection.handle)} · {network.label}"


def _address(post: Post) -> str:
    door = door_of(post.connection)
    return network_of(post.connection).post_address(door, post.connection.handle, post.remote_id)


def _works(post: Post) -> bool:
    return bool(post.connection.status == "active")
