"""Letters at the desk: what was written to whom (masked), and where each stands."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.access import May, Visitor, is_site
from accounts.admin.scoped import Group, ScopedAdmin
from causes import letter_numbers, mailbox, post_office
from causes.admin import letters_office, letters_preview
from causes.admin.signed import QuickPaginator
from causes.models import Letter


@admin.register(Letter)
class LetterAdmin(ScopedAdmin):
    """A list to look things up in; the post office and the previews hang below it."""

    organisation_path = "page__organisation"
    to_see = May.READ_SIGNATURES
    to_add = to_change = to_delete = None
    group = Group.PEOPLE
    order = 30
    what_for = _("Every letter on its way, and those that failed")
    actions = None
    change_list_template = "admin/causes/letters.html"
    list_display = ["kind", "masked_email", "page", "state_shown", "why", "created_at", "sent_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["page"]
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = QuickPaginator
    ordering = ["-id"]
    sortable_by = ()
    search_fields = ["email_key"]
    search_help_text = _("A whole e-mail address")
    fields = [
        "kind",
        "masked_email",
        "page",
        "language",
        "state_shown",
        "why",
        "attempts",
        "created_at",
        "due_at",
        "sent_at",
    ]
    empty_text = _("No letters yet. The first one leaves when somebody signs.")

    def rows(self, user: Visitor, what: May | None) -> QuerySet[Any]:
        """Letters about a sign-in are no organisation's: the people who run the site look after them."""
        return Letter.objects.all() if what and is_site(user) else super().rows(user, what)

    def today(self, request: HttpRequest) -> str:
        """Failed ones, counted up to a hundred: an index holds them, and more than that is one trouble."""
        n = self.get_queryset(request).order_by().filter(state=Letter.State.FAILED)[:100].count()
        return ngettext("%(n)s failed", "%(n)s failed", n) % {"n": n if n < 100 else "100+"} if n else ""

    @admin.display(description=_("e-mail"))
    def masked_email(self, letter: Letter) -> str:
        return mailbox.mask(letter.email) if letter.email else "—"

    @admin.display(description=_("state"))
    def state_shown(self, letter: Letter) -> str:
        return format_html('<span class="state state-{}">{}</span>', letter.state, letter.get_state_display())

    @admin.display(description=_("reason"))
    def why(self, letter: Letter) -> str:
        return letter_numbers.in_words(letter.error)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the whole address: parts of addresses would make the list one to read people from."""
        if not search_term:
            return queryset, False
        try:
            key = mailbox.key(mailbox.clean(search_term))
        except mailbox.BadAddress:
            return queryset.none(), False
        return queryset.filter(email_key=key), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"office": post_office.office(), "is_site": is_site(request.user)}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def get_urls(self) -> list[URLPattern]:
        own = [*letters_office.urls(self.admin_site), *letters_preview.urls(self.admin_site)]
        return [*own, *super().get_urls()]
